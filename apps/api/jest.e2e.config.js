import { e2e } from '../../jest.preset.js';

export default { ...e2e, displayName: 'api e2e', setupFiles: ['<rootDir>/../../jest.nest-setup.js'] };
