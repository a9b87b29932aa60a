import type { Node } from '../node/node.ts';
import { pickNode, type Balanced } from './pick.ts';
import { zoneTiers } from './zone.ts';

export interface ZoneOptions {
  /** The zone of this process. */
  readonly own: string;
  /** The zone of each node, by `host:port` or by `host`; what a node says itself is used for the others. */
  readonly of?: Readonly<Record<string, string>>;
}

export type Tiers<N> = readonly (readonly N[])[];

/** Shares reads among nodes: the nearest zone first, and of two nodes drawn at random the less busy and faster one. */
export class Balancer {
  readonly #zone: ZoneOptions | undefined;

  constructor(zone?: ZoneOptions) {
    this.#zone = zone;
  }

  /** The nodes by distance, as `pick` takes them. */
  tiers<N extends Pick<Node, 'label' | 'address' | 'server'>>(nodes: readonly N[]): Tiers<N> {
    const zone = this.#zone;
    if (!zone) return [nodes];
    const zoneOf = ({ label, address, server }: N) => zone.of?.[label] ?? zone.of?.[address.host] ?? server?.zone;
    return zoneTiers(nodes, zoneOf, zone.own);
  }

  pick<N extends Balanced>(tiers: Tiers<N>, nowMs: number): N | undefined {
    return pickNode(tiers, nowMs, Math.random);
  }
}
