import exec from 'k6/execution';
import type { RefinedResponse, ResponseType } from 'k6/http';
import { Gauge, Trend } from 'k6/metrics';
import { check } from 'k6';
import { metrics } from '../points.ts';

const requests = new Trend(metrics.request, true);
const loadStart = new Gauge(metrics.loadStart);

/**
 * Send one request and report it: one point with its latency incl. connecting (k6's own `http_req_duration` leaves
 * that out) and whether the answer was a 200.
 */
export function measured(send: () => RefinedResponse<ResponseType>): void {
  if (exec.scenario.iterationInTest === 0) loadStart.add(exec.scenario.startTime);
  const begunMs = Date.now();
  const response = send();
  const answered = response.status !== 0;
  const { blocked, duration } = response.timings;
  // `blocked` includes connecting. Without an answer k6 reports zeros, and a time-out must not look fast.
  const latencyMs = answered ? blocked + duration : Date.now() - begunMs;
  const ok = check(response, { 'status is 200': ({ status }) => status === 200 });
  requests.add(latencyMs, { ok: String(ok) });
}
