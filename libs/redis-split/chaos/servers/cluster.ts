import { setTimeout as delay } from 'node:timers/promises';
import type { Link, RedisNode, RedisTopology } from '@sluice/tools/redis';
import { Redis } from 'ioredis';
import { until } from '../../integration/until.ts';
import type { Kind } from '../plan/settings.ts';
import { agreedPrimary } from './sentinels.ts';

/** A server, with the links that lead to it or from it. */
export interface Member {
  readonly node: RedisNode;
  /** Over which it follows another one; Sentinels let it follow without. */
  readonly feed: Link;
  /** Leads to it from far away. */
  readonly far: Link;
}

interface Parts {
  readonly kind: Kind;
  readonly topology: RedisTopology;
  /** The primary first. */
  readonly members: readonly [Member, ...Member[]];
  /** Leads to the primary, as a virtual address does. */
  readonly address: Link;
  /** The same, from far away. */
  readonly farAddress: Link;
}

/** Three real servers and whoever operates them: what the faults act on. */
export class Cluster {
  readonly kind: Kind;
  readonly members: readonly Member[];
  readonly sentinels: readonly RedisNode[];
  readonly address: Link;
  readonly farAddress: Link;
  readonly #stop: () => Promise<void>;
  #primary: Member;
  /** How often the Sentinels have changed the primary. */
  #configEpoch = 0;

  constructor({ kind, topology, members, address, farAddress }: Parts) {
    this.kind = kind;
    this.members = members;
    this.sentinels = topology.sentinels;
    this.address = address;
    this.farAddress = farAddress;
    [this.#primary] = members;
    this.#stop = async () => {
      await topology.stop();
      const links = [address, farAddress, ...members.flatMap(({ feed, far }) => [feed, far])];
      await Promise.all(links.map((link) => link.close()));
    };
  }

  get primary(): Member {
    return this.#primary;
  }

  get replicas(): Member[] {
    return this.members.filter((member) => member !== this.#primary);
  }

  get configEpoch(): number {
    return this.#configEpoch;
  }

  /** Ask a server by plain ioredis; waits while it is frozen, and asks again when the connection is cut. */
  async ask<T>({ node }: Pick<Member, 'node'>, question: (redis: Redis) => Promise<T>): Promise<T> {
    for (;;) {
      const redis = new Redis(node.url);
      redis.on('error', () => undefined);
      try {
        return await question(redis);
      } catch (error) {
        // A connection that was killed in the middle of a pipeline; single commands ioredis sends again by itself.
        if ((error as Error).name !== 'AbortError') throw error;
      } finally {
        redis.disconnect();
      }
    }
  }

  /** Port by which one follows another. */
  wayTo(parent: Member, member: Member): number {
    if (this.kind === 'sentinel') return parent.node.port;
    member.feed.leadTo(parent.node.port);
    return member.feed.port;
  }

  /** Let one follow another. */
  async follow(member: Member, parent: Member): Promise<void> {
    const port = this.wayTo(parent, member);
    await this.ask(member, (redis) => redis.replicaof('127.0.0.1', port));
  }

  /** From now on this one is the primary for the operator, and whoever uses the address finds it there. */
  appoint(member: Member): void {
    this.#primary = member;
    for (const address of [this.address, this.farAddress]) address.leadTo(member.node.port);
  }

  /** Whatever was done to them: resolves when all run, and follow the primary. */
  async settled(): Promise<void> {
    for (const node of this.sentinels) node.resume();
    for (const { node, feed } of this.members) {
      node.resume();
      feed.release();
    }
    await until(async () => {
      if (this.kind === 'sentinel' && !(await this.#askSentinels())) return false;
      const infos = await Promise.all([this.#primary, ...this.replicas].map((member) => this.#info(member)));
      return infos.every((info, i) =>
        i === 0 ? info.includes('role:master') : info.includes('master_link_status:up'),
      );
    });
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  /** Whether they all name one of ours. */
  async #askSentinels(): Promise<boolean> {
    const agreed = await agreedPrimary(
      this.sentinels.map((node) => ({ node })),
      (each, question) => this.ask(each, question),
    );
    const primary = this.members.find(({ node }) => node.port === agreed?.port);
    if (!agreed || !primary) return false;
    this.#configEpoch = agreed.configEpoch;
    this.#primary = primary;
    return true;
  }

  #info(member: Member): Promise<string> {
    return this.ask(member, (redis) => redis.info('replication'));
  }
}

export const rest = (ms: number): Promise<void> => delay(ms);
