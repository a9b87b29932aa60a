import { expect, it } from '@jest/globals';
import { recipeArchive } from './archives.ts';
import { configFlags } from './build-image.ts';
import { kedaImages, monitoringImages, systemImages, workloadImages } from './recipes.ts';

const all = [...systemImages, ...workloadImages, ...monitoringImages, ...kedaImages];

it('names every image as a public registry does', () => {
  for (const { ref } of all) expect(ref).toMatch(/^(docker\.io|registry\.k8s\.io|quay\.io|ghcr\.io)\/\S+:\S+$/);
});

it('gives a changed recipe another archive', () => {
  const [recipe] = systemImages;
  if (!recipe) throw new Error('expected a recipe');
  expect(recipeArchive(recipe)).toMatch(/\/pause-3\.10-[0-9a-f]{8}\.tar$/);
  expect(recipeArchive({ ...recipe, command: ['other'] })).not.toBe(recipeArchive(recipe));
  expect(new Set(all.map(recipeArchive)).size).toBe(all.length);
});

it('tells buildah the entrypoint as a list, and a user only when there is one', () => {
  expect(configFlags({ ref: 'r', from: 'scratch', entrypoint: ['/a', 'b'] })).toEqual([
    '--entrypoint',
    '["/a","b"]',
    '--cmd',
    '',
  ]);
  expect(configFlags({ ref: 'r', from: 'scratch', command: ['node'], user: '1:1' })).toEqual(
    expect.arrayContaining(['--cmd', 'node', '--user', '1:1']),
  );
});
