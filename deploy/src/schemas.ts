// `npm run schemas --workspace deploy`: the schemas of the kinds that we render, from the Go modules that define them, so that
// checks need no network. Run it when a version below changes, and commit what it writes.
import { execa } from 'execa';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

type Json = { readonly [key: string]: unknown };

const folder = join(import.meta.dirname, '../schemas');

const kubernetes = 'k8s.io/kubernetes@v1.34.4';
const builtIn = [
  ...['v1 ConfigMap', 'v1 LimitRange', 'v1 Namespace', 'v1 ResourceQuota', 'v1 Service', 'v1 ServiceAccount'],
  ...['apps/v1 Deployment', 'apps/v1 StatefulSet', 'autoscaling/v2 HorizontalPodAutoscaler'],
  ...['networking.k8s.io/v1 NetworkPolicy', 'policy/v1 PodDisruptionBudget'],
];

const operator = 'github.com/prometheus-operator/prometheus-operator@v0.85.0';
const definitions = [
  [operator, 'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml'],
  [operator, 'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml'],
  ['github.com/kedacore/keda/v2@v2.21.0', 'config/crd/bases/keda.sh_scaledobjects.yaml'],
  ['github.com/external-secrets/external-secrets@v1.3.2', 'config/crds/bases/external-secrets.io_externalsecrets.yaml'],
] as const;

async function moduleFolder(module: string): Promise<string> {
  const { stdout } = await execa('go', ['mod', 'download', '-json', module]);
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}

/** A schema that stands alone, without what only people read, and strict: a field that it does not name is a mistake. */
function standalone(schema: Json, models: Readonly<Record<string, Json>>): Json {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return standalone(models[reference.split('/').at(-1) ?? ''] ?? {}, models);
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return typeof value === 'object' && value !== null ? standalone(value as Json, models) : value;
  };
  const properties = schema['properties'] as Readonly<Record<string, Json>> | undefined;
  const rest = Object.entries(schema)
    .filter(([key]) => key !== 'description' && key !== 'properties' && !key.startsWith('x-'))
    .map(([key, value]) => [key, inner(value)] as const);
  if (schema['x-kubernetes-int-or-string']) return { anyOf: [{ type: 'string' }, { type: 'integer' }] };
  if (schema['format'] === 'int-or-string') return { anyOf: [{ type: 'string' }, { type: 'integer' }] };
  if (properties === undefined) return Object.fromEntries(rest);
  const isOpen = schema['additionalProperties'] !== undefined || schema['x-kubernetes-preserve-unknown-fields'];
  return {
    ...Object.fromEntries(rest),
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, standalone(value, models)]),
    ),
    ...(!isOpen && { additionalProperties: false }),
  };
}

/** Named as kubeconform looks for it. */
function write(kind: string, group: string, version: string, schema: Json): void {
  const suffix = [group.split('.')[0], version].filter(Boolean).join('-');
  writeFileSync(join(folder, `${kind.toLowerCase()}-${suffix}.json`), `${JSON.stringify(schema)}\n`);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'crds'), { recursive: true });

const openapi = join(await moduleFolder(kubernetes), 'api/openapi-spec/swagger.json');
const models = (JSON.parse(readFileSync(openapi, 'utf8')) as { definitions: Record<string, Json> }).definitions;
for (const identity of builtIn) {
  const [apiVersion = '', kind = ''] = identity.split(' ');
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const model = Object.entries(models).find(([name]) =>
    name.endsWith(`.api.${group.split('.')[0] || 'core'}.${version}.${kind}`),
  );
  if (model === undefined) throw new Error(`expected ${identity} in ${openapi}`);
  write(kind, group, version, standalone(model[1], models));
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Json } }[];
  };
}
for (const [module, file] of definitions) {
  const text = readFileSync(join(await moduleFolder(module), file), 'utf8');
  const { spec } = parse(text) as Definition;
  writeFileSync(join(folder, 'crds', file.split('/').at(-1) ?? ''), text);
  for (const { name, schema } of spec.versions) {
    const open = schema.openAPIV3Schema;
    const properties = { ...(open['properties'] as Json), metadata: { type: 'object' } };
    write(spec.names.kind, spec.group, name, standalone({ ...open, properties }, {}));
  }
}
