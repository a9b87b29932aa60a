import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { serveApp } from '../../spec/serve-app.ts';
import { describeApi, serveDocs } from './api-docs.ts';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = { readonly name: string; readonly in: string };

describe(describeApi.name, () => {
  let app: Awaited<ReturnType<typeof serveApp>>;
  let document: OpenAPIObject;

  beforeAll(async () => {
    app = await serveApp({}, () => [], { MAX_ID_CHARACTERS: '99' });
    document = (await (await fetch(`${app.url}/openapi.json`)).json()) as OpenAPIObject;
  });
  afterAll(() => app.close());

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
        route: `${method.toUpperCase()} ${path}`,
        operation,
      })),
    );

  it('names every route that there is', () => {
    expect(
      operations()
        .map(({ route }) => route)
        .sort(),
    ).toEqual([
      'DELETE /items/{id}',
      'GET /',
      'GET /items',
      'GET /items/{id}',
      'GET /items/{id}/ttl',
      'GET /livez',
      'GET /metrics',
      'GET /readyz',
      'GET /startupz',
      'POST /item',
      'POST /items/batch',
      'PUT /items/{id}',
    ]);
  });

  it('says the limits that are set', () => {
    const read = document.paths['/items/{id}']?.get;
    const [id] = (read?.parameters ?? []) as Parameter[];
    expect(JSON.stringify(id)).toContain('{1,99}');
  });

  it('says of every route what it answers, and how it refuses', () => {
    for (const { operation } of operations()) {
      const statuses = Object.keys(operation.responses);
      expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
      for (const status of statuses.filter((each) => each >= '400')) {
        expect(JSON.stringify(operation.responses[status])).toContain('application/problem+json');
      }
    }
  });

  it('says which headers make demands', () => {
    const headers = (path: string, method: 'get' | 'put') =>
      ((document.paths[path]?.[method]?.parameters ?? []) as Parameter[])
        .filter((parameter) => parameter.in === 'header')
        .map(({ name }) => name)
        .sort();

    expect(headers('/items/{id}', 'get')).toEqual([
      'If-Match',
      'If-None-Match',
      'Sluice-Max-Staleness-Ms',
      'Sluice-Token',
    ]);
    expect(headers('/items/{id}', 'put')).toEqual(['If-Match', 'If-None-Match', 'Sluice-Durability', 'Sluice-Token']);
  });

  it(`${serveDocs.name}: a page that loads nothing from elsewhere`, async () => {
    const page = await (await fetch(`${app.url}/docs`)).text();
    const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source = '']) => source);

    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) {
      expect(source).toMatch(/^\.?\//);
      const response = await fetch(new URL(source, `${app.url}/docs`));
      await response.arrayBuffer();
      expect(response.status).toBe(200);
    }
  });
});
