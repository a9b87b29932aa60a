import { join } from 'node:path';
import { cacheRoot } from '../cache.ts';
import type { Recipe } from './recipes.ts';
import { shortSum } from './short-sum.ts';

const folder = () => join(cacheRoot(), 'images');

/** Where the API's image is written, and from where the lab loads it. */
export const apiArchive = (): string => join(folder(), 'api.tar');

/** `redis-7.0.15-bookworm-1a2b3c4d.tar`: the name holds a sum of the recipe, so that a changed recipe is made anew. */
export function recipeArchive(recipe: Recipe): string {
  return join(folder(), `${recipe.ref.split('/').at(-1)?.replaceAll(':', '-')}-${shortSum(recipe)}.tar`);
}
