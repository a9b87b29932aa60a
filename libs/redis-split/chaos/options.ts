import { parseArgs } from 'node:util';
import { KINDS, type Kind } from './plan/settings.ts';

export const USAGE = `Usage: npx nx run redis-split:chaos [--ops=6000] [--seed=N] [--kind=${KINDS.join('|')}] [--server=NAME] [--rate=1000]
       npx nx run redis-split:chaos --replay=FILE

  --ops=N         reads and writes in all, shared by the kinds
  --seed=N        plan of the faults and the operations (default: a random one, which is printed)
  --kind=KIND     how the clients know the servers; all by default, one after the other
  --server=NAME   such as \`valkey\` or \`8.2\`; the installed one by default
  --rate=N        operations a second, at most
  --no-shrink     do not look for a smaller failure
  --replay=FILE   the plan of a failure that was written down
`;

export interface Options {
  readonly ops: number;
  readonly seed: number;
  readonly kinds: readonly Kind[];
  readonly server: string;
  readonly rate: number;
  readonly shrink: boolean;
  readonly replay?: string;
}

/**
 * What to do, or what is wrong with the arguments.
 *
 * @param randomSeed for when none is given
 */
export function parseOptions(args: readonly string[], randomSeed: number): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        ops: { type: 'string', default: '6000' },
        seed: { type: 'string', default: `${randomSeed}` },
        kind: { type: 'string' },
        server: { type: 'string', default: '' },
        rate: { type: 'string', default: '1000' },
        shrink: { type: 'boolean', default: true },
        replay: { type: 'string' },
      },
    });
    const { kind, server, shrink, replay } = values;
    for (const name of ['ops', 'seed', 'rate'] as const) {
      if (!/^\d{1,9}$/.test(values[name])) return `Expected --${name} to be a whole number, got \`${values[name]}\``;
    }
    const kinds = KINDS.filter((each) => kind === undefined || each === kind);
    if (kinds.length === 0) return `Expected --kind to be one of ${KINDS.join(', ')}, got \`${kind}\``;
    const [ops, seed, rate] = [Number(values.ops), Number(values.seed), Number(values.rate)];
    if (ops < 1 || rate < 1) return 'Expected --ops and --rate to be at least 1';
    return { ops, seed, kinds, server, rate, shrink, ...(replay !== undefined && { replay }) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
