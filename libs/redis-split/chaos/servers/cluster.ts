import { setTimeout as delay } from 'node:timers/promises';
import { startRedisTopology, type RedisNode, type RedisTopology } from '@sluice/tools/redis';
import { Redis } from 'ioredis';
import { startLink, type Link } from '../../integration/link.ts';
import { until } from '../../integration/until.ts';
import type { Kind } from '../plan/settings.ts';

/** A server with the link over which it follows another one. */
export interface Member {
  readonly node: RedisNode;
  readonly feed: Link;
}

/** Three real servers and whoever operates them: what the faults act on. */
export class Cluster {
  readonly kind: Kind;
  readonly members: readonly Member[];
  /** Leads to the primary, as a virtual address does. */
  readonly address: Link;
  /** The same, from far away. */
  readonly farAddress: Link;
  readonly #topology: RedisTopology;
  #primary: Member;

  private constructor(
    kind: Kind,
    topology: RedisTopology,
    members: readonly Member[],
    addresses: readonly [Link, Link],
  ) {
    const [primary] = members;
    if (!primary) throw new Error('Expected a primary');
    this.kind = kind;
    this.members = members;
    [this.address, this.farAddress] = addresses;
    this.#topology = topology;
    this.#primary = primary;
  }

  static async start(kind: Kind, server: string): Promise<Cluster> {
    const settings = ['--enable-debug-command', 'local'];
    const topology = await startRedisTopology({ replicas: 2, server, settings });
    const { port } = topology.primary;
    const nodes = [topology.primary, ...topology.replicas];
    const members = await Promise.all(nodes.map(async (node) => ({ node, feed: await startLink(port) })));
    const cluster = new Cluster(kind, topology, members, [
      await startLink(port),
      await startLink(port, { delayMs: FAR_MS }),
    ]);
    for (const replica of cluster.replicas) await cluster.follow(replica, cluster.primary);
    await cluster.settled();
    return cluster;
  }

  get primary(): Member {
    return this.#primary;
  }

  get replicas(): Member[] {
    return this.members.filter((member) => member !== this.#primary);
  }

  /** Ask a server by plain ioredis; waits while it is frozen, and asks again when the connection is cut. */
  async ask<T>({ node }: Member, question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(node.url);
    redis.on('error', () => undefined);
    try {
      return await question(redis);
    } finally {
      redis.disconnect();
    }
  }

  /** Let one follow another. */
  async follow(member: Member, parent: Member): Promise<void> {
    member.feed.leadTo(parent.node.port);
    await this.ask(member, (redis) => redis.replicaof('127.0.0.1', member.feed.port));
  }

  /** From now on this one is the primary for the operator, and whoever uses the address finds it there. */
  appoint(member: Member): void {
    this.#primary = member;
    for (const address of [this.address, this.farAddress]) address.leadTo(member.node.port);
  }

  /** Whatever was done to them: resolves when all run, and follow the primary. */
  async settled(): Promise<void> {
    for (const { node, feed } of this.members) {
      node.resume();
      feed.release();
    }
    await until(async () => this.#says(await this.#info(this.#primary), 'role:master'));
    for (const replica of this.replicas) {
      await until(async () => this.#says(await this.#info(replica), 'role:slave', 'master_link_status:up'));
    }
  }

  async stop(): Promise<void> {
    await this.#topology.stop();
    for (const { feed } of this.members) await feed.close();
    await this.address.close();
    await this.farAddress.close();
  }

  #info(member: Member): Promise<string> {
    return this.ask(member, (redis) => redis.info('replication'));
  }

  #says(info: string, ...lines: readonly string[]): boolean {
    return lines.every((line) => info.includes(line));
  }
}

/** How long everything is on its way to `farAddress`, in each direction: so long that it matters when a client looks at the clock. */
const FAR_MS = 15;

export const rest = (ms: number): Promise<void> => delay(ms);
