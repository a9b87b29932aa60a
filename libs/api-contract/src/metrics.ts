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
  /** Gauge, always 1; labels `version`, `commit`, `node_version`. */
  buildInfo: 'sluice_build_info',
  /** Counter of seconds in which the event loop ran something. Its rate is the utilisation, right for any window and any scraper. */
  eventLoopActive: 'sluice_event_loop_active_seconds_total',
  /** Counter of seconds in which it waited. */
  eventLoopIdle: 'sluice_event_loop_idle_seconds_total',
  /** Gauge, 0 to 1, of the last second. */
  eventLoopUtilisation: 'sluice_event_loop_utilization',
  /** Gauge in seconds, of the last second; label `quantile` (0.5, 1). */
  eventLoopLag: 'sluice_event_loop_lag_seconds',
  /**
   * Gauge; labels `role` (primary, replica), `address`, `node`; 1 when commands may be sent to that node. The other metrics of a
   * node have `node` alone, a number from 0: addresses come and go.
   */
  redisNodeReady: 'sluice_redis_node_ready',
  /** Gauge in seconds; label `node`: every write older than this is in its data. Absent while that is not known. */
  redisNodeStaleness: 'redis_split_node_staleness_seconds',
  /** Gauge; label `node`. */
  redisNodeLag: 'redis_split_node_lag_bytes',
  /** Gauge; label `node`: reads under way. */
  redisNodeInFlight: 'redis_split_node_in_flight',
  /** Gauge in seconds; label `node`: recent latency of reads. */
  redisNodeLatency: 'redis_split_node_latency_seconds',
  /** Counter; labels `mode`, `outcome`. */
  redisReads: 'redis_split_reads_total',
  /** Counter; label `reason`: answers of replicas that were not taken. */
  redisRefusals: 'redis_split_refusals_total',
  /** Counter; label `outcome` (confirmed, unconfirmed). */
  redisDurableWrites: 'redis_split_durable_writes_total',
  /** Counter; label `result`. */
  redisHedges: 'redis_split_hedges_total',
  /** Counters without labels. */
  redisAmbiguousWrites: 'redis_split_ambiguous_writes_total',
  redisFailovers: 'redis_split_failovers_total',
  redisLineageResets: 'redis_split_lineage_resets_total',
  redisLostTokens: 'redis_split_lost_tokens_total',
  redisUnknownTokens: 'redis_split_unknown_tokens_total',
  /** Gauges: reads that wait for a replica, writes that wait for a primary. */
  redisWaitingReads: 'redis_split_waiting_reads',
  redisQueuedWrites: 'redis_split_queued_writes',
} as const;
