import { stringify } from 'yaml';
import { base } from './base.ts';
import { componentFolder } from './components/component.ts';
import { components } from './components/index.ts';
import type { Environment } from './environment.ts';
import { overlay } from './overlay.ts';
import { target } from './target.ts';
import type { YamlFolder } from './yaml-folder.ts';

/** Path below `rendered/` → text. */
export type Tree = ReadonlyMap<string, string>;

/** Everything that is committed under `rendered/`, for all environments at once. Pure and deterministic. */
export function tree(environments: readonly Environment[]): Tree {
  return new Map([
    ...files('base', base),
    ...Object.entries(components).flatMap(([name, component]) =>
      files(`components/${name}`, componentFolder(component)),
    ),
    ...environments.flatMap((environment) => files(`overlays/${environment.name}`, overlay(environment))),
    ...environments.map((environment) => targetFile(environment)),
  ]);
}

const files = (path: string, folder: YamlFolder) =>
  Object.entries(folder).map(([file, object]) => [`${path}/${file}`, yaml(object)] as const);

const targetFile = (environment: Environment) =>
  [`targets/${environment.name}.json`, `${JSON.stringify(target(environment), null, 2)}\n`] as const;

const header = '# Rendered by `npx nx run deploy:render`: change deploy/src, not this file.\n';

/** YAML 1.1, as kubectl reads it, where a bare `no` is a boolean. */
const yaml = (object: object): string =>
  header + stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
