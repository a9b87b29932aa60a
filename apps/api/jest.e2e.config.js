import { e2e } from '../../jest.preset.js';

// The staged copy of package.json would be a second module of the same name.
const modulePathIgnorePatterns = ['<rootDir>/dist-image'];

export default {
  ...e2e,
  displayName: 'api e2e',
  modulePathIgnorePatterns,
  setupFiles: ['<rootDir>/../../jest.nest-setup.js'],
};
