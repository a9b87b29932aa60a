import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { CannotRun } from './cannot-run.ts';

const clusterSchema = z.object({
  environment: z.string(),
  kubeContext: z.string(),
  namespace: z.string(),
  apiUrl: z.url(),
  /** Where k6 must run: the load then never leaves this network namespace. */
  networkNamespace: z.string().optional(),
  deployment: z.string(),
  service: z.string(),
  autoscaler: z.string(),
  minReplicas: z.int().min(1),
  maxReplicas: z.int().min(1),
});

/** An environment on Kubernetes, as the rendered manifests describe it. */
export type ClusterTarget = z.output<typeof clusterSchema>;

/** What the load goes to: an environment, or a bare API without pods to watch. */
export type Target = ClusterTarget | { readonly environment: 'none'; readonly apiUrl: string };

export const isCluster = (target: Target): target is ClusterTarget => 'kubeContext' in target;

/** A bare API. Load goes to this machine only: other targets need an environment that names them. */
export function bareTarget(url: string): Target {
  const { protocol, hostname, origin } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '', origin: '' };
  const loopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
  if (!/^https?:$/.test(protocol) || !loopback)
    throw new CannotRun(
      `expected --url to be an http URL on this machine, e.g. http://127.0.0.1:3000, got \`${url}\`; ` +
        'for another machine name an environment with --env',
    );
  return { environment: 'none', apiUrl: origin };
}

/**
 * Read the target of an environment.
 *
 * @param folder - where one JSON file an environment lies, written by `deploy:render`
 * @throws CannotRun for an environment that is not there (the message lists those that are), a broken file, or a network
 *   namespace that does not exist
 */
export async function readTarget(folder: string, environment: string): Promise<ClusterTarget> {
  const names = (await readdir(folder).catch(() => [])).map((file) => basename(file, '.json')).sort();
  if (!names.includes(environment)) {
    const known = names.length ? names.join(', ') : 'none: run `npx nx run deploy:render` first';
    throw new CannotRun(`expected --env to be one of ${known}; got \`${environment}\``);
  }
  const file = join(folder, `${environment}.json`);
  const result = clusterSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!result.success) throw new CannotRun(`${file} does not describe a target:\n${z.prettifyError(result.error)}`);
  const { networkNamespace } = result.data;
  if (networkNamespace && !existsSync(namespaceFile(networkNamespace)))
    throw new CannotRun(
      `the network namespace \`${networkNamespace}\` of environment \`${environment}\` is not there: ` +
        'start the cluster with `npx nx run tools:lab-up`',
    );
  return result.data;
}

export const namespaceFile = (name: string): string => `/run/netns/${name}`;
