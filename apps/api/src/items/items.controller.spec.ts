import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';
import { tagOf } from './entity-tag.ts';
import { itemsController } from './items.controller.ts';
import type { ItemsService } from './items.service.ts';

const items = {
  put: jest.fn<ItemsService['put']>(),
  list: jest.fn<ItemsService['list']>(),
  find: jest.fn<ItemsService['find']>(),
  findAll: jest.fn<ItemsService['findAll']>(),
  delete: jest.fn<ItemsService['delete']>(),
  ttlMs: jest.fn<ItemsService['ttlMs']>(),
};

describe(itemsController.name, () => {
  let app: Awaited<ReturnType<typeof serveApp>>;

  beforeAll(async () => {
    app = await serveApp(items);
  });
  beforeEach(() => {
    jest.resetAllMocks();
  });
  afterAll(() => app.close());

  const post = (body: string, contentType = 'application/json') =>
    fetch(`${app.url}/item`, { method: 'POST', headers: { 'content-type': contentType }, body });

  describe('POST /item', () => {
    it('answers 200 and `ok` when the item is written', async () => {
      const response = await post('{"id":"user123","val":"John Doe"}');

      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch('text/plain');
      expect(await response.text()).toBe('ok');
      expect(items.put).toHaveBeenCalledWith({ id: 'user123', val: 'John Doe' });
    });

    it.each([
      ['no id', '{"val":"v"}', 'id: Expected a string, got nothing'],
      ['a number for val', '{"id":"i","val":3}', 'val: Expected a string, got 3'],
      ['an empty id', '{"id":"","val":"v"}', 'id: Expected 1 to 256 printable characters, got ""'],
      ['a control character', '{"id":"a\\u0000","val":"v"}', 'id: Expected 1 to 256 printable characters'],
      ['half a character', '{"id":"i","val":"\\ud800"}', 'val: Expected a string without lone surrogates'],
      ['a list', '[]', 'Expected a JSON object {"id": string, "val": string}, got []'],
      ['cut JSON', '{"id":', 'Body is not valid JSON'],
      ['nothing', '', 'Body cannot be empty'],
    ])('refuses %s with what was expected', async (_what, body, detail) => {
      const response = await post(body);

      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toMatch('application/problem+json');
      expect(await response.json()).toMatchObject({ status: 400, detail: expect.stringContaining(detail) });
      expect(items.put).not.toHaveBeenCalled();
    });

    it('names every wrong field at once', async () => {
      const response = await post('{}');

      expect(await response.json()).toMatchObject({
        errors: ['id: Expected a string, got nothing', 'val: Expected a string, got nothing'],
      });
    });

    it('counts characters, not UTF-16 units', async () => {
      expect((await post(JSON.stringify({ id: '🌊'.repeat(256), val: '' }))).status).toBe(200);
      expect((await post(JSON.stringify({ id: '🌊'.repeat(257), val: '' }))).status).toBe(400);
    });

    it('refuses a body over 256 KiB by 413', async () => {
      const response = await post(JSON.stringify({ id: 'i', val: 'v'.repeat(256 * 1024) }));

      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ detail: 'Expected a body of at most 262144 bytes' });
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded'])('refuses %s by 415', async (contentType) => {
      const response = await post('id=i&val=v', contentType);

      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ detail: 'Expected the content type application/json' });
    });
  });

  describe('GET /items', () => {
    it('lists 1000 ids unless told otherwise', async () => {
      items.list.mockResolvedValue({ ids: ['key', 'user123'] });

      const response = await fetch(`${app.url}/items`);

      expect(response.status).toBe(200);
      expect(await response.json()).toEqual(['key', 'user123']);
      expect(items.list).toHaveBeenCalledWith({ limit: 1000 });
      expect(response.headers.has('link')).toBe(false);
    });

    it('lists as many as asked', async () => {
      items.list.mockResolvedValue({ ids: [] });
      await fetch(`${app.url}/items?limit=10000`);
      expect(items.list).toHaveBeenCalledWith({ limit: 10_000 });
    });

    it('says where the next page is', async () => {
      items.list.mockResolvedValue({ ids: ['a'], next: 'ä b&c' });

      const link = (await fetch(`${app.url}/items?limit=1`)).headers.get('link');
      const [, path = ''] = /^<(.+)>; rel="next"$/.exec(link ?? '') ?? [];
      await fetch(app.url + path);

      expect(items.list).toHaveBeenLastCalledWith({ limit: 1, after: 'ä b&c' });
    });

    it.each(['0', '10001', '-1', '1.5', 'all', '', '1&limit=2'])('refuses the limit `%s`', async (limit) => {
      const response = await fetch(`${app.url}/items?limit=${limit}`);

      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        detail: expect.stringMatching(/^limit: Expected a whole number between 1 and 10000, got ./),
      });
    });
  });

  describe('GET /items/:id', () => {
    it('answers with the item', async () => {
      items.find.mockResolvedValue('v');

      const response = await fetch(`${app.url}/items/${encodeURIComponent('a/b c')}`);

      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ id: 'a/b c', val: 'v' });
    });

    it('answers 404 when there is none', async () => {
      items.find.mockResolvedValue(null);

      const response = await fetch(`${app.url}/items/none`);

      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ status: 404, detail: 'No item has the id "none"' });
    });

    it('refuses an id that is too long', async () => {
      const response = await fetch(`${app.url}/items/${'a'.repeat(257)}`);

      expect(response.status).toBe(400);
      expect(items.find).not.toHaveBeenCalled();
    });

    it.each([
      ['as it was seen', `"${tagOf('v')}"`, 304],
      ['as one of those that were seen', `"0", W/"${tagOf('v')}"`, 304],
      ['at all', '*', 304],
      ['otherwise', '"0"', 200],
    ])('If-None-Match: an item that is %s', async (_how, tags, status) => {
      items.find.mockResolvedValue('v');

      const response = await fetch(`${app.url}/items/i`, { headers: { 'if-none-match': tags } });

      expect(response.status).toBe(status);
      expect(response.headers.get('etag')).toBe(`"${tagOf('v')}"`);
    });

    it('If-Match: refuses an item in another state by 412', async () => {
      items.find.mockResolvedValue('v');
      expect((await fetch(`${app.url}/items/i`, { headers: { 'if-match': '"0"' } })).status).toBe(412);
    });

    it('refuses what is no list of entity tags', async () => {
      const response = await fetch(`${app.url}/items/i`, { headers: { 'if-none-match': 'abc' } });

      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/^If-None-Match: Expected \*/) });
    });

    it('says what was proved of the answer, of a 404 too', async () => {
      items.find.mockResolvedValue(null);
      const { headers } = await fetch(`${app.url}/items/i`);

      expect(headers.get('sluice-served-by')).toBe('replica');
      expect(headers.get('sluice-staleness-ms')).toBe('13');
      expect(headers.get('sluice-outcome')).toBe('replica');
      expect(headers.has('sluice-token')).toBe(false);
    });

    it('answers with a token who sends one', async () => {
      items.find.mockResolvedValue('v');
      const { headers } = await fetch(`${app.url}/items/i`, { headers: { 'sluice-token': 't' } });
      expect(headers.get('sluice-token')).toBe('seen');
    });

    it.each([
      ['Sluice-Max-Staleness-Ms', '0', 'Expected a whole number between 1 and 2147483647, got "0"'],
      ['Sluice-Max-Staleness-Ms', 'soon', 'Expected a whole number between 1 and 2147483647, got "soon"'],
      ['Sluice-Durability', '1', 'Expected no such header with a read, got "1"'],
    ])('refuses %s: %s', async (name, value, detail) => {
      const response = await fetch(`${app.url}/items/i`, { headers: { [name]: value } });

      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [`${name}: ${detail}`] });
    });
  });

  const put = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/items/a%2Fb`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  describe('PUT /items/:id', () => {
    it('answers 201 for a new item, 204 for one that was there, with its tag', async () => {
      items.put.mockResolvedValueOnce('created').mockResolvedValueOnce('replaced');

      const created = await put({ val: 'v', ttlMs: 1000 });
      expect([created.status, created.headers.get('location')]).toEqual([201, '/items/a%2Fb']);
      expect(created.headers.get('etag')).toBe(`"${tagOf('v')}"`);
      expect(created.headers.get('sluice-token')).toBe('seen');
      expect(items.put).toHaveBeenCalledWith({ id: 'a/b', val: 'v', ttlMs: 1000 }, {});
      expect((await put({ val: 'v' })).status).toBe(204);
    });

    it('passes preconditions on, and refuses by 412 when they are not met', async () => {
      items.put.mockResolvedValue('refused');

      expect((await put({ val: 'v' }, { 'if-match': 'W/"w", "s"', 'if-none-match': '*' })).status).toBe(412);
      expect(items.put).toHaveBeenCalledWith({ id: 'a/b', val: 'v' }, { ifMatch: ['s'], ifNoneMatch: '*' });
    });

    it.each([
      [{}, 'val: Expected a string, got nothing'],
      [{ val: 'v', ttl: 1 }, 'Expected a JSON object {"val": string, "ttlMs"?: number} and nothing else'],
      [{ val: 'v', ttlMs: 0 }, 'ttlMs: Expected a whole number of milliseconds between 1 and 315360000000, got 0'],
    ])('refuses %j', async (body, detail) => {
      const response = await put(body);

      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining(detail) });
    });

    it.each(['0', '9', '-1', 'all'])('refuses a durability of %s', async (durability) => {
      const response = await put({ val: 'v' }, { 'sluice-durability': durability });

      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [`Sluice-Durability: Expected a whole number between 1 and 8, got "${durability}"`],
      });
      expect(items.put).not.toHaveBeenCalled();
    });
  });

  describe('DELETE /items/:id', () => {
    it.each([
      ['deleted', 204],
      ['missing', 404],
      ['refused', 412],
    ] as const)('%s: %i', async (outcome, status) => {
      items.delete.mockResolvedValue(outcome);
      expect((await fetch(`${app.url}/items/i`, { method: 'DELETE' })).status).toBe(status);
    });
  });

  describe('GET /items/:id/ttl', () => {
    it.each([
      [1234, 200, { ttlMs: 1234 }],
      [Infinity, 200, { ttlMs: null }],
      [null, 404, { status: 404 }],
    ])('%p: %i', async (ttlMs, status, body) => {
      items.ttlMs.mockResolvedValue(ttlMs);
      const response = await fetch(`${app.url}/items/i/ttl`);

      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject(body);
    });
  });

  describe('POST /items/batch', () => {
    const batch = (ids: unknown) =>
      fetch(`${app.url}/items/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ids }),
      });

    it('answers with what there is and what is missing', async () => {
      items.findAll.mockResolvedValue(['v', null]);
      const response = await batch(['a', 'b']);

      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ items: [{ id: 'a', val: 'v' }], missing: ['b'] });
    });

    it.each([[[]], [Array(101).fill('i')], [[7]], ['i']])('refuses the ids %j', async (ids) => {
      expect((await batch(ids)).status).toBe(400);
    });
  });
});

describe('limits that are settings', () => {
  it('are those of the environment', async () => {
    const app = await serveApp({ find: () => Promise.resolve('v') }, () => [], {
      MAX_ID_CHARACTERS: '3',
      MAX_BODY_BYTES: '1024',
    });
    const long = await fetch(`${app.url}/items/abcd`);
    const big = await fetch(`${app.url}/item`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'i', val: 'v'.repeat(1024) }),
    });
    await app.close();

    expect(await long.json()).toMatchObject({
      status: 400,
      errors: ['id: Expected 1 to 3 printable characters, got "abcd"'],
    });
    expect(await big.json()).toMatchObject({ status: 413, detail: 'Expected a body of at most 1024 bytes' });
  });
});
