import { ofKind, type History, type Read } from './history.ts';

/** How long a client may take to notice a change: probes are sent far more often, but a frozen server answers late. */
const NOTICED_WITHIN_MS = 2000;

/**
 * Whether the promise of its mode covers a read. Mode `sampled` promises nothing "after a change of history, or of
 * whom the node follows, not yet noticed"; the others promise always.
 */
export function isWithinSampledPromise(
  history: History,
): (read: Pick<Read, 'mode' | 'sentAtMs' | 'endedAtMs'>) => boolean {
  const changes = ofKind(history, 'fault').filter(({ changesHistory, setsBack }) => changesHistory || setsBack);
  return ({ mode, sentAtMs, endedAtMs }) =>
    mode !== 'sampled' ||
    !changes.some((fault) => fault.startedAtMs < endedAtMs && fault.endedAtMs + NOTICED_WITHIN_MS > sentAtMs);
}
