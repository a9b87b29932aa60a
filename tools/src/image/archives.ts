import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheRoot } from '../cache.ts';
import type { Recipe } from './recipes.ts';

const folder = () => join(cacheRoot(), 'images');

/** Where the API's image is written, and from where the lab loads it. */
export const apiArchive = (): string => join(folder(), 'api.tar');

/** `redis-7.0.15-bookworm-1a2b3c4d.tar`: the name holds a sum of the recipe, so that a changed recipe is made anew. */
export function recipeArchive(recipe: Recipe): string {
  const sum = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 8);
  return join(folder(), `${recipe.ref.split('/').at(-1)?.replaceAll(':', '-')}-${sum}.tar`);
}
