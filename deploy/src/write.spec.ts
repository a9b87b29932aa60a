import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readTree } from './rendered.ts';
import { writeTree } from './write.ts';

describe(writeTree.name, () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-deploy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('leaves exactly the tree, nothing stale', () => {
    mkdirSync(join(folder, 'overlays/gone'), { recursive: true });
    writeFileSync(join(folder, 'overlays/gone/kustomization.yaml'), 'old');
    const tree = new Map(Object.entries({ 'base/a.yaml': 'a', 'overlays/local/b.yaml': 'b' }));

    writeTree(folder, tree);

    expect(readTree(folder)).toEqual(tree);
  });

  it('reads a folder that is not there as empty', () => {
    expect(readTree(join(folder, 'nowhere'))).toEqual(new Map());
  });
});
