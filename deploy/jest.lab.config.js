import { integration } from '../jest.preset.js';

/** A real cluster: needs root and some ten minutes, so it is a target of its own (`lab-check`). */
export default {
  ...integration,
  displayName: 'deploy lab',
  testMatch: ['<rootDir>/lab-check/**/*.int-spec.ts'],
  testTimeout: 420_000,
};
