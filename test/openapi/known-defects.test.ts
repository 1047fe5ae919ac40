import assert from 'node:assert/strict';
import type { ApiDocument } from './api-document';
import { operationOf } from './corrections';
import type { KnownDefect } from './defect';
import type { Documents } from './documents';
import { isObject, objectOf } from './json';
import { KNOWN_DEFECTS } from './known-defects';
import { withDocuments } from './samples';
import type { Schema } from './schemas';

/** Words about a schema that restrict nothing. */
const ANNOTATIONS = new Set(['description', 'example', 'default', 'title']);

describe('OpenAPI: each known defect is still in the published document', () => {
  const documents = withDocuments();
  for (const defect of KNOWN_DEFECTS) {
    it(titleOf(defect), () => {
      const published = documentOf(documents().asPublished(), defect);
      const { stated, expected } = compare(published, defect);
      assert.deepEqual(stated, expected, 'the document says something else by now: remove or update the entry');
    });
  }

  it('names nothing twice', () => {
    assert.equal(new Set(KNOWN_DEFECTS.map(titleOf)).size, KNOWN_DEFECTS.length);
  });

  it('takes effect: the corrected document says what Jira really does', () => {
    for (const defect of KNOWN_DEFECTS) {
      const corrected = documentOf(documents(), defect);
      const { stated } = compare(corrected, defect);
      assert.deepEqual(stated, defect.aspect === 'status' ? true : withoutAnnotations(defect.actual), titleOf(defect));
    }
  });
});

/** The small document, or the full one for what only that knows. */
function documentOf(documents: Documents, defect: KnownDefect): ApiDocument {
  const subset = documents.document(defect.deployment, 'subset');
  const isKnown =
    defect.aspect === 'schema' || defect.aspect === 'whole schema'
      ? defect.schema in objectOf(objectOf(subset.json.components).schemas)
      : operationOf(subset, defect.operation) !== undefined;
  return isKnown ? subset : documents.document(defect.deployment, 'full');
}

function titleOf(defect: KnownDefect): string {
  const { deployment, aspect } = defect;
  switch (defect.aspect) {
    case 'schema':
      return `${deployment} ${aspect} ${defect.schema}.${defect.property}`;
    case 'whole schema':
      return `${deployment} ${aspect} ${defect.schema}`;
    case 'query':
      return `${deployment} ${aspect} ${defect.operation} ${defect.parameter}`;
    case 'request':
      return `${deployment} ${aspect} ${defect.operation}`;
    case 'status':
    case 'response':
      return `${deployment} ${aspect} ${defect.operation} ${defect.status}`;
  }
}

/** What a document states on the point of a defect, and what the entry says that the published one states. */
function compare(document: ApiDocument, defect: KnownDefect): { stated: unknown; expected: unknown } {
  if (defect.aspect === 'schema' || defect.aspect === 'whole schema') {
    const component = objectOf(objectOf(objectOf(document.json.components).schemas)[defect.schema]);
    assert.notDeepEqual(component, {}, 'the document has no such schema');
    if (defect.aspect === 'whole schema') {
      return { stated: withoutAnnotations(component), expected: defect.documented };
    }
    const stated = objectOf(component.properties)[defect.property];
    return { stated: withoutAnnotations(stated), expected: defect.documented };
  }
  const operation = operationOf(document, defect.operation);
  assert.ok(operation, 'the document has no such operation');
  switch (defect.aspect) {
    case 'status':
      return { stated: operation.responses.has(defect.status), expected: false };
    case 'query': {
      const parameter = operation.parameters.find((one) => one.in === 'query' && one.name === defect.parameter);
      return { stated: withoutAnnotations(parameter?.schema), expected: defect.documented };
    }
    case 'request':
      return { stated: jsonSchema(operation.requestBody?.content), expected: defect.documented };
    case 'response':
      return { stated: jsonSchema(operation.responses.get(defect.status)?.content), expected: defect.documented };
  }
}

function jsonSchema(content: Map<string, Schema> | undefined): unknown {
  return withoutAnnotations(content?.get('application/json'));
}

function withoutAnnotations(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutAnnotations);
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, withoutAnnotations(value)]));
}
