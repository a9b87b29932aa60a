import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SplitClient } from '@sluice/redis-split';

/** Says at start which Redis nodes this process uses. Addresses hold no password. */
@Injectable()
export class LogConnections implements OnApplicationBootstrap {
  private readonly logger = new Logger(LogConnections.name);

  constructor(private readonly redis: SplitClient) {}

  onApplicationBootstrap(): void {
    const addresses = (role: 'primary' | 'replica'): string =>
      this.redis
        .nodes()
        .filter((node) => node.role === role)
        .map(({ address }) => address)
        .join(', ') || 'none';
    this.logger.log(`Redis primary (writes): ${addresses('primary')}`);
    this.logger.log(`Redis replicas (reads): ${addresses('replica')}`);
  }
}
