import { expect, it } from '@jest/globals';
import { leaveFirst, withoutSuccessors } from './handover.ts';

const object = (kind: string) => ({ apiVersion: 'v1', kind, metadata: { name: 'api' } });

it('lets autoscalers go first, and nothing else', () => {
  const leaving = ['ConfigMap', 'ScaledObject', 'HorizontalPodAutoscaler'].map((kind) => ({
    apiVersion: 'v1',
    kind,
    name: 'api',
  }));
  expect(leaveFirst(leaving).map(({ kind }) => kind)).toEqual(['ScaledObject', 'HorizontalPodAutoscaler']);
});

it('asks no one about the successor of one that leaves', () => {
  const objects = [object('Deployment'), object('HorizontalPodAutoscaler')];
  expect(withoutSuccessors(objects, ['ScaledObject/api'])).toEqual([objects[0]]);
  expect(withoutSuccessors(objects, ['ConfigMap/x'])).toEqual(objects);
});
