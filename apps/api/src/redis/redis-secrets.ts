import { readFileSync } from 'node:fs';
import type { Env, EnvProblem } from '@sluice/api-contract/env';

/** What the way to Redis needs and no variable should hold. */
export interface RedisSecrets {
  readonly password?: string;
  /** Certificates of the authorities to trust, PEM. */
  readonly ca?: string;
}

/** Read the files that the environment names, or say which could not be read. */
export function readRedisSecrets(env: Env): RedisSecrets | readonly EnvProblem[] {
  const problems: EnvProblem[] = [];
  const read = (variable: 'REDIS_PASSWORD_FILE' | 'REDIS_CA_FILE'): string | undefined => {
    const path = env[variable];
    if (path === '') return undefined;
    try {
      const text = readFileSync(path, 'utf8').trim();
      if (text !== '') return text;
      problems.push({ variable, message: `Expected a file with something in it, got an empty one: \`${path}\`` });
    } catch (error) {
      problems.push({ variable, message: `Expected a file that can be read, got \`${path}\`: ${String(error)}` });
    }
    return undefined;
  };
  const [password, ca] = [read('REDIS_PASSWORD_FILE'), read('REDIS_CA_FILE')];
  if (problems.length > 0) return problems;
  return { ...(password !== undefined && { password }), ...(ca !== undefined && { ca }) };
}
