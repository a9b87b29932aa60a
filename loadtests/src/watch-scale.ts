import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { foldSlices, parseAutoscaler, readyPods, templates, type Slices } from './scale-lines.ts';
import { valueAt, type Reading, type ScaleReadings } from './scale-readings.ts';
import type { ClusterTarget } from './target.ts';

/** How long a watch that ended waits before it begins again, in ms. Shorter than the gap that voids a run. */
const retryMs = 250;

/** The pods of a target, from now until stopped. */
export interface ScaleWatch {
  /** Grows while the watch runs. */
  readonly readings: ScaleReadings;
  now(): { desired: number | null; ready: number | null };
  /** What kubectl said last when it failed; empty when it did not. */
  trouble(): string;
  stop(): Promise<void>;
}

/**
 * Watch what the autoscaler wants and which pods get traffic (the EndpointSlices of the service, not the pods' own
 * conditions). Readings carry the time of arrival: the driver's clock is the only one, for load and pods.
 */
export function watchScale({ kubeContext, namespace, autoscaler, service }: ClusterTarget): ScaleWatch {
  const stopping = new AbortController();
  const desired: Reading[] = [];
  const ready: Reading[] = [];
  let slices: Slices = new Map();
  let trouble = '';

  const watch = (what: readonly string[], template: string, onLine: (line: string) => void, onEnd: () => void) =>
    follow(
      [`--context=${kubeContext}`, `--namespace=${namespace}`, 'get', ...what].concat([
        '--watch',
        '--output-watch-events',
        `--output=jsonpath=${template}`,
      ]),
      onLine,
      (stderr) => {
        trouble = stderr;
        onEnd();
      },
      stopping.signal,
    );

  const lost = (readings: Reading[]) => readings.push({ atMs: Date.now(), value: null });
  const watches = [
    watch(
      ['horizontalpodautoscalers', autoscaler],
      templates.autoscaler,
      (line) => desired.push({ atMs: Date.now(), value: parseAutoscaler(line) }),
      () => lost(desired),
    ),
    watch(
      ['endpointslices', `--selector=kubernetes.io/service-name=${service}`],
      templates.slices,
      (line) => {
        slices = foldSlices(slices, line);
        ready.push({ atMs: Date.now(), value: readyPods(slices) });
      },
      () => {
        slices = new Map();
        lost(ready);
      },
    ),
  ];

  return {
    readings: { desired, ready },
    now: () => ({ desired: valueAt(desired, Date.now()), ready: valueAt(ready, Date.now()) }),
    trouble: () => trouble,
    stop: async () => {
      stopping.abort();
      await Promise.all(watches);
    },
  };
}

/** Run a watch again and again, since servers end them at will. */
async function follow(
  args: readonly string[],
  onLine: (line: string) => void,
  onEnd: (stderr: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const watch = execa('kubectl', args, {
      stdin: 'ignore',
      reject: false,
      buffer: { stdout: false },
      cancelSignal: signal,
    });
    createInterface(watch.stdout).on('line', onLine);
    const { stderr } = await watch;
    if (signal.aborted) return;
    onEnd(stderr);
    await sleep(retryMs);
  }
}
