import { performance } from 'node:perf_hooks';
import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { NodeAddress } from '../node-url.ts';
import { keyOf, type Discovery, type Membership } from './discovery.ts';

export interface HeadlessSettings {
  /** A name that stands for every node, such as a headless service of Kubernetes. */
  readonly url: NodeAddress;
  readonly resolveIntervalMs: number;
  /** `address` or `address:port` of the name servers to ask; those of the system by default. */
  readonly dnsServers?: readonly string[];
}

/** After a look-up in vain it is tried again so soon, in milliseconds. */
const RETRY_MS = 500;
/** However often somebody asks, look-ups are so far apart at least, in milliseconds. */
const LEAST_APART_MS = 200;

/** All addresses of one name, looked up again and again. Their roles are what the nodes say. */
export class Headless implements Discovery {
  readonly #settings: HeadlessSettings;
  readonly #resolver = new Resolver({ timeout: 1000, tries: 2 });
  #publish: (membership: Membership) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #resolving = false;
  #resolvedAtMs = -Infinity;
  #closed = false;

  constructor(settings: HeadlessSettings) {
    this.#settings = settings;
    if (settings.dnsServers) this.#resolver.setServers(settings.dnsServers);
  }

  start(publish: (membership: Membership) => void): void {
    this.#publish = publish;
    void this.#resolve();
  }

  refresh(): void {
    if (performance.now() - this.#resolvedAtMs >= LEAST_APART_MS) void this.#resolve();
  }

  close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#resolver.cancel();
    return Promise.resolve();
  }

  async #resolve(): Promise<void> {
    if (this.#resolving || this.#closed) return;
    this.#resolving = true;
    clearTimeout(this.#timer);
    const { url, resolveIntervalMs } = this.#settings;
    const hosts = await this.#addressesOf(url.host);
    this.#resolving = false;
    this.#resolvedAtMs = performance.now();
    if (this.#closed) return;
    // An answer without addresses is more likely a fault of the name server than a fleet without nodes.
    if (hosts.length > 0) {
      // A certificate holds the name, not the addresses behind it.
      const tls = url.tls && { tls: { servername: url.host, ...url.tls } };
      const addresses = hosts.sort().map((host) => ({ ...url, ...tls, host }));
      this.#publish({ members: addresses.map((address) => ({ key: keyOf(address), address })), mayForget: true });
    }
    this.#timer = setTimeout(() => void this.#resolve(), hosts.length > 0 ? resolveIntervalMs : RETRY_MS);
  }

  /** All of them: a plain look-up, as a connection makes it, gives only one. */
  async #addressesOf(host: string): Promise<string[]> {
    if (isIP(host)) return [host];
    const [v4, v6] = await Promise.all([
      this.#resolver.resolve4(host).catch(() => []),
      this.#resolver.resolve6(host).catch(() => []),
    ]);
    if (v4.length + v6.length > 0 || this.#settings.dnsServers) return [...v4, ...v6];
    // Short names and those of the hosts file are known to the system only.
    return lookup(host, { all: true }).then(
      (found) => found.map(({ address }) => address),
      () => [],
    );
  }
}
