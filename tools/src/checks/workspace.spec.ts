import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  nx?: { tags?: string[] };
}
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest;
const projects = globSync('{apps/*,libs/*,deploy,loadtests,tools}/package.json', { cwd: root }).map(read);
const manifests = [read('package.json'), ...projects];
const dependencies = manifests.flatMap(({ dependencies, devDependencies }) =>
  Object.entries({ ...dependencies, ...devDependencies }),
);

describe('the workspace', () => {
  it('finds every project', () => expect(projects.length).toBeGreaterThanOrEqual(6));

  it('has one version of nx and all its packages', () => {
    const versions = dependencies.filter(([name]) => name === 'nx' || name.startsWith('@nx/')).map(([, v]) => v);
    expect(versions.length).toBeGreaterThan(1);
    expect(new Set(versions).size).toBe(1);
  });

  // An untagged project slips through every boundary rule.
  it.each(projects.map(({ name, nx }) => [name, nx?.tags ?? []] as const))('gives %s one type tag', (_, tags) => {
    expect(tags.filter((tag) => tag.startsWith('type:'))).toHaveLength(1);
  });

  it('pins what it depends on', () => {
    const loose = dependencies.filter(([name, version]) => !name.startsWith('@sluice/') && /^[\^~>*]/.test(version));
    expect(loose).toEqual([]);
  });
});
