import type { Params } from 'nestjs-pino';
import type { LoggerOptions } from 'pino';

/** What must not be in a log, by name, at the top of a line and one level down. */
const secrets = ['password', 'secret', 'token', 'authorization', 'cookie', '["sluice-token"]'];

/** Where such names are in what is logged. */
const secretPaths = secrets.flatMap((name) => [name, name.startsWith('[') ? `*${name}` : `*.${name}`]);

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
