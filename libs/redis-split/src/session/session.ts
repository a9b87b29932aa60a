import type { Token } from '../token/token.ts';
import type { Paths } from '../paths.ts';
import { View } from '../view.ts';

/**
 * Commands of one user or one flow of work. Each read contains every write that this session sent before it (read-your-writes)
 * and, in mode `verified`, all that its earlier answers showed (monotonic reads).
 */
export class Session extends View {
  readonly #observe: (token: string) => void;
  readonly #token: () => Promise<Token | undefined>;

  constructor(paths: Paths, { observe, token }: Pick<Session, 'observe' | 'token'>) {
    super(paths);
    this.#observe = observe;
    this.#token = token;
  }

  /**
   * Everything that this session wrote or saw, to go on from elsewhere; `undefined` when that is nothing.
   *
   * @throws RedisSplitError `REDIS_SPLIT_AMBIGUOUS_WRITE` when the primary was lost right after a write
   */
  token(): Promise<Token | undefined> {
    return this.#token();
  }

  /**
   * Go on from what another session wrote or saw.
   *
   * @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID` when it is no token; that it is of another cluster shows at the next read
   */
  observe(token: string): void {
    this.#observe(token);
  }
}
