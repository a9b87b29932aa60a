import { describe, expect, it } from '@jest/globals';
import { foldSlices, parseAutoscaler, readyPods, type Slices } from './scale-lines.ts';

describe(parseAutoscaler.name, () => {
  it.each([
    ['ADDED 1', 1],
    ['MODIFIED 6', 6],
    ['ADDED ', null],
    ['DELETED 3', null],
  ])('reads `%s` as %p', (line, desired) => expect(parseAutoscaler(line)).toBe(desired));
});

describe(foldSlices.name, () => {
  const pod = (name: string, ready = true) =>
    // As kubectl 1.34 prints it.
    `{"addresses":["10.244.0.${name.at(-1)}"],"conditions":{"ready":${ready},"serving":${ready},"terminating":false},` +
    `"nodeName":"sluice-lab","targetRef":{"kind":"Pod","name":"${name}","namespace":"sluice","uid":"fbf3c026"}}`;
  const ready = (...lines: string[]) => readyPods(lines.reduce(foldSlices, new Map() as Slices));

  it('counts the ready endpoints of the newest state', () => {
    expect(ready(`ADDED api-abc [${pod('api-1')}]`)).toBe(1);
    expect(
      ready(
        `ADDED api-abc [${pod('api-1')}]`,
        `MODIFIED api-abc [${pod('api-1')},${pod('api-2', false)},${pod('api-3')}]`,
      ),
    ).toBe(2);
  });

  it.each(['MODIFIED api-abc null', 'MODIFIED api-abc []', 'MODIFIED api-abc '])('reads `%s` as no pod', (line) => {
    expect(ready(`ADDED api-abc [${pod('api-1')}]`, line)).toBe(0);
  });

  it('counts a pod once, also when two slices name it', () => {
    expect(ready(`ADDED api-v4 [${pod('api-1')},${pod('api-2')}]`, `ADDED api-v6 [${pod('api-1')}]`)).toBe(2);
  });

  it('forgets a slice that is deleted', () => {
    const lines = [`ADDED api-a [${pod('api-1')}]`, `ADDED api-b [${pod('api-2')}]`, `DELETED api-a [${pod('api-1')}]`];
    expect(ready(...lines)).toBe(1);
  });

  it('takes an endpoint without conditions or pod for ready, as Kubernetes does', () => {
    expect(ready('ADDED api-abc [{"addresses":["10.9.9.9"]},{"addresses":["10.9.9.8"],"conditions":{}}]')).toBe(2);
  });
});
