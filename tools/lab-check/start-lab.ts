import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { freePort } from '../src/redis/free-port.ts';
import { putOnPath } from '../src/toolchain/put-on-path.ts';

const cli = join(import.meta.dirname, '../src/lab/cli.ts');

/** A lab of the test's own, beside one that may be there, driven through the command line. */
export class TestLab {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-lab-check-'));
  readonly name = 'sluice-lab-check';
  readonly state = join(this.folder, 'state');
  readonly kubeconfig = join(this.folder, 'kubeconfig');
  readonly ports: readonly number[];
  #env: Readonly<Record<string, string>>;

  static async create(): Promise<TestLab> {
    await putOnPath(['kubectl']);
    return new TestLab([await freePort(), await freePort()]);
  }

  private constructor(ports: readonly number[]) {
    this.ports = ports;
    writeFileSync(this.kubeconfig, '');
    this.#env = {
      SLUICE_LAB_NAME: this.name,
      SLUICE_LAB_STATE: this.state,
      SLUICE_LAB_API_PORT: String(ports[0]),
      SLUICE_LAB_NODE_PORT: String(ports[1]),
      KUBECONFIG: this.kubeconfig,
    };
  }

  /** Start a command of the lab; gives the running process, which never rejects. */
  start(...args: string[]) {
    return this.startWith({}, ...args);
  }

  startWith(env: Readonly<Record<string, string>>, ...args: string[]) {
    return execa(process.execPath, [cli, ...args], { env: { ...this.#env, ...env }, reject: false, all: true });
  }

  /** Wait until a running command says something. */
  says(running: ReturnType<TestLab['start']>, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      let said = '';
      running.all.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(what)) resolve();
      });
      running.all.on('end', () => reject(new Error(`expected "${what}" to be said, got:\n${said}`)));
    });
  }

  kubectl(...args: string[]) {
    return execa('kubectl', [`--context=${this.name}`, ...args], { env: this.#env });
  }

  /** Apply objects, in their order. */
  async apply(objects: readonly object[]): Promise<void> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    await execa('kubectl', [`--context=${this.name}`, 'apply', '--filename=-'], { env: this.#env, input });
  }

  /** The processes of one daemon, by its control group. */
  async pids(daemon: string): Promise<number[]> {
    const { stdout } = await execa('find', [
      '/sys/fs/cgroup',
      '-path',
      `*/${this.name}/daemons/${daemon}/cgroup.procs`,
    ]);
    return readFileSync(stdout, 'utf8').split('\n').filter(Boolean).map(Number);
  }

  async remove(): Promise<void> {
    await this.start('down');
    rmSync(this.folder, { recursive: true });
  }
}
