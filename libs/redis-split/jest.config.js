import { unit } from '../../jest.preset.js';

export default { ...unit, displayName: 'redis-split', setupFiles: ['<rootDir>/../../jest.nest-setup.js'] };
