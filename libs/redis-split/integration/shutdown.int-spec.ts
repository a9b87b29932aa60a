import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import type { Topology } from '../src/index.ts';

describe('close', () => {
  let topology: RedisTopology;

  beforeAll(async () => {
    topology = await startRedisTopology({ replicas: 2, sentinels: 3 });
  });
  afterAll(() => topology.stop());

  const urls = () => [topology.primary, ...topology.replicas].map(({ url }) => url);
  const kinds: [string, () => Topology][] = [
    ['static', () => ({ kind: 'static', nodes: urls() })],
    ['sentinel', () => ({ kind: 'sentinel', name: 'primary', sentinels: topology.sentinels.map(({ url }) => url) })],
    ['headless', () => ({ kind: 'headless', url: topology.primary.url })],
    ['virtual', () => ({ kind: 'virtual', primary: topology.primary.url, replicas: urls().slice(1) })],
  ];

  it.each(kinds)('settles every promise of a %s topology and leaves no timer and no socket', async (_kind, make) => {
    const program = join(import.meta.dirname, 'use-and-close.ts');
    const child = spawn(process.execPath, ['--conditions=@sluice/source', program, JSON.stringify(make())], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const said = await text(child.stdout);

    // It ends by itself: nothing keeps it alive.
    expect(await exited).toEqual([0, null]);
    expect(JSON.parse(said)).toEqual({ pending: 0, resources: [] });
  });
});
