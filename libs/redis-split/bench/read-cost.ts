import { createClient } from '@redis/client';
import { GlideClient } from '@valkey/valkey-glide';
import { openCluster } from './cluster.ts';
import { openBare, openSplit, type Servers } from './clients.ts';
import { measureInRounds } from './rounds.ts';
import { spreadOf, type Spread } from './statistics.ts';

const VALUE = 'x'.repeat(100);

/** What a read costs over the same GET by bare ioredis, on the same one replica, so that both batch alike on one socket. */
export async function readCost({ primary, replicas }: Servers, rounds: number): Promise<Record<string, Spread>> {
  const [replica = ''] = replicas;
  const split = await openSplit({ primary, replicas: [replica] });
  const bare = await openBare(replica);
  // The default deadline of the split client, as ioredis itself keeps it.
  const bareWithDeadline = await openBare(replica, { commandTimeout: 1000 });
  const verified = split.with({ mode: 'verified' });
  const nodeRedis = await createClient({ url: replica }).connect();
  // It wants to know the primary too, though all reads go to the replica.
  const addresses = [primary, replica].map((url) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) }));
  const glide = await GlideClient.createClient({ addresses, readFrom: 'preferReplica' });
  const cluster = await openCluster();
  await Promise.all([split.set('value', VALUE), cluster.client.set('value', VALUE)]);

  const samples = await measureInRounds(
    {
      bare: () => bare.get('value'),
      bareWithDeadline: () => bareWithDeadline.get('value'),
      eventual: () => split.get('value'),
      verified: () => verified.get('value'),
      nodeRedis: () => nodeRedis.get('value'),
      glide: () => glide.get('value'),
      cluster: () => cluster.client.get('value'),
    },
    { rounds, operations: 60_000, turns: 20, callers: 100 },
  );
  const alone = await measureInRounds(
    { bare: () => bare.get('value'), eventual: () => split.get('value') },
    { rounds, operations: 10_000, turns: 20, callers: 1 },
  );

  glide.close();
  await Promise.all([split.close(), bare.quit(), bareWithDeadline.quit(), nodeRedis.close(), cluster.close()]);
  return {
    eventualOverBareCpu: spreadOf(samples.map(({ eventual, bare }) => eventual.cpuUs / bare.cpuUs)),
    eventualOverBareThroughput: spreadOf(samples.map(({ eventual, bare }) => bare.wallUs / eventual.wallUs)),
    eventualOverBareWithDeadlineCpu: spreadOf(
      samples.map(({ eventual, bareWithDeadline }) => eventual.cpuUs / bareWithDeadline.cpuUs),
    ),
    eventualOverBareCpuOneCaller: spreadOf(alone.map(({ eventual, bare }) => eventual.cpuUs / bare.cpuUs)),
    verifiedOverBareCpu: spreadOf(samples.map(({ verified, bare }) => verified.cpuUs / bare.cpuUs)),
    nodeRedisOverBareCpu: spreadOf(samples.map(({ nodeRedis, bare }) => nodeRedis.cpuUs / bare.cpuUs)),
    glideOverBareCpu: spreadOf(samples.map(({ glide, bare }) => glide.cpuUs / bare.cpuUs)),
    glideOverBareThroughput: spreadOf(samples.map(({ glide, bare }) => bare.wallUs / glide.wallUs)),
    ioredisClusterOverBareCpu: spreadOf(samples.map(({ cluster, bare }) => cluster.cpuUs / bare.cpuUs)),
  };
}
