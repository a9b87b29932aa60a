import fc from 'fast-check';
import { fromSchema, type Schema } from './from-schema.ts';

/** As much of OpenAPI as the description of the API uses. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface GeneratedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** With which statuses the description says that the route answers. */
  readonly described: readonly number[];
}

/** Requests of every route in a description: many right, many nearly so. */
export function requestsFrom({ paths }: Description): fc.Arbitrary<GeneratedRequest> {
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => requestOf(method.toUpperCase(), path, operation)),
  );
  return fc.oneof(...routes);
}

function requestOf(method: string, path: string, operation: Operation): fc.Arbitrary<GeneratedRequest> {
  const { parameters = [], requestBody, responses } = operation;
  const values = (where: string) =>
    Object.fromEntries(
      parameters.filter((each) => each.in === where).map(({ name, schema = {} }) => [name, fromSchema(schema)]),
    );
  const body = requestBody && bodyOf(requestBody.content['application/json']?.schema ?? {});
  return fc
    .record({
      params: fc.record(values('path')),
      query: fc.record(values('query'), { requiredKeys: [] }),
      headers: fc.oneof(fc.constant({}), fc.record(values('header'), { requiredKeys: [] })),
      body: body ?? fc.constant(undefined),
      type: fc.oneof(
        { weight: 20, arbitrary: fc.constant('application/json') },
        { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml', 'nonsense') },
      ),
    })
    .map(({ params, query, headers, body: content, type }) => ({
      method,
      path: path.replace(/\{(\w+)\}/g, (_, name: string) => escaped(params[name])) + search(query),
      headers: {
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value)])),
        ...(content !== undefined && { 'content-type': type }),
      },
      ...(content !== undefined && { body: content }),
      described: Object.keys(responses).map(Number),
    }));
}

const bodyOf = (schema: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: fromSchema(schema).map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fromSchema(schema).map((value) => (JSON.stringify(value) ?? '').slice(0, -1)) },
  );

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** In a path; an empty part would be another route. */
const escaped = (value: unknown): string => encodeURIComponent(text(value).toWellFormed()) || '%20';

const search = (query: Readonly<Record<string, unknown>>): string => {
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, text(value).toWellFormed()]);
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : '';
};

/** What `fetch` can send at all. */
const headerText = (value: unknown): string =>
  text(value)
    .replace(/[^\x20-\x7e]/g, '?')
    .trim();
