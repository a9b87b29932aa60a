/** How a program is built from Go modules, and which one on PATH is as good. */
export interface Program {
  readonly name: string;
  readonly version: string;
  readonly build: GoInstall | GoModule;
  /** Names beside the program that lead to it. */
  readonly links?: readonly string[];
  /** A program of this name on PATH is accepted when what it prints says so. */
  readonly accept?: { readonly args: readonly string[]; readonly test: (output: string) => boolean };
}

/** `go install MODULE@vVERSION`: for modules whose own go.mod is enough. */
interface GoInstall {
  readonly kind: 'install';
  readonly module: string;
}

/** A go.mod of ours, for programs that exist only as libraries or need pins of their own. */
interface GoModule {
  readonly kind: 'module';
  /** Beside this file. */
  readonly folder: string;
  /** The module's own main, or that of another which its go.mod names as a tool. */
  readonly package?: string;
  /** Values set by the linker, name=value. */
  readonly set: readonly string[];
}

const kubernetes = '1.34.4';
const kubernetesVersion = [
  `k8s.io/component-base/version.gitVersion=v${kubernetes}`,
  'k8s.io/component-base/version.gitMajor=1',
  'k8s.io/component-base/version.gitMinor=34',
];

const oldestKubectlMinor = 30;

/** Their go.mod has replacements or exclusions, so `go install` refuses them. */
const prometheusOperator = (command: string): GoModule => ({
  kind: 'module',
  folder: 'go/prometheus-operator',
  package: `github.com/prometheus-operator/prometheus-operator/cmd/${command}`,
  set: ['github.com/prometheus/common/version.Version=0.85.0'],
});

/** The version of the Go module; Prometheus itself calls it 3.9.1. */
const prometheusModule = '0.309.1';
const prometheus = (command: string): GoModule => ({
  kind: 'module',
  folder: 'go/prometheus',
  package: `github.com/prometheus/prometheus/cmd/${command}`,
  set: ['github.com/prometheus/common/version.Version=3.9.1'],
});

const keda = (command: string): GoModule => ({
  kind: 'module',
  folder: 'go/keda',
  package: `github.com/kedacore/keda/v2/cmd/${command}`,
  set: ['github.com/kedacore/keda/v2/version.Version=2.21.0'],
});

export const programs = {
  kube: {
    name: 'kube',
    version: kubernetes,
    build: { kind: 'module', folder: 'go/kube', set: kubernetesVersion },
    links: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubelet'],
  },
  kubectl: {
    name: 'kubectl',
    version: kubernetes,
    build: { kind: 'module', folder: 'go/kubectl', set: kubernetesVersion },
    accept: { args: ['version', '--client'], test: isRecentKubectl },
  },
  coredns: { name: 'coredns', version: '1.15.0', build: { kind: 'install', module: 'github.com/coredns/coredns' } },
  'metrics-server': {
    name: 'metrics-server',
    version: '0.9.0',
    build: { kind: 'install', module: 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
  },
  k6: {
    name: 'k6',
    version: '1.8.1',
    build: { kind: 'install', module: 'go.k6.io/k6' },
    accept: { args: ['version'], test: (output) => output.includes('k6 v1.') },
  },
  helm: { name: 'helm', version: '3.22.0', build: { kind: 'install', module: 'helm.sh/helm/v3/cmd/helm' } },
  kustomize: {
    name: 'kustomize',
    version: '5.8.1',
    build: { kind: 'install', module: 'sigs.k8s.io/kustomize/kustomize/v5' },
  },
  kubeconform: {
    name: 'kubeconform',
    version: '0.8.0',
    build: { kind: 'install', module: 'github.com/yannh/kubeconform/cmd/kubeconform' },
  },
  'kubectl-validate': {
    name: 'kubectl-validate',
    version: '0.0.4',
    build: { kind: 'install', module: 'sigs.k8s.io/kubectl-validate' },
  },
  'kube-score': {
    name: 'kube-score',
    version: '1.20.0',
    build: { kind: 'install', module: 'github.com/zegl/kube-score/cmd/kube-score' },
  },
  promtool: { name: 'promtool', version: prometheusModule, build: prometheus('promtool') },
  prometheus: { name: 'prometheus', version: prometheusModule, build: prometheus('prometheus') },
  'prometheus-operator': {
    name: 'prometheus-operator',
    version: '0.85.0',
    build: prometheusOperator('operator'),
  },
  'prometheus-config-reloader': {
    name: 'prometheus-config-reloader',
    version: '0.85.0',
    build: prometheusOperator('prometheus-config-reloader'),
  },
  keda: { name: 'keda', version: '2.21.0', build: keda('operator') },
  'keda-adapter': { name: 'keda-adapter', version: '2.21.0', build: keda('adapter') },
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** `Client Version: v1.34.4`, where distributions add suffixes such as `-dispatcher`. */
export function isRecentKubectl(output: string): boolean {
  const [, major, minor] = /Client Version: v(\d+)\.(\d+)\./.exec(output) ?? [];
  return major === '1' && Number(minor) >= oldestKubectlMinor;
}
