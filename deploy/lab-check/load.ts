import { writeFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const script = (url: string, perS: number) => `
import http from 'k6/http';
export const options = {
  noConnectionReuse: true,
  scenarios: { steady: { executor: 'constant-arrival-rate', rate: ${perS}, timeUnit: '1s', duration: '10m', preAllocatedVUs: 50 } },
};
export default () => http.get('${url}');
`;

/** What users met while something else happened. */
export interface Met {
  readonly requests: number;
  readonly failed: number;
}

/** So many requests a second, each on a connection of its own, from inside the cluster's network until it is stopped. */
export async function withLoad<T>(
  networkNamespace: string,
  url: string,
  work: () => Promise<T>,
  perS = 20,
): Promise<[T, Met]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-load-'));
  writeFileSync(join(folder, 'load.js'), script(url, perS));
  const summary = join(folder, 'summary.json');
  const k6 = execa(
    'nsenter',
    [
      `--net=/run/netns/${networkNamespace}`,
      'k6',
      'run',
      '--quiet',
      '--summary-export',
      summary,
      join(folder, 'load.js'),
    ],
    { reject: false, stdin: 'ignore' },
  );
  try {
    const result = await work();
    // k6 ends what is under way, then writes its summary.
    k6.kill('SIGINT');
    await k6;
    const { metrics } = JSON.parse(readFileSync(summary, 'utf8')) as {
      metrics: { http_reqs: { count: number }; http_req_failed: { passes: number } };
    };
    return [result, { requests: metrics.http_reqs.count, failed: metrics.http_req_failed.passes }];
  } finally {
    k6.kill('SIGKILL');
    await k6;
    rmSync(folder, { recursive: true });
  }
}
