import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import { Redis } from 'ioredis';

// The least that `GET /items/:id` can be: no framework, no split, no checks. Bare ioredis to one replica.
const redis = new Redis(process.env['REDIS_REPLICAS_URL'] ?? '');

createServer((request, response) => {
  const { url = '' } = request;
  if (url === '/livez') return void response.end('ok');
  const id = decodeURIComponent(url.slice('/items/'.length));
  void redis.get(`item:${id}`).then((val) => {
    if (val === null) return void response.writeHead(404).end();
    const body = JSON.stringify({ id, val });
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      etag: `"${hash('sha1', val)}"`,
    });
    response.end(body);
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
