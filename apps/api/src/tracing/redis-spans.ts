import { tracingChannel } from 'node:diagnostics_channel';
import { context, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';

/** What ioredis says of each command; see its `tracing` module. */
interface CommandMessage {
  readonly command: string;
  readonly serverAddress?: string;
  readonly serverPort?: number;
  readonly error?: unknown;
}

/** A span for each Redis command that a traced request sends. The client's own probes belong to no request and have none. */
export function traceRedis(): void {
  const tracer = trace.getTracer('@sluice/api');
  const spans = new WeakMap<object, Span>();
  tracingChannel<string, CommandMessage>('ioredis:command').subscribe({
    start(message) {
      if (!trace.getSpan(context.active())?.isRecording()) return;
      const { command, serverAddress, serverPort } = message;
      // Arguments stay out: they are the values of users.
      const attributes = {
        'db.system.name': 'redis',
        'db.operation.name': command.toUpperCase(),
        ...(serverAddress !== undefined && { 'server.address': serverAddress }),
        ...(serverPort !== undefined && { 'server.port': serverPort }),
      };
      spans.set(message, tracer.startSpan(command.toUpperCase(), { kind: SpanKind.CLIENT, attributes }));
    },
    end() {},
    asyncStart() {},
    asyncEnd(message) {
      spans.get(message)?.end();
    },
    error(message) {
      spans.get(message)?.setStatus({ code: SpanStatusCode.ERROR, message: String(message.error) });
    },
  });
}
