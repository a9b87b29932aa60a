/** Metric names that the API exports and that dashboards, rules and scalers query. */
export const metricNames = {
  /**
   * Counter: every request, counted before any work, refused ones too; probes and scrapes are left out. The demand that the
   * autoscaler should follow: what was answered says only what could be served.
   */
  httpOffered: 'sluice_http_requests_offered_total',
  /** Counter: those refused at once for overload. */
  httpShed: 'sluice_http_requests_shed_total',
  /** Gauge. */
  httpInFlight: 'sluice_http_requests_in_flight',
  /** Gauge: how many may be in flight; moves with the lag of the event loop. */
  httpInFlightLimit: 'sluice_http_requests_in_flight_limit',
  /** Counter; labels `method`, `route` (template), `status`. */
  httpRequests: 'sluice_http_requests_total',
  /** Histogram in seconds; labels `method`, `route` (template). */
  httpRequestDuration: 'sluice_http_request_duration_seconds',
  /** Gauge; labels `role` (primary, replica), `address`; 1 when commands may be sent to that node. */
  redisNodeReady: 'sluice_redis_node_ready',
} as const;
