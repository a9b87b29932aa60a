import { unit } from '../../jest.preset.js';

export default { ...unit, displayName: 'api', setupFiles: ['<rootDir>/../../jest.nest-setup.js'] };
