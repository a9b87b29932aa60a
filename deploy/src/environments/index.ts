import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Environment } from '../environment.ts';
import { Refusal } from '../refusal.ts';

const tiers: readonly Environment['tier'][] = ['local', 'staging', 'prod'];

/** Every file of this folder is an environment, so that a new one is a file and nothing else. */
const files = readdirSync(import.meta.dirname).filter((file) => file !== 'index.ts' && file.endsWith('.ts'));

const loaded = await Promise.all(
  files.map(async (file) => {
    const { default: environment } = (await import(`./${file}`)) as { default?: Environment };
    const name = basename(file, '.ts');
    if (environment?.name === name) return environment;
    const got = environment === undefined ? 'no default export' : `\`${environment.name}\``;
    throw new Refusal(2, `deploy/src/environments/${file}: expected a default export named \`${name}\`, got ${got}`);
  }),
);

/** Every environment, from the lab to prod. */
export const environments: readonly Environment[] = loaded.sort(
  (one, other) => tiers.indexOf(one.tier) - tiers.indexOf(other.tier) || one.name.localeCompare(other.name),
);

/** @throws when there is none of this name, which only tests and our own code may ask for */
export function environmentNamed(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`expected an environment, got ${name}`);
  return found;
}
