import { withLease } from '../cluster/lease.ts';
import { connect } from '../cluster/preflight.ts';
import { readInventory } from '../cluster/records.ts';
import type { Environment } from '../environment.ts';
import { commonLabels } from '../objects/labels.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import { askForName } from './ask.ts';

/** Delete an environment with its data. What lies outside its namespace stays: CRDs, operators. */
export async function destroy(
  environment: Environment,
  { context, confirm }: { readonly context?: string | undefined; readonly confirm?: string | undefined },
  printer: Printer,
): Promise<void> {
  const cluster = await connect(environment, context);
  const { name, namespace } = environment;
  const owner = '--output=jsonpath={.metadata.labels.app\\.kubernetes\\.io/managed-by}';
  const label = await cluster(['get', 'namespace', namespace, '--ignore-not-found', owner]);
  if (label !== commonLabels['app.kubernetes.io/managed-by']) {
    throw new Refusal(
      2,
      `Expected a namespace ${namespace} that is ours, got ${label || 'none'}. Nothing was changed.`,
    );
  }
  const { entries } = await readInventory(cluster);
  const what = `${entries.length} objects of namespace ${namespace} and all data in it will be gone`;
  if (confirm === undefined) await askForName(name, what, printer);
  else if (confirm !== name) throw new Refusal(2, `Expected --confirm=${name}, got ${confirm}. Nothing was changed.`);

  await withLease(cluster, printer, async () => {
    // While its operator lives: it takes its own mark off.
    if (entries.some(({ kind }) => kind === 'ScaledObject'))
      await cluster(['delete', 'scaledobject', '--all', '--timeout=60s']);
    printer.line(`${what}: deleting`);
    await cluster(['delete', 'namespace', namespace, '--timeout=180s']);
  });
  printer.line(`${name} is gone`);
}
