import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { certificate, labName, node, paths, privateKey, ranges } from './names.ts';

interface Identity {
  readonly name: string;
  readonly subject: string;
  readonly hosts?: readonly string[];
}

/** Everyone who shows a certificate; the subject decides what RBAC lets them do. */
export const identities: readonly Identity[] = [
  {
    name: 'apiserver',
    subject: '/CN=kube-apiserver',
    hosts: [
      'DNS:localhost',
      'DNS:kubernetes',
      'DNS:kubernetes.default',
      'DNS:kubernetes.default.svc',
      'DNS:kubernetes.default.svc.cluster.local',
      'IP:127.0.0.1',
      `IP:${node.address}`,
      `IP:${ranges.kubernetesService}`,
    ],
  },
  { name: 'admin', subject: '/O=system:masters/CN=admin' },
  { name: 'kube-controller-manager', subject: '/CN=system:kube-controller-manager' },
  { name: 'kube-scheduler', subject: '/CN=system:kube-scheduler' },
  {
    name: 'kubelet',
    subject: `/O=system:nodes/CN=system:node:${labName}`,
    hosts: [`DNS:${labName}`, `IP:${node.address}`],
  },
  { name: 'kube-proxy', subject: '/CN=system:kube-proxy' },
  { name: 'front-proxy', subject: '/CN=front-proxy-client' },
];

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const days = '365';

/** A fresh authority, a certificate for everyone, and the key pair that signs service accounts' tokens. */
export async function makeCertificates(): Promise<void> {
  await mkdir(paths.pki, { recursive: true, mode: 0o700 });
  const ca = ['-keyout', privateKey('ca'), '-out', certificate('ca'), '-subj', '/CN=sluice-lab-ca', '-days', days];
  await openssl('req', '-x509', ...newKey, ...ca);
  await Promise.all(identities.map(issue));
  await openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-out', privateKey('sa'));
  await openssl('pkey', '-in', privateKey('sa'), '-pubout', '-out', join(paths.pki, 'sa.pub'));
}

async function issue({ name, subject, hosts }: Identity, index: number): Promise<void> {
  const request = join(paths.pki, `${name}.csr`);
  const extensions = join(paths.pki, `${name}.ext`);
  const alternative = hosts ? `subjectAltName=${hosts.join(',')}\n` : '';
  await writeFile(extensions, `extendedKeyUsage=serverAuth,clientAuth\n${alternative}`);
  await openssl('req', ...newKey, '-keyout', privateKey(name), '-subj', subject, '-out', request);
  const signer = ['-CA', certificate('ca'), '-CAkey', privateKey('ca'), '-set_serial', String(index + 1)];
  await openssl(
    'x509',
    '-req',
    '-in',
    request,
    ...signer,
    '-days',
    days,
    '-extfile',
    extensions,
    '-out',
    certificate(name),
  );
}

const openssl = (...args: string[]) => execa('openssl', args);
