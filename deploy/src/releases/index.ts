import type { Environment } from '../environment.ts';
import type { Release } from '../helm/release.ts';
import { Refusal } from '../refusal.ts';
import { alloy } from './alloy.ts';
import { externalSecrets } from './external-secrets.ts';
import { keda } from './keda.ts';
import { kubePrometheusStack } from './kube-prometheus-stack.ts';
import { loki } from './loki.ts';
import { metricsServer } from './metrics-server.ts';

/** In the order in which they come: what others need is first. */
const all: readonly Release[] = [metricsServer, kubePrometheusStack, keda, externalSecrets, loki, alloy];

/** The releases of an environment. @throws Refusal (2) for a name that is none */
export function releasesOf({ name, releases }: Environment): readonly Release[] {
  const unknown = releases.filter((wanted) => !all.some((release) => release.name === wanted));
  if (unknown.length > 0) {
    const known = all.map((release) => release.name).join(', ');
    throw new Refusal(
      2,
      `deploy/src/environments/${name}.ts: releases: expected some of ${known}, got ${unknown.join(', ')}`,
    );
  }
  return all.filter((release) => releases.includes(release.name));
}
