import { describe, expect, it } from '@jest/globals';
import { parsePoint } from './points.ts';

// Recorded from k6 1.8.1.
const request =
  '{"metric":"sluice_request","type":"Point","data":{"time":"2026-11-22T05:04:20.393961346Z","value":203.7,"tags":{"ok":"true"}}}';
const start =
  '{"metric":"sluice_load_start","type":"Point","data":{"time":"2026-11-22T05:04:20.189805762Z","value":1.795323859688e+12,"tags":{}}}';
const dropped =
  '{"metric":"dropped_iterations","type":"Point","data":{"time":"2026-11-22T05:04:21.789515095Z","value":2,"tags":{}}}';

describe(parsePoint.name, () => {
  it('reads a request by its end, its latency and its outcome', () => {
    expect(parsePoint(request)).toEqual({
      kind: 'request',
      endedMs: Date.UTC(2026, 10, 22, 5, 4, 20, 393),
      latencyMs: 203.7,
      ok: true,
    });
    expect(parsePoint(request.replace('true', 'false'))).toMatchObject({ ok: false });
  });

  it('takes the start of the load from its value, not from the time of the point', () => {
    expect(parsePoint(start)).toEqual({ kind: 'start', atMs: 1_795_323_859_688 });
  });

  it('reads dropped iterations', () => {
    expect(parsePoint(dropped)).toMatchObject({ kind: 'dropped', count: 2 });
  });

  it.each([
    ['other metrics', request.replace('sluice_request', 'http_reqs')],
    ['declarations', '{"type":"Metric","data":{"name":"sluice_request","type":"trend"},"metric":"sluice_request"}'],
    ["k6's own words", '     ✓ status is 200'],
    ['nothing', ''],
  ])('leaves out %s', (_name, line) => expect(parsePoint(line)).toBeUndefined());
});
