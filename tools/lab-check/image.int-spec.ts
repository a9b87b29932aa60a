import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { until } from '../src/lab/until.ts';
import { TestLab } from './start-lab.ts';

const tag = 'docker.io/sluice/lab-check:local';
const server = `
import { createServer } from 'node:http';
createServer((_request, response) => response.end('uid ' + process.getuid())).listen(3000);
`;
const containerfile = `
FROM docker.io/library/node:24.21.0-bookworm-slim
WORKDIR /app
COPY main.mjs ./
USER 10001:10001
ENTRYPOINT ["node", "main.mjs"]
`;

let lab: TestLab;

beforeAll(async () => {
  lab = await TestLab.create();
  expect(await lab.start('up')).toMatchObject({ exitCode: 0 });
});

afterAll(() => lab.remove());

it('builds a Containerfile, and runs it in the lab under restricted Pod Security, reached from the host', async () => {
  const folder = join(lab.folder, 'app');
  const archive = join(lab.folder, 'app.tar');
  mkdirSync(folder);
  writeFileSync(join(folder, 'Containerfile'), containerfile);
  writeFileSync(join(folder, 'main.mjs'), server);

  const image = join(import.meta.dirname, '../src/image/cli.ts');
  const built = await execa(process.execPath, [image, `--tag=${tag}`, `--output=${archive}`], { cwd: folder });
  expect(built.stdout).toMatch(/^image docker\.io\/sluice\/lab-check:local: \d+ MB in /);
  expect(await lab.start('load-image', archive)).toMatchObject({ exitCode: 0, all: `loaded ${tag}` });

  await lab.apply(manifests);
  await lab.kubectl('rollout', 'status', 'deployment/web', '--namespace=check', '--timeout=120s');
  // kube-proxy learns of a ready pod a moment after the Deployment does.
  const answer = () => fetch(`http://127.0.0.1:${lab.ports[1]}`).then((response) => response.text());
  await until('the NodePort answers', () => answer().then(Boolean, () => false), { timeoutMs: 30_000 });
  expect(await answer()).toBe('uid 10001');
});

it('says what makes an archive that is not there', async () => {
  const loaded = await lab.start('load-image', '/nowhere/api.tar');
  expect(loaded).toMatchObject({ exitCode: 2, all: expect.stringContaining('npx nx run api:image') });
});

const labels = { app: 'web' };
const manifests = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'check', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'check' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'web',
              image: tag,
              readinessProbe: { httpGet: { path: '/', port: 3000 }, periodSeconds: 1 },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'check' },
    spec: { type: 'NodePort', selector: labels, ports: [{ port: 3000, nodePort: 32000 }] },
  },
];
