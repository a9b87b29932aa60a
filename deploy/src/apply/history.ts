import { connect } from '../cluster/preflight.ts';
import { readRevisions } from '../cluster/records.ts';
import type { Environment } from '../environment.ts';
import { byNumber } from '../plan/revision.ts';
import type { Printer } from '../printer.ts';

/** Every revision that is kept, the newest first. */
export async function history(environment: Environment, context: string | undefined, printer: Printer): Promise<void> {
  const revisions = await readRevisions(await connect(environment, context));
  if (revisions.length === 0) return printer.line(`${environment.name} has no revision yet`);
  for (const { number, outcome, at, cause, reason } of [...revisions].sort(byNumber)) {
    printer.line(
      [String(number).padStart(4), at.slice(0, 19), outcome.padEnd(7), cause, reason ?? ''].join('  ').trimEnd(),
    );
  }
}
