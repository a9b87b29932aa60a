import { describe, expect, it } from '@jest/globals';
import { requestIdFrom, traceIdFrom } from './request-ids.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe(requestIdFrom.name, () => {
  it.each(['a', 'req_1.2:3-x', 'a'.repeat(128)])('keeps %s', (id) => {
    expect(requestIdFrom(id)).toBe(id);
  });

  it.each([[undefined], [''], ['a b'], ['a"b'], ['a'.repeat(129)], [['a', 'b']]])('makes one instead of %j', (id) => {
    expect(requestIdFrom(id)).toMatch(uuid);
  });
});

describe(traceIdFrom.name, () => {
  const trace = '0af7651916cd43dd8448eb211c80319c';

  it.each([
    [`00-${trace}-b7ad6b7169203331-01`, trace],
    [`cc-${trace}-b7ad6b7169203331-01-what-the-future-may-bring`, trace],
    [`ff-${trace}-b7ad6b7169203331-01`, undefined],
    [`00-${'0'.repeat(32)}-b7ad6b7169203331-01`, undefined],
    [`00-${trace.toUpperCase()}-b7ad6b7169203331-01`, undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('%s', (header, expected) => {
    expect(traceIdFrom(header)).toBe(expected);
  });
});
