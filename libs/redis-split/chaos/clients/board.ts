/** The keys in use, and the tokens that were left: what the workers of all clients share. */
export class Board {
  readonly #keys: { name: string; writes: number }[];
  readonly #tokens: { readonly token: number; readonly text: string }[] = [];
  #keysSoFar = 0;
  #values = 0;

  constructor() {
    this.#keys = Array.from({ length: KEYS_IN_USE }, () => this.#newKey());
  }

  /** Every key that there ever was. */
  get allKeys(): string[] {
    return Array.from({ length: this.#keysSoFar }, (_, i) => nameOf(i));
  }

  /** @param where between 0 and 1 */
  key(where: number): string {
    return this.#slot(where).name;
  }

  /** A key to write to, and a value that was never written. Lists stay short: a full key is replaced. */
  next(where: number): { key: string; value: number } {
    const slot = this.#slot(where);
    const { name } = slot;
    if (++slot.writes >= LONGEST_LIST) Object.assign(slot, this.#newKey());
    return { key: name, value: this.#values++ };
  }

  leave(token: number, text: string): void {
    this.#tokens.push({ token, text });
    if (this.#tokens.length > TOKENS_KEPT) this.#tokens.shift();
  }

  /** A recent one, mostly the newest; `undefined` before the first. */
  tokenLeft(where: number): { token: number; text: string } | undefined {
    return this.#tokens[Math.floor(Math.sqrt(where) * this.#tokens.length)];
  }

  #slot(where: number) {
    const slot = this.#keys[Math.floor(where * KEYS_IN_USE)];
    if (!slot) throw new Error(`Expected a number from 0 to below 1, got ${where}`);
    return slot;
  }

  #newKey() {
    return { name: nameOf(this.#keysSoFar++), writes: 0 };
  }
}

const KEYS_IN_USE = 6;
const LONGEST_LIST = 30;
const TOKENS_KEPT = 12;

const nameOf = (i: number): string => `list:${i}`;
