import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { toProblem } from './to-problem.ts';

describe(toProblem.name, () => {
  it('keeps what broke inside to itself', () => {
    expect(toProblem(new Error('password=secret'))).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
    });
  });

  it('says what Nest says', () => {
    expect(toProblem(new NotFoundException('No item'))).toMatchObject({ status: 404, detail: 'No item' });
  });
});
