import type { Environment } from './environment.ts';
import { apiAutoscaler } from './objects/api-autoscaler.ts';
import { apiDeployment } from './objects/api-deployment.ts';
import { apiService } from './objects/api-service.ts';

/** What the load tests must know of a deployment. They read it as a file, never as code. */
export const target = ({ name, kubeContext, namespace, apiUrl, networkNamespace, api }: Environment) => ({
  environment: name,
  kubeContext,
  namespace,
  apiUrl,
  networkNamespace,
  deployment: apiDeployment.metadata?.name,
  service: apiService.metadata?.name,
  autoscaler: apiAutoscaler.metadata?.name,
  minReplicas: api.replicas.min,
  maxReplicas: api.replicas.max,
});
