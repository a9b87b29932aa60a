import { expect, it } from '@jest/globals';
import { isHeld } from './lease.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const lease = (renewTime: string, holderIdentity?: string) => ({
  metadata: {},
  spec: { renewTime, holderIdentity, leaseDurationSeconds: 15 },
});

it.each([
  ['by one that renewed it a moment ago', lease('2026-11-24T11:59:50.000000Z', 'someone'), true],
  ['by none that was killed', lease('2026-11-24T11:59:40.000000Z', 'someone'), false],
  ['by none that left', lease('2026-11-24T11:59:59.000000Z'), false],
])('is held %s', (_who, given, held) => expect(isHeld(given, now)).toBe(held));
