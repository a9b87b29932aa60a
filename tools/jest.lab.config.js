import { integration } from '../jest.preset.js';

/** A real cluster, again and again: needs root and a few minutes, so it is a target of its own (`lab-check`). */
export default {
  ...integration,
  displayName: 'tools lab',
  testMatch: ['<rootDir>/lab-check/**/*.int-spec.ts'],
  testTimeout: 300_000,
};
