import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { findRedisServers, freePort } from '@sluice/tools/redis';
import { until } from './until.ts';

/** A real server that speaks TLS only, and lets in one user with a password. */
export interface TlsRedis {
  readonly port: number;
  readonly caFile: string;
  readonly passwordFile: string;
  stop(): Promise<void>;
}

export async function startTlsRedis(user: string, password: string): Promise<TlsRedis> {
  const {
    found: [server],
  } = await findRedisServers();
  if (!server) throw new Error('Expected a redis-server');
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'));
  const file = (name: string) => join(folder, name);
  makeCertificates(file);
  writeFileSync(file('password'), `${password}\n`, { mode: 0o600 });
  writeFileSync(file('acl'), `user default off\nuser ${user} on >${password} ~* &* +@all\n`);
  const port = await freePort();
  const child = spawn(
    server.path,
    [
      ...['--port', '0', '--tls-port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--tls-cert-file', file('server.crt'), '--tls-key-file', file('server.key')],
      ...['--tls-ca-cert-file', file('ca.crt'), '--tls-auth-clients', 'no', '--aclfile', file('acl')],
    ],
    { stdio: 'ignore' },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  await until(() => speaksTls(port, file('ca.crt')), Boolean);
  return {
    port,
    caFile: file('ca.crt'),
    passwordFile: file('password'),
    stop: async () => {
      process.removeListener('exit', kill);
      const exited = once(child, 'exit');
      kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeCertificates(file: (name: string) => string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const key = (name: string) => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    file(name),
  ];
  openssl('req', '-x509', ...key('ca.key'), '-out', file('ca.crt'), '-days', '2', '-subj', '/CN=test CA');
  openssl('req', ...key('server.key'), '-out', file('server.csr'), '-subj', '/CN=localhost');
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
  openssl(
    ...['x509', '-req', '-in', file('server.csr'), '-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial'],
    ...['-out', file('server.crt'), '-days', '2', '-extfile', file('names')],
  );
}

const speaksTls = (port: number, caFile: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: 'localhost', ca: readFileSync(caFile) });
    socket.on('secureConnect', () => resolve((socket.destroy(), true)));
    socket.on('error', () => resolve(false));
  });
