import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readNodes, type Candidate, type ReadFrom } from './read-nodes.ts';

const node = fc.record<Candidate>({
  role: fc.constantFrom('primary', 'replica'),
  standing: fc.constantFrom('fit', 'stale', 'unfit'),
});
const nodes = fc.array(node, { maxLength: 8 });
const from = fc.constantFrom<ReadFrom>('primary', 'replica', 'preferReplica', 'any');

describe(readNodes.name, () => {
  it('takes only nodes that are allowed and have data, each once, and never a mix of fit and stale', () => {
    fc.assert(
      fc.property(nodes, from, (all, whom) => {
        const serving = readNodes(all, whom);

        expect(new Set(serving).size).toBe(serving.length);
        for (const each of serving) {
          expect(all).toContain(each);
          expect(each.standing).toBe(serving[0]?.standing);
          expect(each.standing).not.toBe('unfit');
          if (whom === 'primary') expect(each).toEqual({ role: 'primary', standing: 'fit' });
          if (whom === 'replica') expect(each.role).toBe('replica');
        }
      }),
    );
  });

  it('leaves no read without a node while one that is allowed is fit, nor a fit replica without reads', () => {
    fc.assert(
      fc.property(nodes, from, (all, whom) => {
        const serving = readNodes(all, whom);
        const fit = all.filter(
          ({ role, standing }) => standing === 'fit' && (whom === 'primary') <= (role === 'primary'),
        );
        const allowed = whom === 'replica' ? fit.filter(({ role }) => role === 'replica') : fit;

        if (allowed.length > 0) expect(serving.some(({ standing }) => standing === 'fit')).toBe(true);
        if (whom !== 'primary') {
          for (const each of allowed.filter(({ role }) => role === 'replica')) expect(serving).toContain(each);
        }
      }),
    );
  });

  it('does not turn to the primary while a replica is fit, unless asked for any', () => {
    fc.assert(
      fc.property(nodes, (all) => {
        const serving = readNodes(all, 'preferReplica');
        const fitReplica = all.some(({ role, standing }) => role === 'replica' && standing === 'fit');

        if (fitReplica) expect(serving.every(({ role }) => role === 'replica')).toBe(true);
      }),
    );
  });
});
