import { setTimeout as sleep } from 'node:timers/promises';
import { CannotRun } from './cannot-run.ts';
import type { Progress } from './progress.ts';
import type { ScaleWatch } from './watch-scale.ts';

/** Longer than an autoscaler's usual scale-down window of five minutes. */
const deadlineS = 420;
/** How long the cluster may take to say anything at all. */
const silenceS = 20;

/** Wait until the pods of an earlier load are gone: a step on too many pods shows nothing. */
export async function settle(watch: ScaleWatch, minReplicas: number, progress: Progress, signal: AbortSignal) {
  for (let t = 0; ; t += 1) {
    const { desired, ready } = watch.now();
    if (desired === minReplicas && ready === minReplicas) return;
    const known = desired !== null && ready !== null;
    if (!known && t >= silenceS)
      throw new CannotRun(
        `the cluster did not say how many pods there are: ${watch.trouble() || 'no autoscaler, or no metrics yet'}`,
      );
    if (t >= deadlineS)
      throw new CannotRun(
        `expected ${minReplicas} Ready pods before the load, got ${ready} (wanted: ${desired}) after ${deadlineS} s: ` +
          'look at `kubectl get pods,hpa`, something else may load the API',
      );
    if (known) progress.tick(`waiting for ${minReplicas} Ready pods: wanted ${desired}, Ready ${ready}`, t);
    await sleep(1000, undefined, { signal });
  }
}
