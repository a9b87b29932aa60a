import { integration } from '../../jest.preset.js';

export default {
  ...integration,
  displayName: 'redis-split integration',
  setupFiles: ['<rootDir>/../../jest.nest-setup.js'],
};
