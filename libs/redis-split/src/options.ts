import { z } from 'zod';
import { RedisSplitError } from './errors.ts';
import { demandOf, readOptionsSchema } from './freshness/demand.ts';
import { parseNodeUrl } from './node-url.ts';

// The text says nothing of the value: it may hold a password.
const expectedUrl = 'Expected a URL such as redis://user:password@host:6379/0 (or rediss://), without a query';
const nodeUrl = z.string(expectedUrl).transform((text, context) => {
  const address = parseNodeUrl(text);
  if (address) return address;
  context.addIssue(expectedUrl);
  return z.NEVER;
});

const milliseconds = (least: number) =>
  z
    .int(`Expected whole milliseconds, at least ${least}`)
    .min(least, `Expected whole milliseconds, at least ${least}`)
    // The longest that a timer of Node can wait.
    .max(2 ** 31 - 1);

const optionsSchema = z.strictObject({
  /** URL of the node that takes every write. A host name is resolved again at each reconnect. */
  primary: nodeUrl,

  /**
   * URLs of the nodes that serve reads. With none, or none ready, the primary serves them.
   *
   * @default []
   */
  replicas: z.array(nodeUrl).default([]),

  /**
   * The deadline of every command, in milliseconds, at least 10. A read that fails on one node within it is tried on others.
   *
   * @default 1000
   */
  commandTimeoutMs: milliseconds(10).default(1000),

  /**
   * How long a connection may take to open before another attempt, in milliseconds, at least 10. One that stays silent for
   * this long after a command's deadline is opened again too.
   *
   * @default 2000
   */
  connectTimeoutMs: milliseconds(10).default(2000),

  /**
   * How often each node is asked for its role and, if it is a replica, for its link to the primary, in milliseconds, at least 10.
   *
   * @default 1000
   */
  probeIntervalMs: milliseconds(10).default(1000),

  /**
   * The same while reads ask how old their answers are, and for ten seconds after: no age below this can be proved.
   * In milliseconds, at least 10.
   *
   * @default 100
   */
  sampleIntervalMs: milliseconds(10).default(100),

  /**
   * What every read asks for that does not ask for something else.
   *
   * @default {}
   */
  reads: readOptionsSchema.omit({ after: true }).default({}),
});

/** What `createSplitClient` takes. */
export type SplitOptions = z.input<typeof optionsSchema>;
export type ResolvedOptions = Readonly<z.output<typeof optionsSchema>>;

/**
 * Apply defaults and reject nonsense, once, before any socket is opened.
 *
 * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`, naming every bad option
 */
export function resolveOptions(options: SplitOptions): ResolvedOptions {
  const result = optionsSchema.safeParse(options);
  if (result.success) {
    demandOf(result.data.reads);
    return result.data;
  }
  throw new RedisSplitError('REDIS_SPLIT_INVALID_OPTION', z.prettifyError(result.error), { cause: result.error });
}
