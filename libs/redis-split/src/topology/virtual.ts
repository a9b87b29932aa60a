import type { NodeAddress } from '../node-url.ts';
import type { Node } from '../node/node.ts';
import { keyOf, type Discovery, type Member, type Membership } from './discovery.ts';

export interface VirtualSettings {
  /** Leads to the primary, whichever that is. */
  readonly primary: NodeAddress;
  /** Each leads to one replica or hides several. */
  readonly replicas: readonly NodeAddress[];
  /** Most connections to the replicas' addresses. */
  readonly maxConnections: number;
}

/** Waits between two tries to meet a replica that was not met yet: doubling from the first, in milliseconds. */
const FIRST_TRY_MS = 100;
const LAST_TRY_MS = 30_000;

/**
 * Addresses with a role of their own, such as services of Kubernetes or the endpoints of a cloud. What balances connections
 * behind an address balances no reads: one connection means one replica, however many there are. The primary says how many
 * follow it; while fewer were met, one more connection is opened, and opened anew until it meets another one.
 */
export class Virtual implements Discovery {
  readonly #primary: Member;
  readonly #listed: readonly Member[];
  readonly #mostExtra: number;
  #extra: readonly Member[] = [];
  #publish: (membership: Membership) => void = () => undefined;
  #nodes: readonly Node[] = [];
  #expected = 0;
  #tries = 0;
  #made = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({ primary, replicas, maxConnections }: VirtualSettings) {
    this.#primary = memberOf('primary', primary);
    this.#listed = replicas.map((address, at) => memberOf(`replica ${at}`, address));
    this.#mostExtra = Math.max(0, maxConnections - replicas.length);
  }

  start(publish: (membership: Membership) => void): void {
    this.#publish = publish;
    this.#publishAll();
  }

  observe(nodes: readonly Node[], primary: Node | undefined): void {
    this.#nodes = nodes.filter((node) => node !== primary);
    const expected = primary?.info?.replicas ?? this.#expected;
    // Another number of replicas is a new reason to look.
    if (expected !== this.#expected) this.#tries = 0;
    this.#expected = expected;
    if (!this.#nodes.every(({ tried }) => tried)) return;
    if (this.#met().size < expected) this.#lookLater();
    else this.#dropDuplicates();
  }

  close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    return Promise.resolve();
  }

  #lookLater(): void {
    if (this.#timer || this.#closed || this.#listed.length === 0) return;
    const waitMs = Math.min(LAST_TRY_MS, FIRST_TRY_MS * 2 ** this.#tries);
    // Jittered, so that many clients do not come at once.
    this.#timer = setTimeout(() => this.#look(), waitMs * (0.5 + Math.random() / 2));
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#closed || this.#met().size >= this.#expected) return;
    this.#tries = Math.min(this.#tries + 1, 16);
    const again = this.#duplicates()[0];
    if (again) again.reconnect();
    else if (this.#extra.length < this.#mostExtra) {
      const { address } = this.#listed[this.#made % this.#listed.length] ?? this.#primary;
      this.#extra = [...this.#extra, memberOf(`extra ${this.#made++}`, address)];
      this.#publishAll();
    }
    this.#lookLater();
  }

  /** The servers that were met. */
  #met(): ReadonlySet<string> {
    return new Set(this.#nodes.flatMap(({ server, standing }) => (standing === 'fit' ? (server?.runId ?? []) : [])));
  }

  /** Extra connections to servers that another connection leads to as well. */
  #duplicates(): readonly Node[] {
    const seen = new Set<string>();
    return this.#nodes.filter((node) => {
      const runId = node.server?.runId;
      const isExtra = this.#extra.some(({ key }) => key === node.key);
      const duplicate = isExtra && (runId === undefined || seen.has(runId));
      if (runId) seen.add(runId);
      return duplicate;
    });
  }

  #dropDuplicates(): void {
    const duplicates = new Set(this.#duplicates().map(({ key }) => key));
    if (duplicates.size === 0) return;
    this.#extra = this.#extra.filter(({ key }) => !duplicates.has(key));
    this.#publishAll();
  }

  #publishAll(): void {
    const members = [this.#primary, ...this.#listed, ...this.#extra];
    this.#publish({ members, named: { key: this.#primary.key } });
  }
}

const memberOf = (name: string, address: NodeAddress): Member => ({ key: `${name} ${keyOf(address)}`, address });
