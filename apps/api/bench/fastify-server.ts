import { hash } from 'node:crypto';
import { fastify } from 'fastify';
import { Redis } from 'ioredis';

// The same as `raw-server.ts` on the framework that the API runs on: what is between the two is Fastify's, the rest is ours.
const redis = new Redis(process.env['REDIS_REPLICAS_URL'] ?? '');
const server = fastify();

server.get('/livez', () => 'ok');
server.get<{ Params: { id: string } }>('/items/:id', async ({ params: { id } }, reply) => {
  const val = await redis.get(`item:${id}`);
  if (val === null) return reply.status(404).send();
  void reply.header('ETag', `"${hash('sha1', val)}"`);
  return { id, val };
});
await server.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
