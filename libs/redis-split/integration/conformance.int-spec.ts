import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findRedisServers, startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { Redis } from 'ioredis';
import { READONLY_COMMANDS } from '../src/routing/command-table.ts';
import { route } from '../src/routing/route.ts';
import { until } from './until.ts';

const ROUTED_TO_REPLICAS = READONLY_COMMANDS.filter((name) => {
  const [command = '', ...subcommand] = name.split('|');
  return route(command, subcommand) === 'read';
});

/** Arguments that make each command succeed on the data below. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  bitcount: 'string',
  bitfield_ro: 'string GET u8 0',
  bitpos: 'string 1',
  dbsize: '',
  dump: 'string',
  eval_ro: "return(redis.call('GET',KEYS[1])) 1 string",
  exists: 'string',
  expiretime: 'string',
  fcall_ro: 'read 1 string',
  geodist: 'geo a b',
  geohash: 'geo a',
  geopos: 'geo a',
  georadius_ro: 'geo 13 38 100 km',
  georadiusbymember_ro: 'geo a 100 km',
  geosearch: 'geo FROMMEMBER a BYRADIUS 100 km',
  get: 'string',
  getbit: 'string 0',
  getrange: 'string 0 1',
  hexists: 'hash f',
  hget: 'hash f',
  hgetall: 'hash',
  hkeys: 'hash',
  hlen: 'hash',
  hmget: 'hash f',
  hrandfield: 'hash',
  hstrlen: 'hash f',
  hvals: 'hash',
  keys: '*',
  lcs: 'string string',
  lindex: 'list 0',
  llen: 'list',
  lolwut: '',
  lpos: 'list a',
  lrange: 'list 0 -1',
  'memory|usage': 'string',
  mget: 'string',
  'object|encoding': 'string',
  'object|freq': 'string',
  'object|idletime': 'string',
  'object|refcount': 'string',
  pexpiretime: 'string',
  pfcount: 'hll',
  pttl: 'string',
  randomkey: '',
  scard: 'set',
  sdiff: 'set',
  sinter: 'set',
  sintercard: '1 set',
  sismember: 'set a',
  smembers: 'set',
  smismember: 'set a',
  sort_ro: 'list ALPHA',
  srandmember: 'set',
  strlen: 'string',
  substr: 'string 0 1',
  sunion: 'set',
  ttl: 'string',
  type: 'string',
  'xinfo|consumers': 'stream group',
  'xinfo|groups': 'stream',
  'xinfo|stream': 'stream',
  xlen: 'stream',
  xpending: 'stream group',
  xrange: 'stream - +',
  xread: 'STREAMS stream 0',
  xrevrange: 'stream + -',
  zcard: 'zset',
  zcount: 'zset 0 1',
  zdiff: '1 zset',
  zinter: '1 zset',
  zintercard: '1 zset',
  zlexcount: 'zset - +',
  zmscore: 'zset a',
  zrandmember: 'zset',
  zrange: 'zset 0 -1',
  zrangebylex: 'zset - +',
  zrangebyscore: 'zset 0 1',
  zrank: 'zset a',
  zrevrange: 'zset 0 -1',
  zrevrangebylex: 'zset + -',
  zrevrangebyscore: 'zset 1 0',
  zrevrank: 'zset a',
  zscore: 'zset a',
  zunion: '1 zset',
};

/** One that says that it only reads, and one that does not. */
const FUNCTIONS = `#!lua name=conformance
redis.register_function{function_name='read', callback=function(keys) return redis.call('GET', keys[1]) end, flags={'no-writes'}}
redis.register_function('write', function(keys) return redis.call('SET', keys[1], 'written') end)`;

const words = (text: string): string[] => text.split(' ').filter(Boolean);

const { found, missing } = await findRedisServers();
// The report of Jest counts tests only, and a version that could not be had has none.
process.stderr.write(`conformance on ${found.map(({ name }) => name).join(', ') || 'no server at all'}\n`);
for (const { name, reason } of missing) process.stderr.write(`no conformance on ${name}: ${reason}\n`);

describe.each(found)('commands that are routed to replicas, on $name', ({ path }) => {
  let topology: RedisTopology;
  let primary: Redis;
  let replica: Redis;

  beforeAll(async () => {
    topology = await startRedisTopology({ replicas: 1, server: path });
    primary = new Redis(topology.primary.url);
    await primary
      .pipeline()
      .set('string', 'value')
      .hset('hash', 'f', 'v')
      .rpush('list', 'a', 'b')
      .sadd('set', 'a')
      .zadd('zset', 1, 'a')
      .geoadd('geo', 13.36, 38.11, 'a', 13.37, 38.12, 'b')
      .pfadd('hll', 'a')
      // It caches its result in the value, on a replica too: have that done before.
      .pfcount('hll')
      .function('LOAD', FUNCTIONS)
      .xadd('stream', '1-1', 'f', 'v')
      .xgroup('CREATE', 'stream', 'group', '0')
      .exec();
    replica = new Redis(topology.replicas[0]?.url ?? '');
    await until(async () => (await replica.exists('stream')) === 1);
  });

  afterAll(async () => {
    await Promise.all([primary.quit(), replica.quit()]);
    await topology.stop();
  });

  /** Everything in the replica, in a form that can be compared. */
  async function contents(): Promise<unknown> {
    const keys = (await replica.keys('*')).sort();
    return Promise.all(
      keys.map(async (key) => [key, (await replica.dumpBuffer(key)).toString('hex'), await replica.ttl(key)]),
    );
  }

  it.each(ROUTED_TO_REPLICAS)('%s is answered by a replica and changes nothing', async (name) => {
    const before = await contents();
    const args = ARGUMENTS[name];
    if (args === undefined) throw new Error(`Expected arguments for ${name} in this test, got none`);
    const [command = '', ...subcommand] = name.split('|');

    // OBJECT IDLETIME is refused under an LFU policy, OBJECT FREQ under any other.
    await replica.config('SET', 'maxmemory-policy', name === 'object|freq' ? 'allkeys-lfu' : 'noeviction');
    await expect(replica.call(command, ...subcommand, ...words(args))).resolves.not.toBeInstanceOf(Error);

    expect(await contents()).toEqual(before);
  });

  it.each([
    ['a script', 'eval_ro', "return redis.call('SET', KEYS[1], 'written')"],
    ['a script that hides it', 'eval_ro', "return redis.pcall('SET', KEYS[1], 'written')"],
    ['a function', 'fcall_ro', 'write'],
  ])('cannot write, though %s tries to', async (_name, command, body) => {
    const before = await contents();

    // On the primary too, though there the reason is not the role of the server.
    await expect(primary.call(command, body, 1, 'string')).rejects.toThrow(/write (commands|flag)/i);
    await expect(replica.call(command, body, 1, 'string')).rejects.toThrow(/write (commands|flag)|READONLY/i);
    expect(await contents()).toEqual(before);
  });

  it('are all read-only to this server', async () => {
    const known = (await replica.call('COMMAND', 'INFO', ...ROUTED_TO_REPLICAS)) as (
      [string, number, string[]] | null
    )[];

    for (const entry of known) if (entry) expect(entry[2]).toContain('readonly');
  });
});
