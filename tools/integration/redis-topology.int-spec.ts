import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask } from '../src/redis/ask.ts';
import { findRedisServers, PRIMARY_NAME, startRedisTopology, type RedisTopology } from '../src/redis/index.ts';

const cli = fileURLToPath(new URL('../src/redis/cli.ts', import.meta.url));

const { found } = await findRedisServers();

describe(startRedisTopology.name, () => {
  let topology: RedisTopology | undefined;

  afterEach(async () => {
    await topology?.stop();
    topology = undefined;
  });

  it('replicates what the primary takes', async () => {
    const { primary, replicas } = (topology = await startRedisTopology());

    expect(await ask(primary.port, 'SET lock open')).toBe('+OK');

    for (const { port } of replicas) await answered(port, 'GET lock', 'open');
  });

  it('brings a killed replica back on its port, following the primary', async () => {
    const { primary, replicas } = (topology = await startRedisTopology({ replicas: 1 }));
    const [replica] = replicas;
    if (!replica) throw new Error('Expected one replica');
    const firstPid = replica.pid;

    await replica.kill();
    await expect(ask(replica.port, 'PING')).rejects.toThrow('ECONNREFUSED');
    await ask(primary.port, 'SET lock closed');
    await replica.restart();

    expect(replica.pid).not.toBe(firstPid);
    expect(await ask(replica.port, 'GET lock')).toBe('closed');
  });

  it('brings a killed primary back with its data', async () => {
    const { primary } = (topology = await startRedisTopology({ replicas: 0 }));

    await ask(primary.port, 'SET lock open');
    await primary.restart();

    expect(await ask(primary.port, 'GET lock')).toBe('open');
  });

  it('brings a primary back empty, or from a snapshot, or as a replica, when it is told so', async () => {
    const { primary, replicas } = (topology = await startRedisTopology({
      replicas: 1,
      settings: ['--enable-debug-command', 'local'],
    }));
    const [other] = replicas;
    if (!other) throw new Error('Expected one replica');
    expect(await ask(primary.port, 'DEBUG CHANGE-REPL-ID')).toBe('+OK');
    await ask(primary.port, 'SET lock open');
    // Refused while the one for the replica is under way.
    await eventually(async () => (await ask(primary.port, 'SAVE')) === '+OK');
    await ask(primary.port, 'SET lock closed');

    await primary.restart({ data: 'snapshot' });
    expect(await ask(primary.port, 'GET lock')).toBe('open');
    await primary.restart({ data: 'nothing' });
    expect(await ask(primary.port, 'GET lock')).toBe('$-1');

    await other.restart({ replicaOf: 'nobody', data: 'nothing' });
    await ask(other.port, 'SET lock new');
    await primary.restart({ replicaOf: other.port });
    expect(await ask(primary.port, 'GET lock')).toBe('new');
  });

  it('freezes a server so that it accepts connections but does not answer', async () => {
    const { primary } = (topology = await startRedisTopology({ replicas: 0 }));

    primary.pause();
    await expect(ask(primary.port, 'PING', 300)).rejects.toThrow('No reply');
    primary.resume();

    expect(await ask(primary.port, 'PING')).toBe('+PONG');
  });

  it('leaves nothing when a server does not start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-server-spec-'));
    const server = join(folder, 'no-replica');
    // Starts as a primary, and refuses to as anything else.
    const script = `#!/bin/sh\ncase "$*" in *replicaof*) exit 1;; esac\nexec ${found[0]?.path} "$@"\n`;
    await writeFile(server, script, { mode: 0o755 });
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = folder;
    try {
      await expect(startRedisTopology({ server })).rejects.toThrow('exited: it left no log');

      expect(await readdir(folder)).toEqual(['no-replica']);
    } finally {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
      await rm(folder, { recursive: true });
    }
  });

  it('runs the program that it was given', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-server-spec-'));
    const server = join(folder, 'another-redis');
    await symlink(found[0]?.path ?? '', server);

    const { primary } = (topology = await startRedisTopology({ replicas: 0, server }));

    expect(await ask(primary.port, 'INFO server')).toContain(`executable:${server}`);
    await rm(folder, { recursive: true });
  });

  it('leaves no process', async () => {
    topology = await startRedisTopology();
    const nodes = [topology.primary, ...topology.replicas];
    expect(nodes.map(({ pid }) => isAlive(pid))).toEqual([true, true, true]);

    await topology.stop();

    expect(nodes.map(({ pid }) => isAlive(pid))).toEqual([false, false, false]);
  });
});

describe.each(found)('Sentinels of $name', ({ path }) => {
  let topology: RedisTopology;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2, sentinels: 3, server: path });
  });

  afterEach(async () => {
    await topology.stop();
  });

  const portsNamed = () => Promise.all(topology.sentinels.map(({ port }) => primaryNamedBy(port)));

  it('name the primary, know its replicas and each other, and still do after a restart', async () => {
    const [first] = topology.sentinels;
    if (!first) throw new Error('Expected three Sentinels');
    const everybody = `name=${PRIMARY_NAME},status=ok,address=127.0.0.1:${topology.primary.port},slaves=2,sentinels=3`;
    for (const { port } of topology.sentinels) expect(await ask(port, 'INFO sentinel')).toContain(everybody);

    await first.restart();

    expect(await ask(first.port, 'INFO sentinel')).toContain(everybody);
  });

  it('promote a replica when the primary is killed, and demote it when it is back', async () => {
    const { primary, replicas } = topology;
    await primary.kill();

    await eventually(async () =>
      (await portsNamed()).every((port) => replicas.some((replica) => replica.port === port)),
    );
    const [promoted = 0] = await portsNamed();
    expect(await ask(promoted, 'INFO replication')).toContain('role:master');
    await primary.restart();
    await eventually(async () => (await ask(primary.port, 'INFO replication')).includes(`master_port:${promoted}`));
  });

  it('promote nobody while the majority of them is frozen', async () => {
    const { primary, sentinels } = topology;
    const [awake, ...frozen] = sentinels;
    if (!awake) throw new Error('Expected three Sentinels');
    frozen.forEach((sentinel) => sentinel.pause());
    await primary.kill();

    await eventually(async () => (await ask(awake.port, 'INFO sentinel')).includes('status=sdown'));
    expect(await primaryNamedBy(awake.port)).toBe(primary.port);
    frozen.forEach((sentinel) => sentinel.resume());
    await eventually(async () => (await portsNamed()).every((port) => port !== primary.port));
  });
});

