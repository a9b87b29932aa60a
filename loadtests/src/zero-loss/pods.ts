import { execa } from 'execa';
import { CannotRun } from '../cannot-run.ts';
import type { ClusterTarget } from '../target.ts';

/** What is done to the pods of a target. Every step resolves when it is over: as many Ready pods as wanted, and none that goes. */
export interface Pods {
  restart(): Promise<void>;
  scaleTo(replicas: number): Promise<void>;
  /** Give the autoscaler its own bounds back. */
  release(): Promise<void>;
}

const pollMs = 500;
const patienceMs = 180_000;

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly deletionTimestamp?: string };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

export function podsOf({ kubeContext, namespace, deployment, autoscaler, ...bounds }: ClusterTarget): Pods {
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const { stdout, failed, shortMessage } = await execa(
      'kubectl',
      [`--context=${kubeContext}`, `--namespace=${namespace}`, ...args],
      { reject: false },
    );
    if (failed) throw new CannotRun(shortMessage);
    return stdout;
  };
  const bound = (minReplicas: number, maxReplicas: number) =>
    kubectl(
      'patch',
      'hpa',
      autoscaler,
      '--type=merge',
      `--patch=${JSON.stringify({ spec: { minReplicas, maxReplicas } })}`,
    );

  const settled = async (replicas: number): Promise<void> => {
    const labels = await kubectl('get', 'deployment', deployment, '--output=jsonpath={.spec.selector.matchLabels}');
    const selector = Object.entries(JSON.parse(labels) as Record<string, string>).map(
      ([key, value]) => `${key}=${value}`,
    );
    for (const until = Date.now() + patienceMs; Date.now() < until; await pause()) {
      const { items } = JSON.parse(
        await kubectl('get', 'pods', `--selector=${selector.join(',')}`, '--output=json'),
      ) as PodList;
      if (items.length === replicas && items.every(isReady)) return;
    }
    throw new CannotRun(
      `expected ${replicas} Ready pods of ${deployment}, and no other, within ${patienceMs / 1000} s`,
    );
  };

  let replicas = bounds.minReplicas;
  return {
    restart: async () => {
      await kubectl('rollout', 'restart', `deployment/${deployment}`);
      await kubectl('rollout', 'status', `deployment/${deployment}`, `--timeout=${patienceMs / 1000}s`);
      await settled(replicas);
    },
    scaleTo: async (wanted) => {
      replicas = wanted;
      // The autoscaler would take it back: so it is told the same, and need not be waited for.
      await bound(wanted, wanted);
      await kubectl('scale', `deployment/${deployment}`, `--replicas=${wanted}`);
      await settled(wanted);
    },
    release: async () => void (await bound(bounds.minReplicas, bounds.maxReplicas)),
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, pollMs));

const isReady = ({ metadata, status }: PodList['items'][number]): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
