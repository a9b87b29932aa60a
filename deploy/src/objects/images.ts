import type { Image } from '../environment-parts.ts';
import type { Environment } from '../environment.ts';

/** The images of an environment, by the name that stands for each in the base. */
export const imagesOf = ({ images }: Environment): readonly (readonly [name: string, image: Image])[] =>
  Object.entries<Image>(images);

/** As a pod names it. */
export const reference = (image: Image): string =>
  'tag' in image ? `${image.name}:${image.tag}` : `${image.name}@${image.digest}`;
