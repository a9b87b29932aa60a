import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type RedisNode, type RedisTopology, startRedisTopology } from '@sluice/tools/redis';
import { createSplitClient, type SplitClient, type SplitOptions } from '../src/index.ts';
import { allInSync, ask } from './servers.ts';
import { until } from './until.ts';

describe('TLS, and users with a password', () => {
  let topology: RedisTopology;
  let folder: string;
  let ca: string;
  let urls: string[];

  beforeAll(async () => {
    topology = await startRedisTopology({ replicas: 1 });
    folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=redis', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const keys = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
    ];
    execFileSync('openssl', ['req', '-x509', '-days', '1', ...keys, ...subject], { stdio: 'ignore' });
    ca = readFileSync(certificate, 'utf8');
    urls = await Promise.all(
      [topology.primary, ...topology.replicas].map(async (node) => {
        const port = await listenWithTls(node, key, certificate);
        await ask(node, (redis) =>
          redis.call('ACL', 'SETUSER', 'app', 'on', '>correct', 'allkeys', 'allchannels', '+@all'),
        );
        return `rediss://app:correct@127.0.0.1:${port}`;
      }),
    );
  });

  afterAll(async () => {
    await topology.stop();
    rmSync(folder, { recursive: true });
  });

  async function listenWithTls(node: RedisNode, key: string, certificate: string): Promise<number> {
    const port = await freePort();
    await ask(node, (redis) =>
      redis.call(
        ...['CONFIG', 'SET', 'tls-cert-file', certificate, 'tls-key-file', key, 'tls-ca-cert-file', certificate],
        ...['tls-auth-clients', 'no', 'tls-port', `${port}`],
      ),
    );
    return port;
  }

  const using = async (options: SplitOptions, use: (client: SplitClient) => Promise<void>): Promise<void> => {
    const client = createSplitClient({ probeIntervalMs: 100, ...options });
    try {
      await use(client);
    } finally {
      await client.close();
    }
  };

  it('reads and writes, leases and durable writes too', () =>
    using({ topology: { kind: 'static', nodes: urls }, tls: { ca } }, async (client) => {
      await allInSync(client);
      expect(await client.durable({ replicas: 1, timeoutMs: 20_000 }).set('k', 'v')).toBe('OK');
      await until(async () => (await client.get('k')) === 'v');
      expect(await client.lease('primary', (connection) => connection.get('k'))).toBe('v');
    }));

  it('does not trust a server that cannot prove who it is', () =>
    using({ topology: { kind: 'static', nodes: urls } }, async (client) => {
      await until(() => client.nodes().every(({ reason }) => /self-signed|certificate/.test(reason ?? '')));
      await expect(client.get('k')).rejects.toMatchObject({ code: 'REDIS_SPLIT_NO_NODE' });
    }));

  it('says when the password is wrong, without it', () =>
    using(
      { topology: { kind: 'static', nodes: urls.map((url) => url.replace('correct', 'hunter2')) }, tls: { ca } },
      async (client) => {
        await until(() => client.nodes().every(({ reason }) => reason?.startsWith('WRONGPASS')));
        expect(JSON.stringify(client.nodes())).not.toContain('hunter2');
      },
    ));
});
