import 'reflect-metadata';
import { parseEnv } from '@sluice/api-contract/env';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.ts';
import { complainAboutEnv } from './env/complain-about-env.ts';
import { serveDocs } from './docs/api-docs.ts';
import { createHttpAdapter, httpOptions } from './http-adapter.ts';

const env = parseEnv(process.env);
if (!('PORT' in env)) {
  process.stderr.write(complainAboutEnv(env));
  process.exit(2);
}

const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(env), await createHttpAdapter(env), {
  ...httpOptions,
  bufferLogs: true,
});
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
