import type { Rendered } from './rendered.ts';

/** One thing that is wrong, in sentences: what was expected and what came, why it matters, what to do. */
export interface Finding {
  /** `XR-01` */
  readonly rule: string;
  /** `Deployment/api` */
  readonly object: string;
  readonly message: string;
}

/** A rule sees the whole rendered environment, because the mistakes worth catching are between objects. */
export interface Rule {
  readonly id: string;
  readonly check: (rendered: Rendered) => readonly Finding[];
}

/** What a rule found in one object: "expected …, got …". */
export type Complaint = readonly [object: string, what: string];

/** A rule, its reason and its way out; what it finds needs only say what was expected and what came. */
export const rule = (
  id: string,
  { why, fix }: { readonly why: string; readonly fix: string },
  complaints: (rendered: Rendered) => readonly Complaint[],
): Rule => ({
  id,
  check: (rendered) =>
    complaints(rendered).map(([object, what]) => ({ rule: id, object, message: `${what}. Why: ${why}. Fix: ${fix}.` })),
});

/** A complaint where a condition does not hold, else none. */
export const expect = (holds: boolean, object: string, what: string): readonly Complaint[] =>
  holds ? [] : [[object, what]];
