import { expect, it } from '@jest/globals';
import { complainAboutEnv } from './complain-about-env.ts';

it('gives every variable a line and says where to read on', () => {
  expect(complainAboutEnv([{ variable: 'PORT', message: 'Expected a port, got `x`' }])).toBe(
    'PORT: Expected a port, got `x`\n' + 'Not started. apps/api/README.md, "Settings", explains each variable.\n',
  );
});
