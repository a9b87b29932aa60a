import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { components, excludeEachOther } from '../src/components/index.ts';
import { renderedFolder } from '../src/rendered.ts';
import { withTools } from './with-tools.ts';

const names = Object.keys(components);
const isExcluded = (one: string, other: string) =>
  excludeEachOther.some((pair) => pair.every((name) => name === one || name === other));
const pairs = names
  .flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const))
  .filter(([one, other]) => !isExcluded(one, other));

/** Components must not lean on one another: an environment may take any of them. */
describe('every two components together', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-pairs-'));
    for (const part of ['base', 'components'])
      cpSync(join(renderedFolder, part), join(folder, part), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are many', () => expect(pairs.length).toBe((names.length * (names.length - 1)) / 2 - excludeEachOther.length));

  it.each(pairs)('%s and %s build', async (...pair) => {
    const target = join(folder, pair.join('+'));
    mkdirSync(target);
    writeFileSync(
      join(target, 'kustomization.yaml'),
      stringify({ resources: ['../base'], components: pair.map((name) => `../components/${name}`) }),
    );
    const { exitCode, stderr } = await withTools(['kustomize', 'build', target]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
