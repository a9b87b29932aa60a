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
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** `Client Version: v1.34.4`, where distributions add suffixes such as `-dispatcher`. */
export function isRecentKubectl(output: string): boolean {
  const [, major, minor] = /Client Version: v(\d+)\.(\d+)\./.exec(output) ?? [];
  return major === '1' && Number(minor) >= oldestKubectlMinor;
}
