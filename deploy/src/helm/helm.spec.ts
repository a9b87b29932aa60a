import { describe, expect, it } from '@jest/globals';
import { environments } from '../environments/index.ts';
import local from '../environments/local.ts';
import { releasesOf } from '../releases/index.ts';
import { parseHistory, parseList, parseMajor } from './answers.ts';
import { releaseDiff } from './diff.ts';
import { redact, secretsIn } from './redact.ts';
import { defineRelease } from './release.ts';

const release = { name: 'web', namespace: 'web', chart: { name: './web', version: '1.0.0' }, values: {} };

describe('the answers of helm', () => {
  it.each([
    ['v3.22.0', 3],
    ['v4.3.1\n', 4],
  ])('%j is major %s', (version, major) => expect(parseMajor(version)).toBe(major));

  it.each(['v2.17.0', 'v5.0.0', 'nonsense', ''])('refuses version %j, and says what to do', (version) => {
    expect(() => parseMajor(version)).toThrow(/^Expected helm 3 or 4, got .*Run this through Nx/);
  });

  it('are checked', () => {
    const row = { name: 'a', namespace: 'b', revision: '3', status: 'deployed', chart: 'a-1.0.0', updated: 'x' };
    expect(parseList(JSON.stringify([row]))[0]).toMatchObject({ name: 'a', revision: 3, status: 'deployed' });
    expect(() => parseList('[{"name":1}]')).toThrow(/helm list: expected another answer at 0\.name/);
    expect(() => parseHistory('WARNING: no JSON')).toThrow('helm history: expected another answer at its root');
  });
});

describe(releaseDiff.name, () => {
  const object = (name: string, data: object) =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data });
  const manifest = (...objects: string[]) => objects.map((text) => `---\n${text}\n`).join('');

  it('tells objects, never values', () => {
    const before = manifest(object('same', { a: '1', b: '2' }), object('changed', { a: '1' }), object('gone', {}));
    const after = manifest(object('same', { b: '2', a: '1' }), object('changed', { a: '2' }), object('new', {}));
    expect(releaseDiff(before, after)).toEqual({
      created: ['Secret/new'],
      changed: ['Secret/changed'],
      removed: ['Secret/gone'],
    });
  });
});

it('keeps secret values out of what is said', () => {
  const values = {
    adminPassword: 'hunter2',
    auth: { token: ['abcd-efgh'] },
    image: { tag: 'v1.2.3' },
    apiKey: 'k-123',
  };
  expect(secretsIn(values)).toEqual(['hunter2', 'abcd-efgh', 'k-123']);
  expect(redact('failed: hunter2 for v1.2.3', secretsIn(values))).toBe('failed: *** for v1.2.3');
});

describe(defineRelease.name, () => {
  it.each([
    [
      'a range',
      { ...release, chart: { ...release.chart, version: '^1.0.0' } },
      'chart.version: expected an exact version, e.g. 2.21.0; a range',
    ],
    ['a name', { ...release, name: 'Web' }, 'name: expected a name of at most 53 characters, got "Web"'],
    ['a time', { ...release, timeoutS: 5 }, 'timeoutS: expected 10 to 1800, got 5'],
  ])('names the field of %s that is wrong', (_what, wrong, sentence) => {
    expect(() => defineRelease(wrong)).toThrow(sentence);
  });

  it('is what every environment brings', () => {
    for (const environment of environments) expect(releasesOf(environment)).toHaveLength(environment.releases.length);
    expect(() => releasesOf({ ...local, releases: ['promtail'] })).toThrow(
      /local\.ts: releases: expected some of .* got promtail/,
    );
  });
});
