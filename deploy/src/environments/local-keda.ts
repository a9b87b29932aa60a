import { defineEnvironment } from '../environment.ts';
import local from './local.ts';

/** The lab with its add-ons (`lab-up --with=monitoring,keda`): scales on offered requests, seen every second. */
export default defineEnvironment({
  ...local,
  tier: 'local',
  name: 'local-keda',
  api: { ...local.api, scaleOn: { signal: 'requests', perPodPerS: 28 } },
  monitoring: {
    namespace: 'monitoring',
    prometheusUrl: 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
    scrapeIntervalS: 1,
  },
});
