import { STATUS_CODES } from 'node:http';

/** Content type of a problem. */
export const problemType = 'application/problem+json';

/** The body of a failed request: RFC 9457. */
export interface Problem {
  /** What happened, for programs; `about:blank` says no more than the status. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What happened, for people. */
  readonly detail?: string;
  /** Bad input: each thing that is wrong. */
  readonly errors?: readonly string[];
  /** Not ready: what is known of each Redis node. */
  readonly health?: unknown;
}

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
