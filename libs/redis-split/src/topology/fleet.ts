import { typicalLatencyMs } from '../balancing/load.ts';
import { Node, type NodeSettings } from '../node/node.ts';
import type { Report } from '../node/reports.ts';
import type { Discovery, Member, Membership } from './discovery.ts';
import { electByRole } from './elect.ts';

/** What reads and writes need to know of who is there. */
export interface Nodes<N> {
  readonly nodes: readonly N[];
  /** Whom we take for the primary, whether it can be reached or not. */
  readonly primary: N | undefined;
}

export interface FleetSettings extends Pick<
  NodeSettings,
  'commandTimeoutMs' | 'connectTimeoutMs' | 'probeIntervalMs' | 'sampleIntervalMs' | 'slowStartMs'
> {
  readonly discovery: Discovery;
  /** The history of the primary, as far as it is known. */
  readonly replid: () => string | undefined;
  /** Called with everything that a node says of itself, once it is clear what the node is taken for. */
  readonly onReport: (node: Node, report: Report) => void;
  /** Called when another node is taken for the primary, before it is asked for anything. */
  readonly onElected: () => void;
  /** Called after each change of the nodes, of what they are taken for, and of what they are good for. */
  readonly onChange: () => void;
}

/** How often all nodes are asked while there is no primary, in milliseconds. */
const SEARCH_EVERY_MS = 50;

/** The nodes of one client: opened and closed as they come and go, one of them taken for the primary. */
export class Fleet implements Nodes<Node> {
  readonly #settings: FleetSettings;
  readonly #byKey = new Map<string, Node>();
  /** No members any more, but they answer. */
  readonly #leaving = new Set<string>();
  readonly #closing = new Set<Promise<void>>();
  #nodes: readonly Node[] = [];
  #named: Membership['named'];
  #primary: Node | undefined;
  #search: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(settings: FleetSettings) {
    this.#settings = settings;
  }

  /** Begin to look for nodes, and open the connections to them in the background. */
  start(): void {
    this.#settings.discovery.start((membership) => this.#apply(membership));
  }

  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  get primary(): Node | undefined {
    return this.#primary;
  }

  /** Somebody reads by age: look closely for a while. */
  watch(): void {
    this.#settings.discovery.watch?.();
    for (const node of this.#nodes) node.watch();
  }

  /** Close every connection; the primary's last, so that a read that fails on a replica even now has a node left. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#search);
    await this.#settings.discovery.close?.();
    await Promise.all(this.#nodes.filter((node) => node !== this.#primary).map((node) => node.close()));
    await this.#primary?.close();
    await Promise.all(this.#closing);
  }

  #apply({ members, named, mayForget }: Membership): void {
    if (this.#closed) return;
    const keys = new Set(members.map(({ key }) => key));
    if (named?.key === this.#named?.key && this.#leaving.size === 0 && sameKeys(keys, this.#byKey)) return;
    this.#named = named;
    for (const member of members) if (!this.#byKey.has(member.key)) this.#byKey.set(member.key, this.#open(member));
    for (const [key, node] of this.#byKey) {
      if (keys.has(key)) this.#leaving.delete(key);
      else if (!mayForget || node.standing === 'unfit') this.#drop(node);
      else this.#leaving.add(key);
    }
    this.#update();
  }

  #open({ key, address }: Member): Node {
    const { discovery, onReport } = this.#settings;
    return new Node({
      ...this.#settings,
      ...{ key, address },
      typicalLatencyMs: (nowMs) => this.#peersLatencyMs(key, nowMs),
      onChange: (node) => {
        if (this.#leaving.has(key) && node.standing === 'unfit') this.#drop(node);
        this.#update();
      },
      onReport: (node, report) => {
        this.#elect();
        onReport(node, report);
        discovery.observe?.(this.#nodes, this.#primary);
      },
    });
  }

  #peersLatencyMs(key: string, nowMs: number): number {
    const peers = this.#nodes.filter((node) => node.key !== key).map(({ load }) => load);
    return typicalLatencyMs(peers, nowMs);
  }

  #drop(node: Node): void {
    this.#byKey.delete(node.key);
    this.#leaving.delete(node.key);
    const closed = node.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  #update(): void {
    this.#nodes = [...this.#byKey.values()];
    this.#elect();
    this.#settings.onChange();
    if (this.#primary?.standing !== 'fit') this.#searchSoon();
  }

  #elect(): void {
    const next = this.#named
      ? this.#byKey.get(this.#named.key ?? '')
      : electByRole(this.#nodes, this.#primary, this.#settings.replid());
    if (next === this.#primary) return;
    this.#primary = next;
    this.#settings.onElected();
    // Each may call back with a change of standing: by then the outcome of the election must be known.
    for (const node of this.#nodes) node.role = node === next ? 'primary' : 'replica';
    void next?.probe();
    this.#update();
  }

  #searchSoon(): void {
    if (this.#closed) return;
    this.#search ??= setTimeout(() => {
      this.#search = undefined;
      if (this.#closed || this.#primary?.standing === 'fit') return;
      this.#settings.discovery.refresh?.();
      for (const node of this.#nodes) void node.probe();
      this.#searchSoon();
    }, SEARCH_EVERY_MS);
  }
}

const sameKeys = (keys: ReadonlySet<string>, nodes: ReadonlyMap<string, Node>): boolean =>
  keys.size === nodes.size && [...keys].every((key) => nodes.has(key));
