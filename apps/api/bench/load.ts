import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

/** What one turn of load showed. */
export interface Turn {
  readonly requests: number;
  readonly requestsPerS: number;
  readonly p99Ms: number;
  /** Answers by status class, and what was no answer. */
  readonly ok: number;
  readonly failed: number;
}

export interface Load {
  readonly url: string;
  readonly connections: number;
  /** Either so long, in seconds, … */
  readonly durationS?: number;
  /** … or so many. */
  readonly amount?: number;
  /** Requests per second; without it as many as are answered. */
  readonly rate?: number;
}

const autocannon = createRequire(import.meta.url).resolve('autocannon');

/** In a process of its own, on another core than the server. */
export async function load({ url, connections, durationS, amount, rate }: Load, core: number): Promise<Turn> {
  const options = [
    ...['--json', '--connections', `${connections}`],
    ...(durationS === undefined ? [] : ['--duration', `${durationS}`]),
    ...(amount === undefined ? [] : ['--amount', `${amount}`]),
    ...(rate === undefined ? [] : ['--overallRate', `${rate}`]),
  ];
  const child = spawn('taskset', ['-c', `${core}`, process.execPath, autocannon, ...options, url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const result = JSON.parse(output) as {
    readonly requests: { readonly total: number; readonly average: number };
    readonly latency: { readonly p99: number };
    readonly errors: number;
    readonly non2xx: number;
    readonly '2xx': number;
  };
  return {
    requests: result.requests.total,
    requestsPerS: result.requests.average,
    p99Ms: result.latency.p99,
    ok: result['2xx'],
    failed: result.errors + result.non2xx,
  };
}
