import { expect, it } from '@jest/globals';
import { mountsBelow } from './down.ts';

it('finds mounts at and below a folder, not beside it', () => {
  const mounts = ['a /var/lib/lab x', 'b /var/lib/lab/run x', 'c /var/lib/lab-other x', 'd / x', ''].join('\n');
  expect(mountsBelow('/var/lib/lab', mounts)).toEqual(['/var/lib/lab', '/var/lib/lab/run']);
});
