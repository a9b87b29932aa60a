import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Who may import whom, and what from outside; house rule: no `* → *`, and every project has exactly one `type:` tag. */
const rooms = {
  'type:app': { of: ['type:lib', 'type:contract'], not: ['execa', 'kubernetes-models'] },
  'type:lib': { of: ['type:lib'], not: ['pino', 'nestjs-pino', 'prom-client'] },
  'type:contract': { of: [], only: ['zod'] },
  'type:deploy': { of: ['type:contract'], not: ['@nestjs/*', 'ioredis'] },
  'type:loadtest': { of: ['type:lib', 'type:contract'], not: ['@nestjs/*', 'ioredis'] },
  'type:tool': { of: [], not: ['@nestjs/*', 'ioredis'] },
};

const boundaries = (extra = []) => [
  'error',
  {
    // Tests are not built, so what they start need not be buildable either.
    enforceBuildableLibDependency: extra.length === 0,
    allow: ['^.*/jest\\.preset\\.js$', '^.*/eslint\\.config\\.js$'],
    depConstraints: Object.entries(rooms).map(([sourceTag, { of, not, only }]) => ({
      sourceTag,
      onlyDependOnLibsWithTags: [...of, ...extra],
      ...(not && { bannedExternalImports: not }),
      ...(only && { allowedExternalImports: [...only, '@jest/globals'] }),
    })),
  },
];

export default defineConfig(
  {
    ignores: [
      '**/dist',
      '**/dist-image',
      '**/out-tsc',
      '**/node_modules',
      '**/test-results',
      'loadtests/results',
      '.nx',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest reads constructor types at run time: never rewrite them to `import type`.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.js', '**/*.mjs'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': boundaries() },
  },
  {
    // Tests and benchmarks on real servers, and only they, may import the tools that start them.
    files: ['**/{integration,e2e,chaos,lab-check,bench}/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(['type:tool']) },
  },
  prettier,
);
