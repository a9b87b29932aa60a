import { describe, expect, it } from '@jest/globals';
import { differences } from './check/fresh.ts';
import { environments } from './environments/index.ts';
import { readTree, renderedFolder } from './rendered.ts';
import { tree } from './tree.ts';

describe(tree.name, () => {
  it('is what is committed; if not, run `npx nx run deploy:render`', () => {
    expect(differences(readTree(renderedFolder), tree(environments))).toEqual([]);
  });

  it('renders all environments in well under a second', () => {
    tree(environments);
    const startedMs = performance.now();
    tree(environments);
    // Ten times what it takes on a quiet machine.
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });

  it('is the same each time', () => {
    expect([...tree(environments)]).toEqual([...tree(environments)]);
  });

  it('gives every environment an overlay and a target', () => {
    const paths = [...tree(environments).keys()];
    for (const { name } of environments) {
      expect(paths).toEqual(expect.arrayContaining([`overlays/${name}/kustomization.yaml`, `targets/${name}.json`]));
    }
  });

  it('quotes what YAML 1.1 would read as a boolean', () => {
    expect(tree(environments).get('overlays/prod/api-autoscaler.yaml')).toContain('ignoreNullValues: "false"');
  });

  it('tells the load tests where the local API is', () => {
    expect(JSON.parse(tree(environments).get('targets/local.json') ?? '')).toEqual({
      environment: 'local',
      kubeContext: 'sluice-lab',
      namespace: 'sluice',
      apiUrl: 'http://127.0.0.1:32000',
      networkNamespace: 'sluice-lab',
      deployment: 'api',
      service: 'api',
      autoscaler: 'api',
      minReplicas: 1,
      maxReplicas: 6,
    });
  });
});
