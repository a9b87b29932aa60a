import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scan, scanKey, type CursorNode, type CursorSource, type Restart } from './scan.ts';

const reply = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });

/** Servers that know only their own cursors: anything else would go unnoticed on real ones, and lose elements. */
class FakeServers implements CursorSource {
  readonly sent: unknown[][] = [];
  /** Changed by a test between two batches. */
  elements: string[];
  /** What happens at each command in turn; then all goes well. */
  readonly faults: ('none' | 'breaks' | 'refuses' | 'moves')[];
  readonly #batch: number;
  #connections = 0;
  open = 0;

  constructor(elements: string[], faults: FakeServers['faults'] = [], batch = 2) {
    this.elements = elements;
    this.faults = faults;
    this.#batch = batch;
  }

  pick(): CursorNode {
    const given = new Set(['0']);
    const node = {
      epoch: ++this.#connections,
      send: async (_command: string, args: unknown[]): Promise<unknown> => {
        this.sent.push(args);
        this.open++;
        await Promise.resolve();
        this.open--;
        const fault = this.faults.shift() ?? 'none';
        if (fault === 'breaks') throw new Error('Connection is closed.');
        if (fault === 'refuses') throw reply('LOADING Redis is loading the dataset in memory');
        const cursor = String(args.find((arg) => /^\d+(@\d+)?$/.test(String(arg))));
        if (!given.has(cursor)) throw new Error(`A cursor of another connection: ${cursor}`);
        const start = Number(cursor.split('@')[0]);
        const end = start + this.#batch;
        const next = end < this.elements.length ? `${end}@${node.epoch}` : '0';
        given.add(next);
        const answer = [next, this.elements.slice(start, end)];
        // Connected to another server right after it answered.
        if (fault === 'moves') {
          node.epoch = ++this.#connections;
          given.clear();
          given.add('0');
        }
        return answer;
      },
      noteFailure: (error: unknown) =>
        (error as Error).message.startsWith('WRONGTYPE') ? ('answered' as const) : ('lost' as const),
    };
    return node;
  }
}

async function all<T>(batches: AsyncGenerator<T[]>): Promise<T[]> {
  const elements: T[] = [];
  for await (const batch of batches) elements.push(...batch);
  return elements;
}

describe(scan.name, () => {
  it('gives all keys in batches, without empty ones', async () => {
    const servers = new FakeServers(['a', 'b', 'c', 'd', 'e']);
    const batches: string[][] = [];
    for await (const batch of scan(servers)) batches.push(batch);
    expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']]);

    expect(await all(scan(new FakeServers([])))).toEqual([]);
  });

  it('asks with the filters, and only for what is taken', async () => {
    const servers = new FakeServers(['a', 'b', 'c', 'd', 'e']);
    for await (const batch of scan(servers, { match: 'x*', count: 7, type: 'hash' })) {
      expect(batch).toEqual(['a', 'b']);
      break;
    }

    expect(servers.sent).toEqual([['0', 'MATCH', 'x*', 'COUNT', '7', 'TYPE', 'hash']]);
    expect(servers.open).toBe(0);
  });

  it.each<[string, FakeServers['faults'], string[], object[]]>([
    [
      'breaks',
      ['none', 'breaks'],
      ['a', 'b', 'a', 'b', 'c'],
      [{ times: 1, cause: new Error('Connection is closed.') }],
    ],
    ['breaks at once', ['breaks'], ['a', 'b', 'c'], [{ times: 1, cause: new Error('Connection is closed.') }]],
    ['is another one after a batch', ['moves'], ['a', 'b', 'a', 'b', 'c'], [{ times: 1 }]],
    ['is another one after the last batch', ['none', 'moves'], ['a', 'b', 'c'], []],
  ])('starts again, and says so, when the connection %s', async (_name, faults, expected, told) => {
    const restarts: Restart[] = [];
    const keys = await all(
      scan(new FakeServers(['a', 'b', 'c'], faults), { onRestart: (each) => restarts.push(each) }),
    );

    expect(keys).toEqual(expected);
    expect(restarts).toEqual(told);
  });

  it('gives up when it has to start again too often', async () => {
    const breaks = Array.from({ length: 20 }, () => 'breaks' as const);

    await expect(all(scan(new FakeServers(['a'], breaks), { maxRestarts: 3 }))).rejects.toMatchObject({
      code: 'REDIS_SPLIT_NO_NODE',
      cause: { message: 'Connection is closed.' },
    });
  });

  it('passes on what the server answers, and what finding a node throws', async () => {
    const wrong = { epoch: 1, send: () => Promise.reject(reply('WRONGTYPE')), noteFailure: () => 'answered' as const };
    await expect(all(scanKey({ pick: () => wrong }, 'sscan', 'k'))).rejects.toThrow('WRONGTYPE');

    const nobody = (): never => {
      throw new Error('no node');
    };
    await expect(all(scan({ pick: nobody }))).rejects.toThrow('no node');
  });

  it.each([0, -1, 1.5, NaN])('rejects a count of %d', async (count) => {
    await expect(all(scan(new FakeServers([]), { count }))).rejects.toMatchObject({
      code: 'REDIS_SPLIT_INVALID_OPTION',
    });
  });

  it('misses nothing that stays, and takes no cursor to another connection, whatever breaks when', async () => {
    const fault = fc.constantFrom<FakeServers['faults'][number]>('none', 'none', 'none', 'breaks', 'refuses', 'moves');
    const faults = fc.array(fault, { maxLength: 12 });
    const elements = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(elements, faults, fc.integer({ min: 1, max: 5 }), async (stay, happen, batch) => {
        const servers = new FakeServers(stay, [...happen], batch);
        const restarts: Restart[] = [];
        const given = await all(
          scan(servers, { maxRestarts: happen.length, onRestart: (each) => restarts.push(each) }),
        );

        expect(new Set(given)).toEqual(new Set(stay));
        if (restarts.length === 0) expect(given).toEqual(stay);
        expect(restarts.map(({ times }) => times)).toEqual(restarts.map((_, i) => i + 1));
      }),
      { numRuns: 500 },
    );
  });
});

describe(scanKey.name, () => {
  it('gives members as they are', async () => {
    const servers = new FakeServers(['a', 'b', 'c']);
    expect(await all(scanKey(servers, 'sscan', 'set', { match: '*' }))).toEqual(['a', 'b', 'c']);
    expect(servers.sent[0]).toEqual(['set', '0', 'MATCH', '*']);
  });

  it.each(['hscan', 'zscan'] as const)('gives what belongs together as pairs: %s', async (command) => {
    const servers = new FakeServers(['a', '1', 'b', '2', 'c', '3'], [], 4);

    expect(await all(scanKey(servers, command, 'key'))).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ]);
  });
});
