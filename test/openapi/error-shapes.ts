import type { ValidateFunction } from 'ajv';
import Ajv from 'ajv';
import { type Exchange, isEmpty, mediaType } from './exchange';
import { isObject } from './json';

export const PROBLEM = 'application/problem+json';

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const STATUS = { type: 'integer' };

function shape(required: string[], properties: Record<string, object>): object {
  return { type: 'object', required, properties, additionalProperties: false };
}

const COLLECTION = shape(['errorMessages'], {
  errorMessages: TEXTS,
  errors: { type: 'object', additionalProperties: TEXT },
  status: STATUS,
  httpStatusCode: STATUS,
  warningMessages: TEXTS,
});

/** The JSON bodies, other than problem+json, with which Jira and what stands before it tell of an error. */
const JSON_SHAPES = {
  anyOf: [
    COLLECTION,
    // A bulk creation of which nothing was created; Cloud's document gives it a schema, Data Center's none.
    shape(['issues', 'errors'], {
      issues: { type: 'array', maxItems: 0 },
      errors: {
        type: 'array',
        items: shape(['status', 'elementErrors', 'failedElementNumber'], {
          status: STATUS,
          elementErrors: COLLECTION,
          failedElementNumber: STATUS,
        }),
      },
    }),
    // The API gateway.
    shape(['code', 'message'], { code: STATUS, message: TEXT }),
    // A bearer token on the site's own host.
    shape(['error'], { error: TEXT, error_description: TEXT }),
    // Filters and servlets of Data Center.
    shape(['message'], { message: TEXT, 'status-code': STATUS }),
  ],
};

const PROBLEM_SHAPE = shape(['title', 'status'], {
  type: TEXT,
  title: TEXT,
  status: STATUS,
  detail: TEXT,
  instance: TEXT,
});

/** Where Jira's login page, Tomcat or a proxy may answer before Jira does. */
const TEXT_STATUSES = new Set([401, 403, 404, 413, 429]);
/** Where there may be no body at all. */
const EMPTY_STATUSES = new Set([401, 403, 404, 429]);

let compiled: { json: ValidateFunction; problem: ValidateFunction } | undefined;

/**
 * What is wrong with the body of an error answer that has no schema of its own; undefined when it is one of the shapes that
 * Jira, its gateway, its servlets or a proxy really send.
 */
export function errorBodyFault(exchange: Exchange): string | undefined {
  const { status, responseBody } = exchange;
  if (isEmpty(responseBody)) {
    return EMPTY_STATUSES.has(status) || status >= 500 ? undefined : `a ${status} comes with a body`;
  }
  compiled ??= compile();
  const type = mediaType(exchange.responseHeaders);
  if (type === PROBLEM) {
    return compiled.problem(responseBody) ? undefined : 'is not {type,title,status,detail,instance}';
  }
  if (type === 'application/json') {
    return compiled.json(responseBody) ? undefined : 'is none of the error bodies that Jira sends';
  }
  const mayBeText = TEXT_STATUSES.has(status) || status >= 500;
  const isText = typeof responseBody === 'string' && (type === 'text/html' || type === 'text/plain');
  return mayBeText && isText
    ? undefined
    : `${type ?? 'a body without a content type'} is not how Jira sends a ${status}`;
}

function compile(): { json: ValidateFunction; problem: ValidateFunction } {
  const ajv = new Ajv();
  return { json: ajv.compile(JSON_SHAPES), problem: ajv.compile(PROBLEM_SHAPE) };
}

/**
 * Whether a response needs no word in the document: what may befall any call (credentials, rights, rate limit, a failing server), and
 * the bodies by which the web framework refuses paths, methods, media types and parameters before an operation sees them.
 */
export function mayBefallAnyCall(exchange: Exchange): boolean {
  const { status } = exchange;
  return (
    isGenericStatus(status) ||
    ([400, 404, 405, 415].includes(status) && (isProblem(exchange) || isOfDataCentersFramework(exchange)))
  );
}

/** Data Center's framework answers 404 to a parameter that it can't convert, whatever the operation. */
function isOfDataCentersFramework({ deployment, status, responseBody }: Exchange): boolean {
  return deployment === 'datacenter' && isObject(responseBody) && responseBody['status-code'] === status;
}

export function isGenericStatus(status: number): boolean {
  return status === 401 || status === 403 || status === 429 || status >= 500;
}

export function isProblem(exchange: Exchange): boolean {
  return mediaType(exchange.responseHeaders) === PROBLEM;
}
