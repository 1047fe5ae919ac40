import { isObject, type JsonObject, listOf, objectOf } from './json';
import { type Schema, SchemaChecker } from './schemas';

/** A path or query parameter of an operation. */
export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: JsonObject;
}

/** A request body or a response: media types with their schemas (`{}` where the document gives none). */
export interface Body {
  required: boolean;
  content: Map<string, Schema>;
}

/** One operation of a document. */
export interface Operation {
  /** Method and path template from the site on: `GET /rest/api/3/issue/{issueIdOrKey}`. */
  name: string;
  /** The groups that the reference counts it to. */
  tags: string[];
  parameters: Parameter[];
  requestBody: Body | undefined;
  responses: Map<number, Body>;
  schemas: SchemaChecker;
}

/** What a method and path stand for in a document. */
export interface Match {
  /** Undefined when the path is known and the method is not. */
  operation: Operation | undefined;
  /** The template that the path fits. */
  template: string;
  /** Values of the template's variables, decoded. */
  variables: Record<string, string>;
}

interface Route {
  template: string;
  segments: string[];
  item: JsonObject;
}

/** One OpenAPI 3.0 document, looked up by real paths. */
export class ApiDocument {
  readonly json: JsonObject;
  readonly #schemas: SchemaChecker;
  readonly #routes = new Map<number, Route[]>();
  readonly #operations = new Map<string, Operation>();

  /** @param basePath where the document's paths begin on a site: `/rest` for Data Center, nothing for Cloud */
  constructor(json: JsonObject, basePath: string) {
    this.json = json;
    this.#schemas = new SchemaChecker(objectOf(objectOf(json.components).schemas));
    for (const [path, item] of Object.entries(objectOf(json.paths))) {
      const template = basePath + path;
      const segments = template.split('/');
      const sameLength = this.#routes.get(segments.length) ?? [];
      sameLength.push({ template, segments, item: objectOf(item) });
      this.#routes.set(segments.length, sameLength);
    }
    for (const routes of this.#routes.values()) {
      routes.sort((a, b) => specificity(b) - specificity(a));
    }
  }

  /** The operation that a request goes to: of the templates that fit, the one with the most literal segments from the left. */
  find(method: string, path: string): Match | undefined {
    const segments = path.split('/');
    const candidates = this.#routes.get(segments.length) ?? [];
    const route = candidates.find((candidate) => fits(candidate, segments));
    if (!route) return undefined;
    const variables: Record<string, string> = {};
    route.segments.forEach((segment, index) => {
      if (isVariable(segment)) {
        variables[segment.slice(1, -1)] = decode(segments[index] ?? '');
      }
    });
    return { operation: this.operation(method, route.template), template: route.template, variables };
  }

  /** An operation by its method and path template. */
  operation(method: string, template: string): Operation | undefined {
    const name = `${method.toUpperCase()} ${template}`;
    const known = this.#operations.get(name);
    if (known) return known;
    const route = this.#routes.get(template.split('/').length)?.find((one) => one.template === template);
    const declared = route?.item[method.toLowerCase()];
    if (!route || !isObject(declared)) return undefined;
    const operation = this.#read(name, declared, listOf(route.item.parameters));
    this.#operations.set(name, operation);
    return operation;
  }

  #read(name: string, declared: JsonObject, shared: unknown[]): Operation {
    const responses = new Map<number, Body>();
    for (const [status, response] of Object.entries(objectOf(declared.responses))) {
      responses.set(Number(status), bodyOf(objectOf(response)));
    }
    return {
      name,
      tags: listOf(declared.tags).map(String),
      parameters: [...shared, ...listOf(declared.parameters)].map((one) => parameterOf(objectOf(one))),
      requestBody: isObject(declared.requestBody) ? bodyOf(declared.requestBody) : undefined,
      responses,
      schemas: this.#schemas,
    };
  }
}

function parameterOf(declared: JsonObject): Parameter {
  return {
    name: String(declared.name),
    in: String(declared.in),
    required: declared.required === true,
    schema: objectOf(declared.schema),
  };
}

function bodyOf(declared: JsonObject): Body {
  const content = new Map<string, Schema>();
  for (const [type, media] of Object.entries(objectOf(declared.content))) {
    content.set(type.toLowerCase(), objectOf(objectOf(media).schema));
  }
  return { required: declared.required === true, content };
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

/** A number that is greater the earlier and the more often a template says a segment literally. */
function specificity(route: Route): number {
  return route.segments.reduce((sum, segment) => sum * 2 + (isVariable(segment) ? 0 : 1), 0);
}

function fits(route: Route, segments: string[]): boolean {
  return route.segments.every((segment, index) =>
    isVariable(segment) ? segments[index] !== '' : segment === segments[index],
  );
}

/** Percent-decoding that leaves a malformed segment as it is; the schema or the server will object to it. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
