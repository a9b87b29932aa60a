import { describe, expect, it } from '@jest/globals';
import { electByRole, type Candidate } from './elect.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

interface Node extends Candidate {
  readonly name: string;
}

const node = (name: string, info: Partial<NonNullable<Candidate['info']>> | undefined, tried = true): Node => ({
  name,
  tried,
  info: info && { role: 'replica', linkUp: true, hasData: true, replicas: 0, ...info },
});
const primary = (name: string, replid: string, replicas = 0) =>
  node(name, { role: 'primary', replicas, position: { replid, offset: 9n } });
const promoted = (name: string, from: string, replid: string) =>
  node(name, {
    role: 'primary',
    position: { replid, offset: 9n },
    previous: { replid: from, forkOffset: 5n },
  });
const replica = (name: string) => node(name, { position: { replid: A, offset: 9n } });
const gone = (name: string) => node(name, undefined);

describe(electByRole.name, () => {
  describe('at first', () => {
    it.each<[string, Node[], string | undefined]>([
      ['the one who says so', [replica('r'), primary('p', A)], 'p'],
      ['nobody while one was not heard yet', [primary('p', A), node('r', undefined, false)], undefined],
      ['the one who says so, though another cannot be reached', [primary('p', A), gone('r')], 'p'],
      ['the one whom replicas follow, of two', [primary('lonely', A), primary('p', B, 1), replica('r')], 'p'],
      ['the one who was promoted after the other', [primary('zombie', A, 5), promoted('p', A, B)], 'p'],
      ['nobody when two are alike', [primary('p', A), primary('q', B)], undefined],
      ['nobody when none says so', [replica('r'), replica('s')], undefined],
    ])('is %s', (_what, nodes, expected) => {
      expect(electByRole(nodes, undefined, undefined)?.name).toBe(expected);
    });
  });

  describe('with a primary', () => {
    const current = primary('p', A);

    it.each<[string, Node, Node[], string | undefined]>([
      ['stays it while it says so, whatever another one claims', current, [primary('alone', B, 3)], 'p'],
      ['stays it while nobody else is, though it cannot be reached', gone('p'), [replica('r')], 'p'],
      ['is not replaced by one that nobody follows and that comes from nowhere', gone('p'), [primary('x', B)], 'p'],
      ['is replaced by one that replicas follow', gone('p'), [primary('x', B, 1)], 'x'],
      ['is replaced by one that goes on from its history', gone('p'), [promoted('x', A, B)], 'x'],
      ['is replaced by one that was promoted after it, though it came back', current, [promoted('x', A, B)], 'x'],
      ['is none any more when it says that it is a replica', replica('p'), [replica('r')], undefined],
      ['is replaced at once when it was demoted', replica('p'), [promoted('x', A, B)], 'x'],
    ])('%s', (_what, now, others, expected) => {
      expect(electByRole([now, ...others], now, A)?.name).toBe(expected);
    });

    it('is found anew when it is no member any more', () => {
      expect(electByRole([primary('x', B), replica('r')], gone('p'), A)?.name).toBe('x');
    });
  });
});
