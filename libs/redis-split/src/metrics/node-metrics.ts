import type { History } from '../freshness/history.ts';
import type { Node } from '../node/node.ts';
import type { NodeMetrics } from './metrics.ts';

/** What is known of a node now, by what it said last. */
export function nodeMetrics(
  node: Node,
  primary: Node | undefined,
  history: Pick<History, 'stalenessMs'>,
  nowMs: number,
): NodeMetrics {
  const position = node.info?.position;
  const head = primary?.info?.position;
  const proved = position && node.wasInSync;
  return {
    ...node.status(),
    stalenessMs: proved ? history.stalenessMs(position, nowMs) : Infinity,
    // They were not asked at the same time: a replica may seem to be ahead.
    lagBytes:
      position && head?.replid === position.replid ? Math.max(0, Number(head.offset - position.offset)) : undefined,
    inFlight: node.load.inFlight,
    latencyMs: node.load.latencyMs(nowMs),
  };
}
