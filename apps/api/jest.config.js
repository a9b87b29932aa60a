import { unit } from '../../jest.preset.js';

// The staged copy of package.json would be a second module of the same name.
const modulePathIgnorePatterns = ['<rootDir>/dist-image'];

export default {
  ...unit,
  displayName: 'api',
  modulePathIgnorePatterns,
  setupFiles: ['<rootDir>/../../jest.nest-setup.js'],
};
