import type { Kind } from '../plan/settings.ts';
import { disturbances } from './disturbances.ts';
import { failovers } from './failovers.ts';
import type { FaultKind, FaultKinds } from './fault.ts';
import { promotions } from './promotions.ts';
import { restarts } from './restarts.ts';
import { resyncs } from './resyncs.ts';

/** At the end; what Sentinels did by themselves until then is part of it. */
export const NOTHING = 'nothing';

const changes: FaultKinds = { ...promotions, ...failovers, ...restarts, ...resyncs };

const namesIn = (faults: FaultKinds, kind: Kind): string[] =>
  Object.keys(faults).filter((name) => faults[name]?.kinds.includes(kind));

/** Which faults there are for servers of this kind. */
export const faultNames = (kind: Kind) => ({
  changes: namesIn(changes, kind),
  disturbances: namesIn(disturbances, kind),
});

export function faultNamed(name: string): FaultKind {
  if (name === NOTHING) return { kinds: [], run: (cluster) => cluster.settled() };
  const fault = changes[name] ?? disturbances[name];
  if (!fault) throw new Error(`Expected the name of a fault, got \`${name}\``);
  return fault;
}
