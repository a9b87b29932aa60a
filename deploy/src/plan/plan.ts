/** What an apply would do, told object by object. */
export interface Plan {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** Left the manifests. */
  readonly pruned: readonly string[];
  /** Left the manifests too, and hold data. */
  readonly kept: readonly string[];
  /** Fields that can only change with their object. */
  readonly replaced: readonly string[];
  /** What it costs more or less, as a line. */
  readonly cost?: string | undefined;
  /** The last apply did not end. */
  readonly isUnfinished: boolean;
  /** So much is pruned that it is rather a mistake. */
  readonly isSuspicious: boolean;
  /** The changes themselves; what is created is read in `rendered/` instead. */
  readonly diff: string;
}

/**
 * Read the output of `kubectl diff`: one section an object, whose live side is empty when it would be created.
 *
 * @param total how many objects the overlay has
 */
export function plan(diff: string, total: number): Plan {
  const sections = diff.split(/^(?=diff -u -N )/m).filter((section) => section.startsWith('diff '));
  const isNew = (section: string) => /^@@ -0,0 /m.test(section);
  const created = sections.filter(isNew).map(objectOf);
  const changes = sections.filter((section) => !isNew(section));
  return {
    created,
    changed: changes.map(objectOf),
    unchanged: total - sections.length,
    ...{ pruned: [], kept: [], replaced: [], isUnfinished: false, isSuspicious: false },
    diff: changes.join(''),
  };
}

/** `…/MERGED-1/apps.v1.Deployment.sluice.api` → `Deployment/api`. A name may hold dots, a group always does. */
function objectOf(section: string): string {
  const file = section.slice(0, section.indexOf('\n')).split('/').at(-1) ?? '';
  const parts = file.split('.');
  const kind = parts.findIndex((part) => /^[A-Z]/.test(part));
  return `${parts[kind]}/${parts.slice(kind + 2).join('.')}`;
}

export const isEmpty = ({ created, changed, pruned, replaced, isUnfinished }: Plan): boolean =>
  created.length + changed.length + pruned.length + replaced.length === 0 && !isUnfinished;

/** The plan as it is read before saying yes. */
export const planText = ({
  created,
  changed,
  unchanged,
  pruned,
  kept,
  replaced,
  diff,
  cost,
  isUnfinished,
}: Plan): string =>
  [
    ...created.map((object) => `  + ${object}`),
    ...changed.map((object) => `  ~ ${object}`),
    ...pruned.map((object) => `  - ${object}`),
    ...kept.map((object) => `  ! ${object} left the manifests and holds data: --allow-data-loss prunes it`),
    ...replaced.map((field) => `  ! ${field} cannot be changed: the object would have to be replaced`),
    ...(isUnfinished ? ['  … the last apply did not end; this one finishes its work'] : []),
    `  ${created.length} to create, ${changed.length} to change, ${pruned.length} to prune, ${unchanged} as they are`,
    ...(cost === undefined ? [] : [cost]),
    ...(diff === '' ? [] : ['', diff.trimEnd()]),
  ].join('\n');
