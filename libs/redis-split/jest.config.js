import { unit } from '../../jest.preset.js';

export default {
  ...unit,
  displayName: 'redis-split',
  testMatch: [...unit.testMatch, '<rootDir>/{chaos,mutants}/**/*.spec.ts'],
  setupFiles: ['<rootDir>/../../jest.nest-setup.js'],
};
