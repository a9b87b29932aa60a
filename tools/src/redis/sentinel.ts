import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from './ask.ts';
import type { Launcher } from './launcher.ts';
import { onLoopback, startServer, type RedisNode } from './server-process.ts';
import { until } from './until.ts';

/** What the Sentinels call the primary. */
export const PRIMARY_NAME = 'primary';

export interface SentinelPlan {
  readonly port: number;
  readonly folder: string;
  /** Port of the primary that it watches. */
  readonly primaryPort: number;
  /** So many Sentinels must agree that the primary is down. */
  readonly quorum: number;
}

/** Real Sentinels, but in a hurry: by default they take ten seconds to notice what a test waits for. */
const PERIODS_MS: Readonly<Record<string, number>> = {
  'info-period': 500,
  'ping-period': 200,
  'ask-period': 200,
  'publish-period': 200,
  // Sentinels that were frozen, or starved by a busy machine, mistrust their clock so long.
  'tilt-period': 2000,
};

/** Start a Sentinel and resolve when it answers; it still has to find the replicas and its like. */
export async function startSentinel(launcher: Launcher, plan: SentinelPlan): Promise<RedisNode> {
  const { port, folder } = plan;
  await mkdir(folder, { recursive: true });
  // It keeps what it learns there, also over a restart.
  const file = join(folder, 'sentinel.conf');
  await writeFile(file, configuration(plan));
  const hurry = () => ask(port, ['SENTINEL DEBUG', ...Object.entries(PERIODS_MS).flat()].join(' '));
  const sentinel = await startServer(launcher, {
    port,
    folder,
    args: () => [file, '--sentinel', ...onLoopback(plan)],
    backAgain: hurry,
  });
  await hurry();
  return sentinel;
}

/** Resolves when the Sentinel on `port` watches the primary and knows so many replicas and, with itself, Sentinels. */
export const sentinelKnows = (port: number, replicas: number, sentinels: number): Promise<void> =>
  until(`the Sentinel on port ${port} knows ${replicas} replicas and ${sentinels} Sentinels`, async () =>
    (await ask(port, 'INFO sentinel')).includes(`,slaves=${replicas},sentinels=${sentinels}`),
  );

const configuration = ({ primaryPort, quorum }: SentinelPlan): string => `
sentinel monitor ${PRIMARY_NAME} 127.0.0.1 ${primaryPort} ${quorum}
sentinel down-after-milliseconds ${PRIMARY_NAME} 1000
sentinel failover-timeout ${PRIMARY_NAME} 2000
sentinel parallel-syncs ${PRIMARY_NAME} 16
`;
