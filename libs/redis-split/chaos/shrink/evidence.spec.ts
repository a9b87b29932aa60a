import { describe, expect, it } from '@jest/globals';
import { violationsIn } from '../history/check.ts';
import { story } from '../history/story.ts';
import { evidenceFor } from './evidence.ts';

describe(evidenceFor.name, () => {
  it('leaves what proves the violation, and nothing else', async () => {
    const told = story().session(1).session(2);
    for (let value = 0; value < 50; value++) told.write(value, { session: value % 2 ? 1 : 2, key: `k${value}` });
    told.token(7, 1).session(3, 7).token(8, 3).read([], { after: 8, key: 'k13' });

    const [violation, ...others] = violationsIn(told.history);
    if (!violation) throw new Error('Expected a violation');
    expect(others).toEqual([]);
    expect((await evidenceFor(violation, told.history)).map(({ kind }) => kind)).toEqual([
      'write',
      'token',
      'session',
      'token',
      'read',
    ]);
  });
});
