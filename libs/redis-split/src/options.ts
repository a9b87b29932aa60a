import type { ConnectionOptions } from 'node:tls';
import { z } from 'zod';
import { RedisSplitError } from './errors.ts';
import { demandOf, readOptionsSchema } from './freshness/demand.ts';
import { topologySchema } from './topology/topology.ts';
import { wholeMs } from './whole-ms.ts';

const queueSchema = z
  .strictObject({
    /**
     * How many may wait; more are refused with `REDIS_SPLIT_OVERLOADED`.
     *
     * @default 1000
     */
    maxLength: z.int('Expected a whole number, at least 0').min(0).default(1000),
    /**
     * How long each may wait, in milliseconds; 0: none waits.
     *
     * @default 1000
     */
    timeoutMs: wholeMs(0).default(1000),
  })
  .prefault({});

const optionsSchema = z.strictObject({
  /** How the nodes are found. */
  topology: topologySchema,

  /**
   * Names the client in events, metrics and signed tokens.
   *
   * @default 'default'
   */
  name: z.string().min(1).default('default'),

  /** For `rediss:` URLs: what `tls.connect` of Node takes, such as `ca` or `cert` and `key`. */
  tls: z.custom<ConnectionOptions>((value) => typeof value === 'object', 'Expected options of tls.connect').optional(),

  /**
   * The deadline of every command, in milliseconds, at least 10. A read that fails on one node within it is tried on others.
   *
   * @default 1000
   */
  commandTimeoutMs: wholeMs(10).default(1000),

  /**
   * How long a connection may take to open before another attempt, in milliseconds, at least 10. One that stays silent for
   * this long after a command's deadline is opened again too.
   *
   * @default 2000
   */
  connectTimeoutMs: wholeMs(10).default(2000),

  /**
   * How often each node is asked for its role and, if it is a replica, for its link to the primary, in milliseconds, at least 10.
   *
   * @default 1000
   */
  probeIntervalMs: wholeMs(10).default(1000),

  /**
   * The same while reads ask how old their answers are, and for ten seconds after: no age below this can be proved.
   * In milliseconds, at least 10.
   *
   * @default 100
   */
  sampleIntervalMs: wholeMs(10).default(100),

  /**
   * What every read asks for that does not ask for something else.
   *
   * @default {}
   */
  reads: readOptionsSchema.omit({ after: true }).default({}),

  /** Writes that come while there is no primary wait for one, in order, and are sent once. */
  writeQueue: queueSchema,

  /** Reads that come while no node can serve them wait for one, within their deadline. */
  readQueue: queueSchema,

  /** Prefer nodes in the same zone; those elsewhere are used when it has none that serves. */
  zone: z
    .strictObject({
      own: z.string().min(1),
      /** Zones by `host:port` or `host`. Valkey 8 and later says its own (`availability-zone`). */
      of: z.record(z.string(), z.string()).optional(),
    })
    .optional(),

  /**
   * How long after it was connected a node gets less than its share of the reads, in milliseconds.
   *
   * @default 5000
   */
  slowStartMs: wholeMs(0).default(5000),

  /** How tokens are signed that leave the process. */
  tokens: z
    .strictObject({
      /**
       * The first one signs, all verify; each of at least 32 characters, from a random source.
       *
       * @default []
       */
      secrets: z.array(z.string().min(32, 'Expected a secret of at least 32 characters')).default([]),
      /**
       * How long a signed token is valid, in milliseconds.
       *
       * @default 86400000
       */
      lifetimeMs: wholeMs(1).default(24 * 3_600_000),
    })
    .prefault({}),

  /** For reads with `hedge: true`. */
  hedging: z
    .strictObject({
      /**
       * How many may be sent twice, of those with `hedge: true`; above 0, at most 0.05.
       *
       * @default 0.02
       */
      budgetRatio: z.number().gt(0).max(0.05).default(0.02),
      /**
       * One is late when it takes longer than this share of the others like it.
       *
       * @default 0.95
       */
      quantile: z.number().gt(0).lt(1).default(0.95),
    })
    .prefault({}),
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
