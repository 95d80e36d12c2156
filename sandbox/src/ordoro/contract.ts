import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { type ParameterDescription, readQuery } from './contract-query.ts';

interface ContentDescription {
  readonly content?: { readonly 'application/json'?: { readonly schema: object } };
}

interface OperationDescription {
  readonly operationId: string;
  readonly parameters?: readonly Described<ParameterDescription>[];
  readonly requestBody?: ContentDescription;
  readonly responses: Readonly<Record<string, ContentDescription>>;
}

type Described<T> = T | { readonly $ref: string };
type PathDescription = Readonly<Record<string, unknown>>;

interface Description {
  readonly paths: Readonly<Record<string, PathDescription>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, ParameterDescription>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

/** One operation of the description, with its checks compiled. Each check answers what is wrong, or undefined. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With placeholders, as in the description. */
  readonly path: string;
  readonly takesBody: boolean;
  readonly checkQuery: (query: Readonly<Record<string, unknown>>) => string | undefined;
  readonly checkPath: (params: Readonly<Record<string, unknown>>) => string | undefined;
  readonly checkBody: (body: unknown) => string | undefined;
  readonly checkResponse: (status: number, body: unknown) => string | undefined;
  readonly readQuery: (query: string) => Record<string, unknown>;
  readonly readPath: (params: Readonly<Record<string, string>>) => Record<string, unknown>;
}

/** Where a request leads: to an operation, or why not. */
export type Found =
  | { readonly operation: Operation; readonly params: Readonly<Record<string, string>> }
  | { readonly problem: string };

/** The endpoints of `openapi.yaml`, ready to check requests and responses. */
export interface Contract {
  readonly operations: readonly Operation[];
  /** `path` is still percent-encoded. */
  find(method: string, path: string): Found;
}

const METHODS = ['get', 'post', 'put', 'delete'] as const;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

let loaded: Contract | undefined;

/** `openapi.yaml`, read once per process: it never changes. Throws when the description itself is broken. */
export function loadContract(): Contract {
  loaded ??= readContract();
  return loaded;
}

function readContract(): Contract {
  const description: Description = parse(readFileSync(new URL('./openapi.yaml', import.meta.url), 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: false, strictNumbers: true });
  ajv.addFormat('date-time', DATE_TIME);
  ajv.addSchema({ $id: 'ordoro', components: description.components });
  const compile = (schema: object): ValidateFunction => ajv.compile(withOwnReferences(schema));

  const operations = Object.entries(description.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as OperationDescription | undefined;
      if (operation === undefined) return [];
      const shared = (item.parameters ?? []) as readonly Described<ParameterDescription>[];
      const parameters = [...shared, ...(operation.parameters ?? [])].map((entry) => parameter(description, entry));
      return [compileOperation({ method: method.toUpperCase(), path, operation, parameters }, compile)];
    }),
  );
  const routes = operations
    .map((operation) => ({ operation, ...pattern(operation.path) }))
    .sort((one, other) => one.names.length - other.names.length);
  return { operations, find: (method, path) => find(routes, method, path) };
}

interface Route {
  readonly operation: Operation;
  readonly expression: RegExp;
  readonly names: readonly string[];
}

function find(routes: readonly Route[], method: string, path: string): Found {
  const here = routes.filter((route) => route.expression.test(path));
  const route = here.find((candidate) => candidate.operation.method === method);
  if (route === undefined) {
    if (here.length > 0) return { problem: `${method} is not allowed on ${path}` };
    const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
    const isSlash = routes.some((candidate) => candidate.expression.test(other));
    return { problem: isSlash ? `wrong trailing slash: ${method} ${path}` : `unknown path: ${method} ${path}` };
  }
  const values = route.expression.exec(path)?.slice(1) ?? [];
  const params = Object.fromEntries(route.names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')]));
  return { operation: route.operation, params };
}

function pattern(path: string): { expression: RegExp; names: readonly string[] } {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return { expression: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`), names };
}

interface Raw {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationDescription;
  readonly parameters: readonly ParameterDescription[];
}

function compileOperation(raw: Raw, compile: (schema: object) => ValidateFunction): Operation {
  const inQuery = raw.parameters.filter((entry) => entry.in === 'query');
  const inPath = raw.parameters.filter((entry) => entry.in === 'path');
  const body = schemaOf(raw.operation.requestBody);
  const responses = new Map(
    Object.entries(raw.operation.responses).map(([status, answer]) => [status, compile(schemaOf(answer) ?? {})]),
  );
  const error = compile({ $ref: '#/components/schemas/Error' });
  return {
    id: raw.operation.operationId,
    method: raw.method,
    path: raw.path,
    takesBody: body !== undefined,
    checkQuery: checker(compile(parameterSchema(inQuery))),
    checkPath: checker(compile(parameterSchema(inPath))),
    checkBody: body === undefined ? noBody : checker(compile(body)),
    checkResponse: (status, answer) => {
      const validate = status >= 400 ? error : responses.get(String(status));
      return validate === undefined ? `status ${status} is not described` : checker(validate)(answer);
    },
    readQuery: (query) => readQuery(query, inQuery),
    readPath: (params) => readQuery(new URLSearchParams(params).toString(), inPath),
  };
}

function noBody(body: unknown): string | undefined {
  const isEmpty = body === undefined || (typeof body === 'object' && body !== null && Object.keys(body).length === 0);
  return isEmpty ? undefined : 'a body was sent although none is described';
}

function parameterSchema(parameters: readonly ParameterDescription[]): object {
  return {
    type: 'object',
    additionalProperties: false,
    required: parameters.filter((entry) => entry.required).map((entry) => entry.name),
    properties: Object.fromEntries(parameters.map((entry) => [entry.name, entry.schema])),
  };
}

function schemaOf(description: ContentDescription | undefined): object | undefined {
  return description?.content?.['application/json']?.schema;
}

function parameter(description: Description, entry: Described<ParameterDescription>): ParameterDescription {
  if (!('$ref' in entry)) return entry;
  const found = description.components.parameters[entry.$ref.replace('#/components/parameters/', '')];
  if (found === undefined) throw new Error(`The description has no ${entry.$ref}.`);
  return found;
}

function withOwnReferences(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"ordoro#/components/'));
}

function checker(validate: ValidateFunction): (value: unknown) => string | undefined {
  return (value) => (validate(value) ? undefined : explain(validate.errors ?? []));
}

function explain(errors: readonly ErrorObject[]): string {
  return errors
    .slice(0, 4)
    .map((error) => {
      const extra = error.params.additionalProperty ?? error.params.allowedValues;
      return `${error.instancePath || '/'} ${error.message}${extra === undefined ? '' : `: ${extra}`}`;
    })
    .join('; ');
}
