import { z } from 'zod';
import { RedisSplitError } from '../errors.ts';

const durableOptionsSchema = z.strictObject({
  /** How many replicas must have received a write, at least 1. */
  replicas: z.int('Expected a whole number of replicas, at least 1').min(1),

  /** How long to wait for them after the primary has answered, in milliseconds, at least 1. */
  timeoutMs: z.int('Expected whole milliseconds, at least 1').min(1).max(3_600_000),
});

export type DurableOptions = Readonly<z.infer<typeof durableOptionsSchema>>;

/** @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION` */
export function resolveDurableOptions(options: DurableOptions): DurableOptions {
  const { success, data, error } = durableOptionsSchema.safeParse(options);
  if (success) return data;
  throw new RedisSplitError('REDIS_SPLIT_INVALID_OPTION', z.prettifyError(error), { cause: error });
}
