import { cpus, release, totalmem, type } from 'node:os';
import { execa } from 'execa';
import { CannotRun } from './cannot-run.ts';
import { k6Version } from './k6.ts';
import { isCluster, type ClusterTarget, type Target } from './target.ts';

/** Where a run took place and on what: figures of two machines do not compare. */
export interface Facts {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly system: string;
  };
  readonly versions: Readonly<Record<string, string>>;
}

/** @throws CannotRun when the cluster does not answer, or the API was never applied */
export async function facts(target: Target): Promise<Facts> {
  const cores = cpus();
  return {
    machine: {
      cpu: cores[0]?.model.trim() ?? 'unknown',
      cores: cores.length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${type()} ${release()}`,
    },
    versions: {
      node: process.version,
      k6: await k6Version(),
      ...(isCluster(target) && (await clusterVersions(target))),
    },
  };
}

async function clusterVersions({ environment, kubeContext, namespace, deployment }: ClusterTarget) {
  const kubectl = async (wayOut: string, ...args: string[]): Promise<string> => {
    const flags = [`--context=${kubeContext}`, `--namespace=${namespace}`, '--request-timeout=10s'];
    const { failed, stdout, stderr } = await execa('kubectl', [...flags, ...args], { stdin: 'ignore', reject: false });
    if (failed) throw new CannotRun(`environment \`${environment}\`: ${stderr.trim().split('\n').at(-1)}; ${wayOut}`);
    return stdout;
  };
  const up = environment === 'local' ? 'start the cluster with `npx nx run tools:lab-up`' : 'check your kube context';
  const applied = `apply it with \`npx nx run deploy:apply --env=${environment}\``;
  const version = JSON.parse(await kubectl(up, 'version', '--output=json')) as {
    serverVersion: { gitVersion: string };
  };
  const template = '{.spec.template.spec.containers[0].image}';
  const image = await kubectl(applied, 'get', 'deployment', deployment, `--output=jsonpath=${template}`);
  return { kubernetes: version.serverVersion.gitVersion, image };
}
