import type { ApiDocument, Operation } from './api-document';
import type { KnownDefect } from './defect';
import { type JsonObject, objectOf } from './json';

/** Puts the corrected schemas and members into a document that has just been read. Changes `json`. */
export function correctSchemas(json: JsonObject, defects: KnownDefect[]): void {
  const components = objectOf(objectOf(json.components).schemas);
  for (const defect of defects) {
    if (defect.aspect === 'whole schema' && components[defect.schema] !== undefined) {
      components[defect.schema] = defect.actual;
    }
    if (defect.aspect !== 'schema') continue;
    const component = components[defect.schema];
    if (component !== undefined) {
      const declared = objectOf(component);
      declared.properties = { ...objectOf(declared.properties), [defect.property]: defect.actual };
    }
  }
}

/** Puts what operations really take and answer into a document; operations that it doesn't hold are passed over. */
export function correctOperations(document: ApiDocument, defects: KnownDefect[]): void {
  for (const defect of defects) {
    if (defect.aspect === 'schema' || defect.aspect === 'whole schema') {
      continue;
    }
    const operation = operationOf(document, defect.operation);
    if (operation) {
      correct(operation, defect);
    }
  }
}

/** The operation that a defect names (`GET /rest/api/2/field`). */
export function operationOf(document: ApiDocument, name: string): Operation | undefined {
  const [method = '', template = ''] = name.split(' ');
  return document.operation(method, template);
}

function correct(operation: Operation, defect: Exclude<KnownDefect, { aspect: 'schema' | 'whole schema' }>): void {
  switch (defect.aspect) {
    case 'status':
      operation.responses.set(defect.status, { required: false, content: new Map() });
      break;
    case 'query': {
      const others = operation.parameters.filter((one) => one.in !== 'query' || one.name !== defect.parameter);
      const corrected = { name: defect.parameter, in: 'query', required: false, schema: defect.actual };
      operation.parameters = [...others, corrected];
      break;
    }
    case 'request':
      operation.requestBody = {
        required: defect.optional !== true,
        content: new Map([['application/json', defect.actual]]),
      };
      break;
    case 'response':
      operation.responses.set(defect.status, {
        required: defect.actual !== false,
        content: new Map([['application/json', defect.actual]]),
      });
      break;
  }
}
