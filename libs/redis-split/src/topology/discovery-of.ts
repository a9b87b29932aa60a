import type { ResolvedOptions } from '../options.ts';
import { fixed, keyOf, type Discovery } from './discovery.ts';
import { Headless } from './headless.ts';
import { Sentinels } from './sentinel/sentinels.ts';
import { Virtual } from './virtual.ts';

/** Each kind of topology finds its nodes in its own way. */
export function discoveryOf({ topology, ...options }: ResolvedOptions): Discovery {
  switch (topology.kind) {
    case 'static':
      return fixed({ members: topology.nodes.map((address) => ({ key: keyOf(address), address })) });
    case 'sentinel':
      return new Sentinels({ ...options, ...topology, probeIntervalMs: topology.pollIntervalMs });
    case 'headless':
      return new Headless(topology);
    case 'virtual':
      return new Virtual(topology);
  }
}
