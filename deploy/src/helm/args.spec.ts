import { describe, expect, it } from '@jest/globals';
import { crdsArgs, historyArgs, listArgs, rollbackArgs, uninstallArgs, upgradeArgs } from './args.ts';

const target = { name: 'keda', namespace: 'scaling' };
const chart = { name: 'keda', repository: 'https://charts.example.com', version: '2.21.0' };
const options = { valuesFile: '/v.yaml', timeoutS: 90 };

describe(upgradeArgs.name, () => {
  it('is one list, with everything said', () => {
    expect(upgradeArgs(target, chart, options, 3).join(' ')).toBe(
      'upgrade keda keda --repo https://charts.example.com --version 2.21.0 --install --namespace scaling --create-namespace ' +
        '--skip-crds --reset-values --values /v.yaml --history-max 10 --timeout 90s --output json --atomic --wait',
    );
  });

  it('undoes a failure by the words of Helm 4', () => {
    expect(upgradeArgs(target, chart, options, 4).slice(-2)).toEqual(['--rollback-on-failure', '--wait=watcher']);
  });

  it('tries out without waiting', () => {
    expect(upgradeArgs(target, chart, { ...options, dryRun: true }, 4).slice(-1)).toEqual(['--dry-run=server']);
  });

  it('takes a folder without a repository', () => {
    expect(upgradeArgs(target, { name: './chart', version: '1.0.0' }, options, 3).slice(1, 5)).toEqual([
      'keda',
      './chart',
      '--version',
      '1.0.0',
    ]);
  });
});

it.each([
  [3, '--wait'],
  [4, '--wait=watcher'],
] as const)('waits after a rollback by Helm %s', (major, wait) => {
  expect(rollbackArgs(target, 2, 60, major).join(' ')).toBe(
    `rollback keda 2 --namespace scaling --timeout 60s ${wait}`,
  );
});

it('asks and removes', () => {
  expect(listArgs('scaling').join(' ')).toBe('list --namespace scaling --all --output json');
  expect(historyArgs(target).join(' ')).toBe('history keda --namespace scaling --output json');
  expect(uninstallArgs(target, 30).join(' ')).toBe(
    'uninstall keda --namespace scaling --ignore-not-found --wait --timeout 30s',
  );
  expect(crdsArgs(chart).join(' ')).toBe('show crds keda --repo https://charts.example.com --version 2.21.0');
});
