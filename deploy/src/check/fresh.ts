import { environments } from '../environments/index.ts';
import { readTree, renderedFolder } from '../rendered.ts';
import { Refusal } from '../refusal.ts';
import { tree, type Tree } from '../tree.ts';

/** How a folder differs from what would be rendered: one line a file, none when they are equal. */
export function differences(committed: Tree, rendered: Tree): readonly string[] {
  const paths = [...new Set([...committed.keys(), ...rendered.keys()])].sort();
  return paths
    .filter((path) => committed.get(path) !== rendered.get(path))
    .map((path) => {
      if (!committed.has(path)) return `missing ${path}`;
      return rendered.has(path) ? `changed ${path}` : `stale   ${path}`;
    });
}

/**
 * What is committed must be what the sources say.
 *
 * @throws Refusal (1) that lists the files
 */
export function assertFresh(): void {
  const found = differences(readTree(renderedFolder), tree(environments));
  if (found.length === 0) return;
  const files = found.map((line) => `  ${line}`).join('\n');
  throw new Refusal(
    1,
    `deploy/rendered is not what deploy/src renders:\n${files}\nRun \`npx nx run deploy:render\` and commit.`,
  );
}
