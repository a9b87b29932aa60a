import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Environment } from '../environment.ts';
import type { KubeObject } from '../kubernetes.ts';
import { alertTests } from '../objects/alert-tests.ts';
import { alerts } from '../objects/alerts.ts';
import { overlayFolder } from '../rendered.ts';
import { tool } from '../run/tool.ts';
import { withFiles } from './with-files.ts';

/** One environment, built. */
export interface Built {
  readonly environment: Environment;
  readonly text: string;
  readonly objects: readonly KubeObject[];
}

/** Nothing to object to, an objection, or there is no such program. */
export type Answer = { readonly objection?: string; readonly isMissing?: boolean };

/** A program of others that looks at what is built. */
export interface Gate {
  readonly program: string;
  readonly what: string;
  readonly run: (built: Built) => Promise<Answer>;
}

const schemas = join(import.meta.dirname, '../../schemas');

const gate = (
  program: string,
  what: string,
  args: (built: Built, file: string) => readonly string[],
  objection = (output: string): string => output,
): Gate => ({
  ...{ program, what },
  run: (built) =>
    withFiles({ 'built.yaml': built.text }, async (folder) => {
      const { isThere, exitCode, output } = await tool(program, args(built, join(folder, 'built.yaml')));
      if (!isThere) return { isMissing: true };
      return exitCode === 0 ? {} : { objection: objection(output) };
    }),
});

const lines = (output: string, wanted: RegExp): string =>
  output
    .split('\n')
    .filter((line) => wanted.test(line))
    .join('\n') || output;

/** Cheap ones first. */
export const gates: readonly Gate[] = [
  {
    program: 'kustomize',
    what: 'builds the same bytes as kubectl',
    run: async ({ environment, text }) => {
      const { isThere, output } = await tool('kustomize', ['build', overlayFolder(environment.name)]);
      if (!isThere) return { isMissing: true };
      return output.trimEnd() === text.trimEnd()
        ? {}
        : { objection: 'expected the bytes that `kubectl kustomize` builds, got others' };
    },
  },
  gate('kubeconform', 'fits the schemas of Kubernetes 1.34 and of the custom kinds, strictly', (_built, file) => [
    ...['-strict', '-schema-location', `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`, file],
  ]),
  // Its newest release knows Kubernetes 1.30 at most; what is newer is kubeconform's part, and the server's own dry run.
  gate(
    'kubectl-validate',
    "passes the API server's own validation and the CEL rules of the custom kinds",
    (_built, file) => [...['--version', '1.30', '--local-crds', join(schemas, 'crds'), file]],
  ),
  gate(
    'kube-score',
    'has no critical finding of kube-score',
    ({ environment: { tier } }, file) => [
      ...['score', file, '--output-format=ci', '--kubernetes-version=v1.34'],
      // Throttling shows as latency; an image by digest never changes, so it need not be asked for again.
      ...['--ignore-container-cpu-limit', '--ignore-test=container-image-pull-policy'],
      ...(tier === 'local' ? ['--min-replicas-hpa=1'] : []),
    ],
    (output) => lines(output, /CRITICAL/),
  ),
];

/** The alerts are the same everywhere, so they are asked once. */
export const alertGate = {
  program: 'promtool',
  what: 'every alert is silent when all is well, and fires when it should',
  run: (): Promise<Answer> =>
    withFiles({ 'rules.yaml': stringify(alerts.spec), 'tests.yaml': stringify(alertTests) }, async (folder) => {
      const { isThere, exitCode, output } = await tool('promtool', ['test', 'rules', join(folder, 'tests.yaml')]);
      if (!isThere) return { isMissing: true };
      return exitCode === 0 ? {} : { objection: output };
    }),
};
