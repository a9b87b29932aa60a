import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';
import { ItemsController } from './items.controller.ts';
import type { ItemsService } from './items.service.ts';

const items = {
  put: jest.fn<ItemsService['put']>(),
  list: jest.fn<ItemsService['list']>(),
  find: jest.fn<ItemsService['find']>(),
};

describe(ItemsController.name, () => {
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
      items.list.mockResolvedValue(['key', 'user123']);

      const response = await fetch(`${app.url}/items`);

      expect(response.status).toBe(200);
      expect(await response.json()).toEqual(['key', 'user123']);
      expect(items.list).toHaveBeenCalledWith(1000);
    });

    it('lists as many as asked', async () => {
      items.list.mockResolvedValue([]);
      await fetch(`${app.url}/items?limit=10000`);
      expect(items.list).toHaveBeenCalledWith(10_000);
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
  });
});
