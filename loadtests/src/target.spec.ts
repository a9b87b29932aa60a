import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bareTarget, readTarget } from './target.ts';

describe(bareTarget.name, () => {
  it.each(['http://127.0.0.1:3000', 'http://localhost:3000/', 'http://[::1]:3000', 'https://127.8.0.1'])(
    'takes %s',
    (url) => expect(bareTarget(url)).toEqual({ environment: 'none', apiUrl: new URL(url).origin }),
  );

  it.each(['http://example.com', 'http://10.0.0.1:3000', 'http://127.evil.example', 'ftp://127.0.0.1', '3000', ''])(
    'refuses %p',
    (url) => expect(() => bareTarget(url)).toThrow(`got \`${url}\``),
  );
});

describe(readTarget.name, () => {
  const local = {
    ...{ environment: 'local', kubeContext: 'c', namespace: 'n', apiUrl: 'http://127.0.0.1:32000' },
    ...{ deployment: 'api', service: 'api', autoscaler: 'api', minReplicas: 1, maxReplicas: 6 },
  };
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-targets-'));
    const write = (name: string, target: object) => writeFile(join(folder, `${name}.json`), JSON.stringify(target));
    await write('local', local);
    await write('broken', { ...local, minReplicas: 0 });
    await write('away', { ...local, networkNamespace: 'sluice-no-such-namespace' });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads what the manifests say', async () => {
    expect(await readTarget(folder, 'local')).toEqual(local);
  });

  it.each([
    ['nope', 'expected --env to be one of away, broken, local; got `nope`'],
    ['broken', /broken\.json does not describe a target:[^]*minReplicas/],
    ['away', /`sluice-no-such-namespace`.* is not there: start the cluster with `npx nx run tools:lab-up`/],
  ])('refuses %s', (name, message) => expect(readTarget(folder, name)).rejects.toThrow(message));

  it('says what to do when nothing was rendered', () =>
    expect(readTarget(join(folder, 'none'), 'local')).rejects.toThrow('run `npx nx run deploy:render` first'));
});
