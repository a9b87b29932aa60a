import type { NodeAddress } from '../../node-url.ts';
import type { ConnectionSettings } from '../../node/connection-options.ts';
import { Prober, type ProbeIntervals } from '../../node/prober.ts';
import { keyOf, type Discovery, type Member, type Membership } from '../discovery.ts';
import type { Testimony } from './testimony.ts';
import { agreeOn, type Agreement, type Place } from './vote.ts';
import { Witness } from './witness.ts';

export interface SentinelSettings extends ConnectionSettings, ProbeIntervals {
  /** Name of the primary in the Sentinels' configuration. */
  readonly name: string;
  readonly sentinels: readonly NodeAddress[];
  /** How to log in to the nodes; its host and port do not matter. */
  readonly login: NodeAddress;
}

/** The nodes that a majority of the Sentinels names. */
export class Sentinels implements Discovery {
  readonly #settings: SentinelSettings;
  readonly #witnesses = new Map<string, Witness>();
  readonly #testimonies = new Map<Witness, Testimony>();
  readonly #ids = new Set<string>();
  #publish: (membership: Membership) => void = () => undefined;
  #agreement: Agreement | undefined;
  #confirmedAtMs = -Infinity;
  readonly #polls: Prober;
  #closed = false;

  constructor(settings: SentinelSettings) {
    this.#settings = settings;
    this.#polls = new Prober(settings, () => this.#poll());
  }

  start(publish: (membership: Membership) => void): void {
    this.#publish = publish;
    for (const address of this.#settings.sentinels) this.#listenTo(address);
  }

  refresh(): void {
    void this.#polls.probe();
  }

  watch(): void {
    this.#polls.watch();
  }

  confirmedAtMs(): number {
    return this.#confirmedAtMs;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#polls.close();
    await Promise.all([...this.#witnesses.values()].map((witness) => witness.close()));
  }

  #listenTo(address: NodeAddress): void {
    const key = keyOf(address);
    if (this.#witnesses.has(key)) return;
    this.#witnesses.set(key, new Witness(address, this.#settings.name, this.#settings, () => this.refresh()));
  }

  /** Waits for nobody: one that is frozen must not hold up what the others say. */
  #poll(): Promise<void> {
    for (const witness of this.#witnesses.values()) void this.#hear(witness);
    return Promise.resolve();
  }

  async #hear(witness: Witness): Promise<void> {
    try {
      this.#testimonies.set(witness, await witness.testify());
    } catch {
      this.#testimonies.delete(witness);
    }
    if (!this.#closed) this.#learn([...this.#testimonies.values()]);
  }

  #learn(heard: readonly Testimony[]): void {
    for (const { vote } of heard) this.#ids.add(vote.sentinel);
    this.#listenToUnknown(heard.flatMap(({ others }) => others));
    const agreement = agreeOn(
      heard.map(({ vote }) => vote),
      this.#settings.sentinels.length,
    );
    // Whoever was the primary stays it until a majority names another one: the Sentinels may all be gone, and Redis well.
    if (!agreement || agreement.configEpoch < (this.#agreement?.configEpoch ?? 0)) return;
    this.#agreement = agreement;
    if (agreement.confirmedAtMs !== undefined) this.#confirmedAtMs = agreement.confirmedAtMs;
    const { primary, replicas } = agreement;
    this.#publish({
      members: [primary, ...replicas].map((place) => this.#memberAt(place)),
      named: { key: keyOf(primary) },
    });
  }

  /** A majority of all that exist is needed, and the client may have been told of only some. */
  #listenToUnknown(others: Testimony['others']): void {
    const [login] = this.#settings.sentinels;
    for (const { id, ...place } of others) {
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      this.#listenTo({ db: 0, ...login, ...place });
    }
  }

  #memberAt({ host, port }: Place): Member {
    return { key: keyOf({ host, port }), address: { ...this.#settings.login, host, port } };
  }
}