describe(findRedisServers.name, () => {
  const { PATH, SLUICE_CACHE } = process.env;

  afterEach(() => {
    process.env['PATH'] = PATH;
    if (SLUICE_CACHE === undefined) delete process.env['SLUICE_CACHE'];
    else process.env['SLUICE_CACHE'] = SLUICE_CACHE;
  });

  it('names what cannot be had, and why', async () => {
    process.env['PATH'] = '/nonexistent';
    process.env['SLUICE_CACHE'] = '/nonexistent';

    expect(await findRedisServers()).toEqual({
      found: [],
      missing: [
        { name: 'the installed server', reason: expect.stringContaining('install one') },
        { name: 'valkey 9.1.2', reason: expect.stringContaining('needs python3') },
        { name: 'redis 8.2.3', reason: expect.stringContaining('needs python3') },
      ],
    });
  });
});

describe('redis cli', () => {
  /** Each test has its own, so that what is left behind is seen and is ours. */
  let temporaryFolder: string;

  beforeEach(async () => {
    temporaryFolder = await mkdtemp(join(tmpdir(), 'redis-cli-spec-'));
  });

  const started: ChildProcess[] = [];

  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await rm(temporaryFolder, { recursive: true, force: true });
  });

  it('gives the URLs to the command, returns its exit code, and leaves nothing', async () => {
    const { code, output } = await runCli([
      '--replicas=1',
      '--',
      'sh',
      '-c',
      'echo $REDIS_URL,$REDIS_REPLICAS_URL; exit 3',
    ]);

    expect(code).toBe(3);
    const urls = output.trim().split(',');
    expect(urls).toHaveLength(2);
    for (const url of urls) await expect(ask(Number(new URL(url).port), 'PING')).rejects.toThrow('ECONNREFUSED');
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  it('gives the URLs of Sentinels too', async () => {
    const { code, output } = await runCli([
      ...['--replicas=1', '--sentinels=3', '--'],
      ...['sh', '-c', 'echo $REDIS_SENTINELS_URL'],
    ]);

    expect(code).toBe(0);
    expect(output).toMatch(/^redis:\/\/127\.0\.0\.1:\d+(,redis:\/\/127\.0\.0\.1:\d+){2}\n$/);
  });

  it('starts nothing when REDIS_URL is set and it was told so', async () => {
    const { code, output } = await runCli(['--unless-set', '--', 'sh', '-c', 'echo $REDIS_URL'], {
      REDIS_URL: 'redis://elsewhere:6379',
    });

    expect({ code, output }).toEqual({ code: 0, output: 'redis://elsewhere:6379\n' });
  });

  it.each([['--replicas=many'], ['--sentinels=17'], ['--nope']])('refuses %s with exit code 2', async (flag) => {
    expect((await runCli([flag])).code).toBe(2);
  });

  it('says what to install when there is no server and it may not install one', async () => {
    const { code, errors } = await runCli([], { PATH: '/nonexistent' });

    expect(code).toBe(2);
    expect(errors).toContain('apt-get install redis-server');
  });

  it('stops its servers on Ctrl-C', async () => {
    const child = start(['--replicas=1']);
    const ports = await portsOf(child);
    child.kill('SIGINT');

    expect(await once(child, 'exit')).toEqual([130, null]);
    for (const port of ports) await expect(ask(port, 'PING')).rejects.toThrow('ECONNREFUSED');
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  it('takes its servers with it when it is killed', async () => {
    const child = start(['--replicas=1']);
    const ports = await portsOf(child);

    child.kill('SIGKILL');
    await once(child, 'exit');

    for (const port of ports) await gone(port);
  });

  async function runCli(args: readonly string[], env: Record<string, string> = {}) {
    const child = start(args, env);
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output, errors };
  }

  function start(args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [cli, ...args], {
      env: { ...process.env, REDIS_URL: '', TMPDIR: temporaryFolder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    return child;
  }

  /** The ports of the primary and its one replica, once the command says that they serve. */
  async function portsOf({ stderr }: { stderr: Readable }): Promise<number[]> {
    for await (const line of createInterface({ input: stderr })) {
      const ports = [...line.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
      if (ports.length === 2) return ports;
    }
    throw new Error('the command ended without naming its servers');
  }
});

/** Port of the primary, as this Sentinel sees it. */
const primaryNamedBy = async (port: number): Promise<number> =>
  Number(/address=127\.0\.0\.1:(\d+)/.exec(await ask(port, 'INFO sentinel'))?.[1]);

/** Resolves when the condition holds; Jest ends what waits in vain. */
async function eventually(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

/** Resolves when the command is answered so; replication is asynchronous. */
async function answered(port: number, command: string, expected: string): Promise<void> {
  while ((await ask(port, command)) !== expected);
}

/** Resolves when nobody listens on the port any more: the kernel kills orphans a moment after their parent. */
async function gone(port: number): Promise<void> {
  for (;;) {
    const answer = await ask(port, 'PING', 10_000).catch((error: Error) => error.message);
    if (answer.includes('ECONNREFUSED')) return;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
