import type { KubeObject } from '../src/kubernetes.ts';

type Node = Record<string, unknown>;

/** Changes a copy of rendered objects. */
export type Mutation = (objects: readonly KubeObject[]) => readonly KubeObject[];

/** `Deployment/api` whose generated name may end in a hash. */
const isNamed = (id: string) => {
  const [kind, name = ''] = id.split('/');
  return ({ kind: own, metadata }: KubeObject) =>
    own === kind && (metadata?.name === name || new RegExp(`^${name}-[a-z0-9]{10}$`).test(metadata?.name ?? ''));
};

/**
 * Set one field of one object. Steps of the path are keys, numbers of a list's items, or names of them.
 *
 * @param value `undefined` takes the field away
 * @throws when there is no such object or path, so that a test cannot break nothing
 */
export const set =
  (id: string, path: readonly (string | number)[], value: unknown): Mutation =>
  (objects) => {
    const copies = structuredClone(objects) as KubeObject[];
    const object = copies.find(isNamed(id));
    if (object === undefined) throw new Error(`expected ${id}`);
    const last = path.at(-1) ?? '';
    const parent = path.slice(0, -1).reduce<Node>((node, step) => stepInto(node, step), object as unknown as Node);
    const key = Array.isArray(parent) ? indexOf(parent as Node[], last) : last;
    if (value === undefined && !(key in parent)) throw new Error(`expected ${path.join('.')} in ${id}`);
    if (value === undefined) delete parent[key];
    else parent[key] = value;
    return copies;
  };

/** Of the item with this name, else the number itself, which may be one past the end. */
const indexOf = (list: readonly Node[], step: string | number): number =>
  typeof step === 'number' ? step : list.findIndex((item) => item['name'] === step);

function stepInto(node: Node, step: string | number): Node {
  const inner: unknown = Array.isArray(node) ? (node as Node[])[indexOf(node as Node[], step)] : (node[step] ??= {});
  if (typeof inner !== 'object' || inner === null) throw new Error(`expected a way to ${step}`);
  return inner as Node;
}

export const without =
  (id: string): Mutation =>
  (objects) => {
    const rest = objects.filter((object) => !isNamed(id)(object));
    if (rest.length === objects.length) throw new Error(`expected ${id}`);
    return rest;
  };

export const plus =
  (object: object): Mutation =>
  (objects) => [...objects, object as KubeObject];

/** A second one of something, under another name. */
export const twin =
  (id: string, name: string, kind?: string): Mutation =>
  (objects) => {
    const found = objects.find(isNamed(id));
    if (found === undefined) throw new Error(`expected ${id}`);
    const copy = structuredClone(found);
    return [...objects, { ...copy, ...(kind && { kind }), metadata: { ...copy.metadata, name } }];
  };

export const all =
  (...mutations: readonly Mutation[]): Mutation =>
  (objects) =>
    mutations.reduce((changed, mutation) => mutation(changed), objects);
