import { mkdir } from 'node:fs/promises';
import { ask } from './ask.ts';
import type { Launcher } from './launcher.ts';
import { onLoopback, startServer, type RedisNode } from './server-process.ts';
import { until } from './until.ts';

export interface NodePlan {
  readonly port: number;
  /** Folder of its own: data of the primary, and the log. */
  readonly folder: string;
  /** Port of the primary, for a replica. */
  readonly replicaOf?: number;
}

/** Start a server of data and resolve when it answers; a replica's link may still be down. */
export async function startNode(launcher: Launcher, plan: NodePlan): Promise<RedisNode> {
  const { port, folder, replicaOf } = plan;
  await mkdir(folder, { recursive: true });
  const backAgain = async (): Promise<void> => (replicaOf === undefined ? undefined : linkUp(port));
  return startServer(launcher, { port, folder, args: argumentsOf(plan), backAgain });
}

/** Resolves when the replica on `port` follows its primary. */
export const linkUp = (port: number): Promise<void> =>
  until(`the replica on port ${port} follows its primary`, async () =>
    (await ask(port, 'INFO replication')).includes('master_link_status:up'),
  );

const argumentsOf = (plan: NodePlan): string[] => [
  ...onLoopback(plan),
  ...['--save', ''],
  // The default waits 5 s for more replicas before the first synchronisation.
  ...['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'],
  ...(plan.replicaOf === undefined
    ? // A killed primary must not come back empty: its replicas would copy the emptiness.
      ['--appendonly', 'yes', '--appendfsync', 'no']
    : ['--replicaof', '127.0.0.1', `${plan.replicaOf}`]),
];
