import type { Environment } from './environment.ts';
import { environments } from './environments/index.ts';
import type { Printer } from './printer.ts';
import { overlayFolder, renderedFolder } from './rendered.ts';
import { tree } from './tree.ts';
import { writeTree } from './write.ts';

/** Write every environment: one at a time could leave the others stale. Prints where the one asked for lies. */
export function render(printer: Printer, environment?: Environment): void {
  const rendered = tree(environments);
  writeTree(renderedFolder, rendered);
  printer.line(`rendered ${rendered.size} files of ${environments.length} environments`);
  printer.line(environment === undefined ? renderedFolder : overlayFolder(environment.name));
}
