import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Env } from '@sluice/api-contract/env';
import { traceRedis } from './redis-spans.ts';
import { traceRequests } from './trace-requests.ts';

/** A collector that does not answer must not keep a process from ending. */
const exportTimeoutMs = 2000;

/** Ends with the application, and sends what is left. */
export interface Tracing extends OnApplicationShutdown {
  onApplicationShutdown(): Promise<void>;
}

/** Send spans to a collector by OTLP over HTTP. Who calls with a trace decides whether it is sampled; of the others a part is. */
export function startTracing(env: Env, adapter: FastifyAdapter): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${env.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: exportTimeoutMs,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': env.OTEL_SERVICE_NAME }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(env.OTEL_TRACES_SAMPLER_ARG) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: exportTimeoutMs })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  traceRedis();
  traceRequests(adapter);
  return { onApplicationShutdown: () => provider.shutdown() };
}
