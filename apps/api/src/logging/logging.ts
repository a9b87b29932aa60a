import type { Params } from 'nestjs-pino';
import type { LoggerOptions } from 'pino';

const secrets = ['password', 'secret', 'token', 'authorization', 'cookie', 'sluice-token'];

/**
 * What must not be in a log, and where it might be. Each by its full name: with a wildcard every line would be searched, and a
 * line is written for each request.
 */
const secretPaths = secrets.flatMap((name) => [`["${name}"]`, `headers["${name}"]`, `options["${name}"]`]);

/**
 * Pino behind Nest's logger. Its request middleware stays out: it costs two child loggers and an async context for each
 * request, which the autoscaler would see as load. `RequestLog` writes the one line that is wanted.
 */
export const logging = (level: string): Params => ({ pinoHttp: pinoOptions(level), forRoutes: [] });

export const pinoOptions = (level: string): LoggerOptions => ({
  level,
  redact: { paths: secretPaths, censor: '***' },
  // The last moment, since an error may name the URL that it failed at in its message, its stack and its cause.
  hooks: { streamWrite: withoutPasswords },
});

const withoutPasswords = (line: string): string =>
  line.includes('://') ? line.replace(/(\/\/[^:/@\s"]*:)[^@\s"]*@/g, '$1***@') : line;
