/** What an apply would do, told object by object. */
export interface Plan {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
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

/** The plan as it is read before saying yes. */
export const planText = ({ created, changed, unchanged, diff }: Plan): string =>
  [
    ...created.map((object) => `  + ${object}`),
    ...changed.map((object) => `  ~ ${object}`),
    `  ${created.length} to create, ${changed.length} to change, ${unchanged} as they are`,
    ...(diff === '' ? [] : ['', diff.trimEnd()]),
  ].join('\n');
