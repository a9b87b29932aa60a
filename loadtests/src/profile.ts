/** One straight piece of the load's course. `durationS: 0` is a step. */
export interface Stage {
  /** Where the piece ends: requests/s of an open profile, virtual users of a closed one. */
  readonly target: number;
  readonly durationS: number;
}

/** A named part of a run. It ends where the next one begins, the last one with the load. */
export interface Phase {
  readonly name: string;
  readonly fromS: number;
}

/** What a run must keep to pass. */
export interface Bounds {
  /** Failed requests, at most. */
  readonly failed: number;
  /** Arrivals that k6 could not start, at most. */
  readonly dropped: number;
  /** Latency incl. connecting, 95th percentile over the requests that ended in the phase. */
  readonly p95: { readonly phase: string; readonly ms: number };
  /** Absent: the run says nothing about scaling. */
  readonly scaling?: {
    /** The phase whose beginning the clock starts at. */
    readonly phase: string;
    /** Enough Ready pods = the autoscaler's minimum × this. */
    readonly growth: number;
    readonly withinS: number;
    /** How long enough pods must stay Ready to count. */
    readonly holdS: number;
  };
}

interface Shape {
  readonly name: string;
  readonly description: string;
  /** Load at t = 0, in the unit of the stages' targets. */
  readonly start: number;
  readonly stages: readonly Stage[];
  readonly phases: readonly Phase[];
  readonly bounds: Bounds;
}

/** Open model: arrivals do not slow down when the API does. */
export interface ArrivalProfile extends Shape {
  readonly kind: 'arrival';
  readonly preAllocatedVUs: number;
  readonly maxVUs: number;
  /** Absent: each request opens a connection of its own, else those kept alive would pin the load to the first pods. */
  readonly keepConnections?: boolean;
  /** Parts of each kind of request. */
  readonly mix: { readonly readItem: number; readonly listItems: number; readonly writeItem: number };
}

/** Closed model: each virtual user waits for its answer, then pauses. */
export interface VusProfile extends Shape {
  readonly kind: 'vus';
  readonly pauseS: number;
}

/**
 * A load and what it must show. Pure data: read by k6 (to shape the load) and by Node (to judge it), so this file and
 * the profiles import nothing.
 */
export type Profile = ArrivalProfile | VusProfile;

/** Length of the load in seconds. */
export const durationS = ({ stages }: Profile): number => stages.reduce((sum, stage) => sum + stage.durationS, 0);

/** Where a phase lies, in seconds from the start of the load. */
export function phaseSpan(profile: Profile, name: string): { fromS: number; toS: number } {
  const index = profile.phases.findIndex((phase) => phase.name === name);
  const phase = profile.phases[index];
  if (!phase) throw new Error(`Expected a phase of profile \`${profile.name}\`, got \`${name}\``);
  return { fromS: phase.fromS, toS: profile.phases[index + 1]?.fromS ?? durationS(profile) };
}
