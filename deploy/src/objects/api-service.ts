import type { Environment } from '../environment.ts';
import type { Patch, Service } from '../kubernetes.ts';
import { apiLabels } from './labels.ts';

const identity = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' } } as const;

/** Port 80 inside the cluster. */
export const apiService: Service = {
  ...identity,
  metadata: { name: 'api', labels: apiLabels },
  spec: { selector: apiLabels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
};

/** Where an environment opens the API on its nodes. */
export const apiServicePatch = ({ api: { nodePort } }: Environment): Patch<Service> | undefined =>
  nodePort === undefined ? undefined : { ...identity, spec: { type: 'NodePort', ports: [{ port: 80, nodePort }] } };
