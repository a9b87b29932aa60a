import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { TestLab } from '@sluice/tools/lab-check';
import { applyAs, type ApplyOptions } from '../src/apply/apply.ts';
import { parseObjects } from '../src/build.ts';
import type { Environment } from '../src/environment.ts';
import { environmentNamed } from '../src/environments/index.ts';
import type { Release } from '../src/helm/release.ts';
import type { KubeObject } from '../src/kubernetes.ts';
import type { Printer } from '../src/printer.ts';
import { renderedFolder } from '../src/rendered.ts';
import { tree } from '../src/tree.ts';
import { writeTree } from '../src/write.ts';
import { kubectl, kubectlOn } from '../src/run/kubectl.ts';

const room = join(import.meta.dirname, '..');

/** A cluster to deploy to: one of its own, or with `SLUICE_LAB_CONTEXT` one that is up already. */
export class DeployLab {
  readonly context: string;
  readonly networkNamespace: string;
  readonly #lab: TestLab | undefined;
  readonly #env: Readonly<Record<string, string>>;

  static async create(addons = ''): Promise<DeployLab> {
    const context = process.env['SLUICE_LAB_CONTEXT'];
    if (context) return new DeployLab(context);
    const lab = await TestLab.create();
    const up = await lab.start('up', `--with=${addons}`);
    if (up.exitCode !== 0) throw new Error(up.all);
    const loaded = await lab.start('load-image');
    if (loaded.exitCode !== 0) throw new Error(loaded.all);
    // For the code that runs in this very process.
    process.env['KUBECONFIG'] = lab.kubeconfig;
    return new DeployLab(lab.name, lab);
  }

  private constructor(context: string, lab?: TestLab) {
    this.context = context;
    this.networkNamespace = context;
    this.#lab = lab;
    this.#env = { NODE_OPTIONS: '', ...(lab && { KUBECONFIG: lab.kubeconfig }) };
  }

  /** The command line, as a person would run it; gives the running process, which never rejects. */
  cli(...args: string[]) {
    return execa(process.execPath, this.#command(args), { ...this.#options(), env: this.#env });
  }

  /** The same as a user who has no rights. */
  async cliAs(user: string, ...args: string[]) {
    const { stdout } = await execa('kubectl', [
      'config',
      'view',
      '--raw',
      '--minify',
      `--context=${this.context}`,
      '--output=json',
    ]);
    const config = JSON.parse(stdout) as { users: { user: object }[] };
    const users = config.users.map((one) => ({ ...one, user: { ...one.user, as: user } }));
    const file = join(mkdtempSync(join(tmpdir(), 'sluice-kubeconfig-')), 'config');
    writeFileSync(file, JSON.stringify({ ...config, users }), { mode: 0o600 });
    try {
      return await execa(process.execPath, this.#command(args), {
        ...this.#options(),
        env: { ...this.#env, KUBECONFIG: file },
      });
    } finally {
      rmSync(dirname(file), { recursive: true });
    }
  }

  /** kubectl in the namespace of the environments. */
  kubectl(...args: string[]): Promise<string> {
    return kubectlOn(this.context, 'sluice')(args);
  }

  /** Apply other objects than those that are rendered, in this process. */
  async apply(
    objects: readonly KubeObject[],
    options: Partial<ApplyOptions> = {},
    releases: readonly Release[] = [],
    environment: Environment = environmentNamed('local'),
  ) {
    const lines: string[] = [];
    const printer: Printer = { isTty: false, line: (text) => lines.push(text), progress: (text) => lines.push(text) };
    const all = {
      context: this.context,
      yes: true,
      noAutoRollback: false,
      allowDataLoss: false,
      repair: false,
      ...options,
    };
    const cluster = kubectlOn(this.context, environment.namespace);
    const failure = await applyAs('apply', { cluster, environment, objects, releases, options: all, printer }).then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    return { said: lines.join('\n'), failure };
  }

  #command(args: readonly string[]): readonly string[] {
    return ['--conditions=@sluice/source', 'src/cli.ts', `--context=${this.context}`, ...args];
  }

  #options() {
    return { cwd: room, reject: false, all: true, stdin: 'ignore' } as const;
  }

  async remove(): Promise<void> {
    if (this.#lab) return this.#lab.remove();
    await this.cli('destroy', '--env=local', '--confirm=local');
  }
}

/** The objects of `local`, built by Kustomize from a copy of the tree in which one file was changed. */
export async function builtWith(file: string, change: (text: string) => string): Promise<readonly KubeObject[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tree-'));
  try {
    cpSync(renderedFolder, folder, { recursive: true });
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`expected a change of ${file}`);
    writeFileSync(path, after);
    return parseObjects(await kubectl(['kustomize', join(folder, 'overlays/local')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The objects of an environment that has no file. */
export async function builtFor(environment: Environment): Promise<readonly KubeObject[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tree-'));
  try {
    writeTree(folder, tree([environment]));
    return parseObjects(await kubectl(['kustomize', join(folder, 'overlays', environment.name)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The objects of an environment as they are committed. */
export const built = async (name = 'local'): Promise<readonly KubeObject[]> =>
  parseObjects(await kubectl(['kustomize', join(renderedFolder, 'overlays', name)]));
