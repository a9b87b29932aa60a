import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** Content type of a problem. */
export const problemType = 'application/problem+json';

/** The body of a failed request: RFC 9457. */
export const problemSchema = z.object({
  /** What happened, for programs; `about:blank` says no more than the status. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What happened, for people. */
  detail: z.string().optional(),
  /** Bad input: each thing that is wrong. */
  errors: z.array(z.string()).readonly().optional(),
  /** Not ready: what is known of each Redis node. */
  health: z.unknown().optional(),
});

export type Problem = Readonly<z.output<typeof problemSchema>>;

/** A problem that its status says all about. */
export const plainProblem = (status: number): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
});

/** A problem that programs may tell from others of the same status. */
export const namedProblem = (name: string, status: number, title: string, detail: string): Problem => ({
  type: `urn:sluice:problem:${name}`,
  title,
  status,
  detail,
});
