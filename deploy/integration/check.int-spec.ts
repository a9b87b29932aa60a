import { describe, expect, it } from '@jest/globals';
import { parseObjects } from '../src/build.ts';
import { environmentNamed } from '../src/environments/index.ts';
import { gates } from '../src/check/gates.ts';
import { cli, withTools } from './with-tools.ts';

const programs = ['kubectl', 'kustomize', 'kubeconform', 'kubectl-validate', 'kube-score', 'promtool'];

describe('check', () => {
  it('passes every gate, in every environment', async () => {
    const { exitCode, stdout } = await withTools(cli('check'), { CI: 'true' }, programs);
    expect(stdout).toMatch(
      /^✔ deploy\/rendered is what deploy\/src renders\n✔ local: keeps \d+ rules between its \d+ objects\n/,
    );
    expect(stdout).toMatch(/✔ alerts: every alert is silent when all is well, and fires when it should$/);
    expect(stdout).not.toMatch(/✖|skipped/);
    expect(exitCode).toBe(0);
  });

  it('names the programs that are missing, and cannot run without them in CI', async () => {
    const command = cli('check', '--env=local');
    const bare = { PATH: `${process.execPath.replace(/\/node$/, '')}:/usr/bin:/bin` };
    const onALaptop = await withTools(command, { ...bare, CI: '' }, ['kubectl']);
    expect(onALaptop.stdout).toContain(
      '… skipped, since they are not on PATH: kustomize, kubeconform, kubectl-validate, kube-score, promtool.',
    );
    expect(onALaptop.exitCode).toBe(0);
    const inCi = await withTools(command, { ...bare, CI: 'true' }, ['kubectl']);
    expect(inCi.stderr).toContain(
      'Expected kustomize, kubeconform, kubectl-validate, kube-score, promtool on PATH in CI',
    );
    expect(inCi.exitCode).toBe(2);
  });

  it.each([
    [
      'kustomize',
      /expected the bytes that `kubectl kustomize` builds, got others/,
      (text: string) => `${text}# more\n`,
    ],
    [
      'kubeconform',
      /additional properties 'replica' not allowed/,
      (text: string) => text.replace('minReadySeconds:', 'replica:'),
    ],
    [
      'kubectl-validate',
      /minReplicaCount must be less than or equal to maxReplicaCount/,
      (text: string) => text.replace('minReplicaCount: 3', 'minReplicaCount: 99'),
    ],
    [
      'kube-score',
      /CRITICAL/,
      (text: string) => text.replaceAll('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'),
    ],
  ] as const)('%s objects to what is wrong', async (program, objection, breaks) => {
    const { stdout } = await withTools(['kubectl', 'kustomize', 'rendered/overlays/prod']);
    const text = breaks(`${stdout}\n`);
    const { stdout: path } = await withTools(['sh', '-c', 'echo $PATH'], {}, programs);
    process.env['PATH'] = path;
    const gate = gates.find((one) => one.program === program);
    const built = { environment: environmentNamed('prod'), text, objects: parseObjects(text) };
    expect(await gate?.run(built)).toEqual({ objection: expect.stringMatching(objection) });
    expect(await gate?.run({ ...built, text: `${stdout}\n` })).toEqual({});
  });
});
