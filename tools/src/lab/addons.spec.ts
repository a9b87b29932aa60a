import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { addons, parseAddons, type AddonName } from './addons.ts';

describe(parseAddons.name, () => {
  it('takes none, one or more', () => {
    expect(parseAddons('')).toEqual([]);
    expect(parseAddons('monitoring,keda')).toEqual(['monitoring', 'keda']);
  });

  it.each(['grafana', 'monitoring,toString'])('refuses %s', (text) => {
    expect(() => parseAddons(text)).toThrow(/--with: expected some of monitoring, keda, got/);
  });
});

describe.each(Object.keys(addons) as AddonName[])('the add-on %s', (name) => {
  const folder = join(import.meta.dirname, 'addons', name);
  const text = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('---\n');

  it('runs only images that the lab makes', () => {
    const made: readonly string[] = addons[name].images.map(({ ref }) => ref);
    const used = [...text.matchAll(/(?:image: |config-reloader=)(\S+)/g)].map(([, image = '']) => image);
    expect(used.length).toBeGreaterThan(0);
    expect(made).toEqual(expect.arrayContaining(used));
  });

  it('is YAML', () => {
    for (const document of parseAllDocuments(text)) expect(document.errors).toEqual([]);
  });
});
