import 'reflect-metadata';
import { parseEnv, type EnvProblem } from '@sluice/api-contract/env';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.ts';
import { serveDocs } from './docs/api-docs.ts';
import { complainAboutEnv } from './env/complain-about-env.ts';
import { redisOptions } from './redis/redis-options.ts';
import { readRedisSecrets } from './redis/redis-secrets.ts';
import { createHttpAdapter, httpOptions } from './http-adapter.ts';

const env = parseEnv(process.env);
if (!('PORT' in env)) complain(env);
const secrets = readRedisSecrets(env);
if ('length' in secrets) complain(secrets);

const adapter = await createHttpAdapter(env);
// Loaded only when it is wanted: it would double the time that a pod takes to start.
const tracing = env.OTEL_EXPORTER_OTLP_ENDPOINT && (await import('./tracing/tracing.ts')).startTracing(env, adapter);
const app = await NestFactory.create<NestFastifyApplication>(
  AppModule.for(env, redisOptions(env, secrets), tracing || undefined),
  adapter,
  {
    ...httpOptions,
    bufferLogs: true,
  },
);
const logger = app.get(Logger);
app.useLogger(logger);
serveDocs(app);
// Without `useProcessExit` Nest ends by sending itself the signal again: 143 instead of 0.
app.enableShutdownHooks([], { useProcessExit: true });

try {
  await app.listen(env.PORT, '0.0.0.0');
} catch (error) {
  logger.fatal(error, `Cannot listen on port ${env.PORT}: choose another by PORT`);
  process.exit(2);
}

function complain(problems: readonly EnvProblem[]): never {
  process.stderr.write(complainAboutEnv(problems));
  process.exit(2);
}
