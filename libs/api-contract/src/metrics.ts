/** Metric names that the API exports and that dashboards, rules and scalers query. */
export const metricNames = {
  /** Counter; labels `method`, `route` (template), `status`. */
  httpRequests: 'sluice_http_requests_total',
  /** Histogram in seconds; labels `method`, `route` (template). */
  httpRequestDuration: 'sluice_http_request_duration_seconds',
  /** Gauge; labels `role` (primary, replica), `address`; 1 when commands may be sent to that node. */
  redisNodeReady: 'sluice_redis_node_ready',
} as const;
