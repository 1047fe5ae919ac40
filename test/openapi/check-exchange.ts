import type { Body, Operation } from './api-document';
import type { Documents } from './documents';
import { errorBodyFault, isGenericStatus, isProblem, mayBefallAnyCall } from './error-shapes';
import { type Exchange, isEmpty, mediaType, type Violation } from './exchange';
import { isOutsideDocuments } from './outside-documents';
import { checkQuery, checkVariables } from './parameters';
import type { Schema } from './schemas';

const FORM = 'multipart/form-data';

interface Fault {
  where: string;
  what: string;
}

/**
 * Every point in which a request and its response disagree with the published document of their deployment.
 * Paths outside the documents (sign-in, tenant info) are not judged.
 */
export function checkExchange(documents: Documents, exchange: Exchange): Violation[] {
  const { deployment, method, path } = exchange;
  if (isOutsideDocuments(path)) return [];
  const match = documents.find(deployment, method, path);
  if (!match?.operation) {
    const what = match ? `the document has no ${method.toUpperCase()} here` : 'the document has no such path';
    const where = `${deployment} ${match?.template ?? path}`;
    return [{ side: 'request', where, what }, ...(exchange.injected ? [] : checkRefusal(exchange, where))];
  }
  const { operation, variables } = match;
  const responseFaults = exchange.injected ? [] : checkResponse(operation, exchange);
  const requestFaults = [
    ...checkVariables(operation, variables),
    ...checkQuery(operation, exchange.query),
    ...checkRequestBody(operation, exchange),
  ];
  const place = `${deployment} ${operation.name}`;
  return [
    ...requestFaults.map(({ where, what }): Violation => ({ side: 'request', where: `${place}, ${where}`, what })),
    ...responseFaults.map(({ where, what }): Violation => ({ side: 'response', where: `${place}, ${where}`, what })),
  ];
}

/** A server that accepts what the document doesn't know is kinder than Jira. */
function checkRefusal(exchange: Exchange, place: string): Violation[] {
  const { status } = exchange;
  const where = `${place}, answer ${status}`;
  if (!isGenericStatus(status) && status !== 404 && status !== 405) {
    return [{ side: 'response', where, what: 'Jira refuses what it does not know with 404 or 405' }];
  }
  const what = errorBodyFault(exchange);
  return what === undefined ? [] : [{ side: 'response', where, what }];
}

function checkRequestBody(operation: Operation, exchange: Exchange): Fault[] {
  const { requestBody: body } = exchange;
  const declared = operation.requestBody;
  const type = mediaType(exchange.requestHeaders);
  // The parts of a form are bytes on the wire: the observer records none, and a JSON schema has nothing to say about them.
  if (type === FORM && declared?.content.has(FORM)) return [];
  if (isEmpty(body)) {
    return declared?.required ? [{ where: 'body', what: 'is required' }] : [];
  }
  if (!declared) {
    return [{ where: 'body', what: 'the operation takes none' }];
  }
  const schema = type === undefined ? undefined : declared.content.get(type);
  if (schema === undefined) {
    return [{ where: 'header content-type', what: notOneOf(type, declared) }];
  }
  return schemaFaults(operation, schema, body, 'request', 'body');
}

function checkResponse(operation: Operation, exchange: Exchange): Fault[] {
  const { status } = exchange;
  const where = `answer ${status}`;
  const declared = operation.responses.get(status);
  if (!declared && !mayBefallAnyCall(exchange)) {
    return [{ where, what: 'is not a status of this operation' }];
  }
  return status >= 400
    ? checkErrorBody(operation, declared, exchange, where)
    : checkResultBody(operation, declared, exchange, where);
}

function checkErrorBody(operation: Operation, declared: Body | undefined, exchange: Exchange, where: string): Fault[] {
  const schema = declared?.content.get('application/json');
  // What may befall any call may come from before the operation, and so in any of Jira's shapes.
  if (!schema || isGenericStatus(exchange.status) || isProblem(exchange)) {
    const what = errorBodyFault(exchange);
    return what === undefined ? [] : [{ where, what }];
  }
  return checkTypedBody(operation, declared, exchange, where);
}

function checkResultBody(operation: Operation, declared: Body | undefined, exchange: Exchange, where: string): Fault[] {
  const { responseBody: body, status } = exchange;
  const schemas = [...(declared?.content.values() ?? [])];
  if (isEmpty(body)) {
    const promised = schemas.some((schema) => schema !== false && Object.keys(schema).length > 0);
    return promised ? [{ where, what: 'has no body, though the document promises one' }] : [];
  }
  if (status === 204 || schemas.length === 0 || schemas.includes(false)) {
    return [{ where, what: 'has a body, where Jira sends none' }];
  }
  return checkTypedBody(operation, declared, exchange, where);
}

function checkTypedBody(operation: Operation, declared: Body | undefined, exchange: Exchange, where: string): Fault[] {
  const type = mediaType(exchange.responseHeaders);
  const schema = type === undefined ? undefined : declared?.content.get(type);
  if (schema === undefined) {
    return [{ where: `${where}, header content-type`, what: notOneOf(type, declared) }];
  }
  return schemaFaults(operation, schema, exchange.responseBody, 'response', where);
}

function schemaFaults(
  operation: Operation,
  schema: Schema,
  body: unknown,
  direction: 'request' | 'response',
  where: string,
): Fault[] {
  return operation.schemas.check(schema, body, direction).map(({ at, what }) => ({ where: `${where}${at}`, what }));
}

function notOneOf(type: string | undefined, declared: Body | undefined): string {
  return `must be ${[...(declared?.content.keys() ?? [])].join(' or ')}, not ${type ?? 'missing'}`;
}
