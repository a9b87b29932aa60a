import { RedisSplitError } from './errors.ts';

export interface QueueOptions {
  /** How many may wait. */
  readonly maxLength: number;
  /** How long each may wait, in milliseconds; 0 when none should wait. */
  readonly timeoutMs: number;
}

interface Waiting<N> {
  readonly start: (node: N) => void;
  readonly refuse: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Commands that came while no node could take them, in the order they came. None of them was sent. */
export class WaitingQueue<N> {
  readonly #options: QueueOptions;
  readonly #inVain: () => Error;
  readonly #waiting = new Set<Waiting<N>>();

  /** @param inVain what a command is refused with that waited too long */
  constructor(options: QueueOptions, inVain: () => Error) {
    this.#options = options;
    this.#inVain = inVain;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /**
   * Wait for a node, then send; what is sent first is answered first.
   *
   * @param mostMs when less than the queue allows
   */
  wait<T>(send: (node: N) => Promise<T>, mostMs = Infinity): Promise<T> {
    const timeoutMs = Math.min(this.#options.timeoutMs, mostMs);
    const { maxLength } = this.#options;
    if (timeoutMs <= 0) return Promise.reject(this.#inVain());
    if (this.#waiting.size >= maxLength) return Promise.reject(overloaded(maxLength));
    return new Promise<T>((resolve, reject) => {
      const late = (): void => {
        this.#waiting.delete(waiting);
        reject(this.#inVain());
      };
      const waiting = {
        start: (node: N) => resolve(send(node)),
        refuse: reject,
        timer: setTimeout(late, timeoutMs),
      };
      this.#waiting.add(waiting);
    });
  }

  /** There is a node: send all. */
  flush(node: N): void {
    for (const { start } of this.#take()) start(node);
  }

  /** Refuse all. */
  close(error: Error): void {
    for (const { refuse } of this.#take()) refuse(error);
  }

  #take(): readonly Waiting<N>[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const { timer } of all) clearTimeout(timer);
    return all;
  }
}

const overloaded = (maxLength: number) =>
  new RedisSplitError(
    'REDIS_SPLIT_OVERLOADED',
    `No node can take it, and ${maxLength} commands wait for one already: nothing was executed`,
  );
