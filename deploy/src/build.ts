import { parseAllDocuments } from 'yaml';
import type { KubeObject } from './kubernetes.ts';
import { overlayFolder } from './rendered.ts';
import { kubectl } from './run/kubectl.ts';

/** The objects of a committed overlay, as a cluster would get them. */
export async function build(environment: string): Promise<readonly KubeObject[]> {
  return parseObjects(await kubectl(['kustomize', overlayFolder(environment)]));
}

/** Objects of a stream of YAML documents. */
export const parseObjects = (text: string): readonly KubeObject[] =>
  parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as KubeObject);
