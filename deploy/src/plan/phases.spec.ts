import { expect, it } from '@jest/globals';
import { phaseOf } from './phases.ts';

const object = (kind: string, name: string) => ({ apiVersion: 'v1', kind, metadata: { name } });

it.each([
  ['ground', 'Namespace', 'sluice'],
  ['ground', 'NetworkPolicy', 'redis'],
  ['ground', 'ConfigMap', 'redis-x'],
  ['ground', 'ExternalSecret', 'redis-users'],
  ['data', 'StatefulSet', 'redis-primary'],
  ['data', 'Service', 'redis-replica'],
  ['apps', 'Service', 'api'],
  ['apps', 'Deployment', 'api'],
  ['apps', 'ScaledObject', 'api'],
])('brings in phase %s: %s/%s', (phase, kind, name) => expect(phaseOf(object(kind, name))).toBe(phase));
