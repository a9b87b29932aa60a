import { programs, type ProgramName } from '../toolchain/programs.ts';
import { debian } from './debian.ts';

/** An image made on this machine under the name that a public registry gives it, so that manifests run unchanged. */
export interface Recipe {
  readonly ref: string;
  /** Another recipe's ref; `scratch` begins empty; `debian` is a minimal root file system. */
  readonly from: string;
  readonly files?: readonly { readonly source: Source; readonly path: string }[];
  /** Debian packages installed into it. */
  readonly packages?: readonly string[];
  /** Symbolic links, path → target. */
  readonly links?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
}

/** Where a file of an image comes from: the toolchain's cache, this machine's PATH, or the Node that runs us. */
type Source = { readonly program: ProgramName } | { readonly command: string } | { readonly node: string };

const nodeVersion = '24.21.0';

const singleProgram = (name: string, program: ProgramName): Recipe => ({
  ref: `${name}:v${programs[program].version}`,
  from: 'scratch',
  files: [{ source: { program }, path: `/${program}` }],
  entrypoint: [`/${program}`],
});

/** What every lab holds. */
export const systemImages: readonly Recipe[] = [
  {
    ref: 'registry.k8s.io/pause:3.10',
    from: 'scratch',
    files: [{ source: { command: 'busybox' }, path: '/busybox' }],
    entrypoint: ['/busybox', 'tail', '-f', '/dev/null'],
  },
  singleProgram('registry.k8s.io/coredns/coredns', 'coredns'),
  singleProgram('registry.k8s.io/metrics-server/metrics-server', 'metrics-server'),
];

export const nodeRecipe: Recipe = {
  ref: `docker.io/library/node:${nodeVersion}-bookworm-slim`,
  from: debian,
  files: [{ source: { node: nodeVersion }, path: '/usr/local/bin/node' }],
  command: ['node'],
};

/** What Sluice's own pods run on. */
export const workloadImages: readonly Recipe[] = [
  nodeRecipe,
  {
    ref: 'docker.io/library/redis:7.0.15-bookworm',
    from: debian,
    packages: ['redis-server'],
    command: ['redis-server'],
  },
  {
    ref: 'docker.io/oliver006/redis_exporter:v1.45.0',
    from: debian,
    packages: ['prometheus-redis-exporter'],
    links: { '/redis_exporter': '/usr/bin/prometheus-redis-exporter' },
    entrypoint: ['/redis_exporter'],
    user: '59000:59000',
  },
];

const prometheusVersion = '3.9.1';

/** What the add-on `monitoring` runs. The operator calls the reloader by its path. */
export const monitoringImages: readonly Recipe[] = [
  singleProgram('quay.io/prometheus-operator/prometheus-operator', 'prometheus-operator'),
  {
    ...singleProgram('quay.io/prometheus-operator/prometheus-config-reloader', 'prometheus-config-reloader'),
    files: [{ source: { program: 'prometheus-config-reloader' }, path: '/bin/prometheus-config-reloader' }],
    entrypoint: ['/bin/prometheus-config-reloader'],
  },
  {
    ref: `quay.io/prometheus/prometheus:v${prometheusVersion}`,
    from: 'scratch',
    // Its data lies in the folder /prometheus.
    files: [{ source: { program: 'prometheus' }, path: '/bin/prometheus' }],
    entrypoint: ['/bin/prometheus'],
  },
  {
    ref: 'quay.io/prometheus/alertmanager:v0.25.0',
    from: debian,
    packages: ['prometheus-alertmanager'],
    entrypoint: ['/usr/bin/prometheus-alertmanager'],
    user: '65534:65534',
  },
];

/** What the add-on `keda` runs. */
export const kedaImages: readonly Recipe[] = [
  { ...singleProgram('ghcr.io/kedacore/keda', 'keda'), ref: `ghcr.io/kedacore/keda:${programs.keda.version}` },
  {
    ...singleProgram('ghcr.io/kedacore/keda-metrics-apiserver', 'keda-adapter'),
    ref: `ghcr.io/kedacore/keda-metrics-apiserver:${programs['keda-adapter'].version}`,
  },
];
