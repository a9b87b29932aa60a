import type { Params } from 'nestjs-pino';

/**
 * Pino behind Nest's logger. Its request middleware stays out: it costs two child loggers and an async context for each
 * request, which the autoscaler would see as load. `RequestLog` writes the one line that is wanted.
 */
export const logging = (level: string): Params => ({ pinoHttp: { level }, forRoutes: [] });
