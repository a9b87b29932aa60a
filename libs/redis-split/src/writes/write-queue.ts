import { RedisSplitError } from '../errors.ts';

export interface WriteQueueOptions {
  /** How many may wait. */
  readonly maxLength: number;
  /** How long each may wait, in milliseconds; 0 when none should wait. */
  readonly timeoutMs: number;
}

interface Waiting<P> {
  readonly start: (primary: P) => void;
  readonly refuse: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Writes that came while there was no primary, in the order they came. None of them was sent. */
export class WriteQueue<P> {
  readonly #options: WriteQueueOptions;
  readonly #noPrimary: () => Error;
  readonly #waiting = new Set<Waiting<P>>();

  /** @param noPrimary what a write is refused with that waited in vain */
  constructor(options: WriteQueueOptions, noPrimary: () => Error) {
    this.#options = options;
    this.#noPrimary = noPrimary;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /** Wait for a primary, then send; what is sent first is answered first. */
  wait<T>(send: (primary: P) => Promise<T>): Promise<T> {
    const { maxLength, timeoutMs } = this.#options;
    if (timeoutMs === 0) return Promise.reject(this.#noPrimary());
    if (this.#waiting.size >= maxLength) return Promise.reject(overloaded(maxLength));
    return new Promise<T>((resolve, reject) => {
      const late = (): void => {
        this.#waiting.delete(waiting);
        reject(this.#noPrimary());
      };
      const waiting = {
        start: (primary: P) => resolve(send(primary)),
        refuse: reject,
        timer: setTimeout(late, timeoutMs),
      };
      this.#waiting.add(waiting);
    });
  }

  /** There is a primary: send all. */
  flush(primary: P): void {
    for (const { start } of this.#take()) start(primary);
  }

  /** Refuse all. */
  close(error: Error): void {
    for (const { refuse } of this.#take()) refuse(error);
  }

  #take(): readonly Waiting<P>[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const { timer } of all) clearTimeout(timer);
    return all;
  }
}

const overloaded = (maxLength: number) =>
  new RedisSplitError(
    'REDIS_SPLIT_OVERLOADED',
    `There is no primary, and ${maxLength} writes wait for one already: nothing was executed`,
  );
