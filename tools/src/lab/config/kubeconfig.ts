import { readFileSync } from 'node:fs';
import { certificate, labName, privateKey } from '../names.ts';

const base64 = (file: string) => readFileSync(file).toString('base64');

/** A kubeconfig that holds its certificates, for one of the lab's own users. */
export const kubeconfigFor = (user: string, server: string) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': labName,
  clusters: [{ name: labName, cluster: { server, 'certificate-authority-data': base64(certificate('ca')) } }],
  contexts: [{ name: labName, context: { cluster: labName, user: labName } }],
  users: [
    {
      name: labName,
      user: {
        'client-certificate-data': base64(certificate(user)),
        'client-key-data': base64(privateKey(user)),
      },
    },
  ],
});
