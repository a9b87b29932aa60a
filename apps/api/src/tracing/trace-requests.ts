import { context, propagation, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** A span around each request, in the trace of its caller if it has one; everything under way in it is inside that span. */
export function traceRequests(adapter: FastifyAdapter): void {
  const server = adapter.getInstance();
  const tracer = trace.getTracer('@sluice/api');
  const spans = new WeakMap<FastifyRequest, Span>();

  server.addHook('onRequest', (request, reply, done) => {
    const caller = propagation.extract(context.active(), request.headers);
    const { method } = request;
    const route = request.routeOptions.url;
    const attributes = { 'http.request.method': method, ...(route !== undefined && { 'http.route': route }) };
    const span = tracer.startSpan(route ? `${method} ${route}` : method, { kind: SpanKind.SERVER, attributes }, caller);
    const { traceId, spanId, traceFlags } = span.spanContext();
    spans.set(request, span);
    request.traceId = traceId;
    // W3C Trace Context, level 2: tells the caller under which names it will find this.
    void reply.header('Traceresponse', `00-${traceId}-${spanId}-0${traceFlags}`);
    context.with(trace.setSpan(caller, span), done);
  });

  server.addHook('onResponse', (request, { statusCode }, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
