import { fileURLToPath } from 'node:url';
import { swcOptions } from './tools/swc-options.mjs';

/**
 * Shared by every project: native ESM (NODE_OPTIONS is set in nx.json), sources of the workspace
 * resolved without a build by the condition `@sluice/source`.
 */
const base = {
  reporters: ['default', fileURLToPath(new URL('tools/jest-count-reporter.mjs', import.meta.url))],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@sluice/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions] },
};

/** Pure code: the spec lies beside the source. */
export const unit = { ...base, testMatch: ['<rootDir>/src/**/*.spec.ts'] };

/** Real servers: one file at a time, since the machine is small and faults need room. */
export const integration = {
  ...base,
  testMatch: ['<rootDir>/integration/**/*.int-spec.ts'],
  maxWorkers: 1,
  testTimeout: 60_000,
};

/** The built thing as a process. */
export const e2e = { ...base, testMatch: ['<rootDir>/e2e/**/*.e2e-spec.ts'], maxWorkers: 1, testTimeout: 60_000 };
