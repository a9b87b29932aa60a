import helmet from '@fastify/helmet';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** What browsers are told not to do with answers. Pages of our own need scripts and styles from here, and nothing else. */
export async function setSecurityHeaders(adapter: FastifyAdapter): Promise<void> {
  await adapter.getInstance().register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        // The API's description sets styles in its page, and its images come as data.
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    // Each costs a little with every answer: these are for browsers of ten years ago, or say what is so by default.
    crossOriginOpenerPolicy: false,
    dnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    originAgentCluster: false,
  });
}
