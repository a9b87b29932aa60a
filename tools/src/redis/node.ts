import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from './ask.ts';
import type { Launcher } from './launcher.ts';
import { onLoopback, startServer, type RedisNode, type Restart } from './server-process.ts';
import { until } from './until.ts';

export interface NodePlan {
  readonly port: number;
  /** Folder of its own: data of the primary, and the log. */
  readonly folder: string;
  /** Port of the primary, for a replica. */
  readonly replicaOf?: number;
  /** Further arguments. */
  readonly settings: readonly string[];
}

/** Start a server of data and resolve when it answers; a replica's link may still be down. */
export async function startNode(launcher: Launcher, plan: NodePlan): Promise<RedisNode> {
  const { port, folder } = plan;
  await mkdir(folder, { recursive: true });
  return startServer(launcher, {
    port,
    folder,
    args: (change = {}) => argumentsOf(plan, change),
    prepare: async (change) => change?.data === 'nothing' && removeData(folder),
    backAgain: async (change = {}) => primaryOf(plan, change) !== undefined && linkUp(port),
  });
}

/** Resolves when the replica on `port` follows its primary. */
export const linkUp = (port: number): Promise<void> =>
  until(`the replica on port ${port} follows its primary`, async () =>
    (await ask(port, 'INFO replication')).includes('master_link_status:up'),
  );

function argumentsOf(plan: NodePlan, change: Restart): string[] {
  const primary = primaryOf(plan, change);
  // A killed primary must not come back empty: its replicas would copy the emptiness.
  const { data = plan.replicaOf === undefined ? 'append-only file' : 'snapshot' } = change;
  return [
    ...onLoopback(plan),
    ...['--save', ''],
    // The default waits 5 s for more replicas before the first synchronisation.
    ...['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'],
    ...['--appendonly', data === 'append-only file' ? 'yes' : 'no', '--appendfsync', 'no'],
    ...(primary === undefined ? [] : ['--replicaof', '127.0.0.1', `${primary}`]),
    ...plan.settings,
  ];
}

function primaryOf(plan: NodePlan, { replicaOf = plan.replicaOf }: Restart): number | undefined {
  return replicaOf === 'nobody' ? undefined : replicaOf;
}

async function removeData(folder: string): Promise<void> {
  for (const name of ['dump.rdb', 'appendonlydir']) await rm(join(folder, name), { recursive: true, force: true });
}
