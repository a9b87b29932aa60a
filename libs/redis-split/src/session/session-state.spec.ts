import { describe, expect, it } from '@jest/globals';
import { LostWriteError } from '../errors.ts';
import { demandOf } from '../freshness/demand.ts';
import type { Read } from '../freshness/answer.ts';
import type { FreshReads } from '../freshness/fresh-reads.ts';
import { History } from '../freshness/history.ts';
import type { Node } from '../node/node.ts';
import type { Position } from '../token/position.ts';
import { formatToken } from '../token/token.ts';
import { SessionState } from './session-state.ts';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const at = (replid: string, offset: bigint): Position => ({ replid, offset });

describe(SessionState.name, () => {
  /** The primary went from `OLD` to `NEW`, and kept what came before offset 50. */
  function afterFailover(): History {
    const history = new History();
    for (const [replid, previous] of [[OLD], [NEW, { replid: OLD, forkOffset: 50n }]] as const) {
      const info = { role: 'primary', linkUp: true, hasData: true, replicas: 0, position: at(replid, 60n) } as const;
      history.learn('primary', { info: { ...info, ...(previous && { previous }) }, sentAtMs: 0, epoch: 1 });
    }
    return history;
  }

  /** Rejects for the first need that is lost, as the real one does. */
  function reader(history: History, meanwhile: () => void = () => undefined) {
    const needed: Position[][] = [];
    const read = ({ needs }: Read): Promise<never> => {
      needed.push([...needs]);
      meanwhile();
      const lost = needs.find((need) => history.fateOf(need).kind === 'lost');
      return Promise.reject(lost ? new LostWriteError(formatToken([lost]), 50n) : new Error('nothing lost'));
    };
    return { needed, fresh: { read } as unknown as FreshReads };
  }

  const command = (after: readonly Position[] = []) => ({
    method: 'get',
    command: 'get',
    args: ['k'],
    demand: { ...demandOf({}), after },
  });

  it('is told once of what it lost, before what else a read needs', async () => {
    const history = afterFailover();
    const state = new SessionState(history);
    state.observe(formatToken([at(OLD, 70n)]));
    const { needed, fresh } = reader(history);

    await expect(state.read(fresh, command([at(OLD, 90n)]))).rejects.toMatchObject({
      token: formatToken([at(OLD, 70n)]),
    });
    await expect(state.read(fresh, command())).rejects.toThrow('nothing lost');
    expect(needed).toEqual([[at(OLD, 70n), at(OLD, 90n)], []]);
  });

  it('is told later of what it lost while that read was under way', async () => {
    const history = afterFailover();
    const state = new SessionState(history);
    state.observe(formatToken([at(OLD, 70n)]));
    const meanwhile = () => state.observe(formatToken([at(OLD, 80n)]));

    await expect(state.read(reader(history, meanwhile).fresh, command())).rejects.toMatchObject({
      token: formatToken([at(OLD, 70n)]),
    });
    await expect(state.read(reader(history).fresh, command())).rejects.toMatchObject({
      token: formatToken([at(OLD, 80n)]),
    });
  });

  it('keeps what the primary kept', async () => {
    const history = afterFailover();
    const state = new SessionState(history);
    state.observe(formatToken([at(OLD, 40n)]));
    const { needed, fresh } = reader(history);

    await expect(state.read(fresh, command([at(OLD, 90n)]))).rejects.toMatchObject({
      token: formatToken([at(OLD, 90n)]),
    });
    await expect(state.read(fresh, command())).rejects.toThrow('nothing lost');
    expect(needed.at(-1)).toEqual([at(NEW, 40n)]);
  });

  it('hands out no token for writes of two histories whose places it could not learn', async () => {
    const primary = (replid: string, position?: Position) =>
      ({ info: { position: at(replid, 1n) }, positionAfter: () => Promise.resolve(position) }) as unknown as Node;
    const missing = async (...replids: string[]) => {
      const state = new SessionState(afterFailover());
      for (const replid of replids) {
        state.track(primary(replid));
        await new Promise(setImmediate);
      }
      return state.token(primary(NEW, at(NEW, 70n)));
    };

    expect(await missing(NEW, NEW)).toBe(formatToken([at(NEW, 70n)]));
    await expect(missing(OLD, NEW)).rejects.toMatchObject({ code: 'REDIS_SPLIT_AMBIGUOUS_WRITE' });
    await expect(missing(OLD, NEW, NEW)).rejects.toMatchObject({ code: 'REDIS_SPLIT_AMBIGUOUS_WRITE' });
  });
});
