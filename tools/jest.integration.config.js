import { integration } from '../jest.preset.js';

export default { ...integration, displayName: 'tools integration' };
