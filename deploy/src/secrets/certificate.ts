import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tlsNames, tlsSecret } from '../objects/redis-tls.ts';
import { openssl } from '../run/openssl.ts';
import { secret, type Secret } from './generate.ts';

const days = '825';

/** A certificate authority that signs once and is forgotten, and the certificate of Redis. Keys are on disk for a moment only. */
export async function generateCertificate(): Promise<Secret> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-certificate-'));
  const file = (name: string) => join(folder, name);
  const newKey = (name: string, subject: string) => [
    ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', subject],
    ...['-keyout', file(`${name}.key`)],
  ];
  try {
    await writeFile(file('names'), `subjectAltName=${tlsNames.map((name) => `DNS:${name}`).join(',')}\n`);
    await openssl([...newKey('ca', '/CN=sluice redis'), '-x509', '-days', days, '-out', file('ca.crt')]);
    await openssl([...newKey('tls', '/CN=redis'), '-out', file('tls.csr')]);
    await openssl([
      ...['x509', '-req', '-in', file('tls.csr'), '-days', days, '-extfile', file('names')],
      ...['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-out', file('tls.crt')],
    ]);
    const text = (name: string) => readFile(file(name), 'utf8');
    const keys = ['tls.crt', 'tls.key', 'ca.crt'];
    const entries = await Promise.all(keys.map(async (name) => [name, await text(name)] as const));
    return secret(tlsSecret, Object.fromEntries(entries), 'kubernetes.io/tls');
  } finally {
    await rm(folder, { recursive: true });
  }
}
