import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { SplitOptions } from '../options.ts';
import { SplitClient } from '../split-client.ts';
import { InjectSplitClient, splitClientToken } from './client-token.ts';
import { RedisSplitModule } from './redis-split.module.ts';

@Injectable()
class Reader {
  constructor(readonly client: SplitClient) {}
}

@Module({ providers: [Reader] })
class ReaderModule {}

const options: SplitOptions = { topology: { kind: 'static', nodes: ['redis://127.0.0.1:1', 'redis://127.0.0.1:2'] } };

describe(RedisSplitModule.name, () => {
  let app: TestingModule | undefined;

  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  it('provides one client from options made by a factory', async () => {
    app = await Test.createTestingModule({
      imports: [RedisSplitModule.forRootAsync({ useFactory: () => options })],
    }).compile();

    expect(app.get(SplitClient).nodes()).toHaveLength(2);
  });

  it('is injected by class, with no token', async () => {
    app = await Test.createTestingModule({ imports: [RedisSplitModule.forRoot(options), ReaderModule] }).compile();

    expect(app.get(Reader).client).toBe(app.get(SplitClient));
  });

  it('provides several clients by their names', async () => {
    @Injectable()
    class Both {
      constructor(
        readonly plain: SplitClient,
        @InjectSplitClient('sessions') readonly sessions: SplitClient,
      ) {}
    }
    app = await Test.createTestingModule({
      imports: [
        RedisSplitModule.forRoot(options),
        RedisSplitModule.forRootAsync({ name: 'sessions', useFactory: () => options }),
      ],
      providers: [Both],
    }).compile();

    const { plain, sessions } = app.get(Both);
    expect([plain, sessions].map((client) => client.metrics().name)).toEqual(['default', 'sessions']);
    expect(app.get(splitClientToken('sessions'))).toBe(sessions);
  });

  it('rejects a bad option', async () => {
    const building = Test.createTestingModule({
      imports: [RedisSplitModule.forRoot({ topology: { kind: 'static', nodes: ['nowhere'] } })],
    }).compile();

    await expect(building).rejects.toMatchObject({ code: 'REDIS_SPLIT_INVALID_OPTION' });
  });

  it('closes the client when the application stops', async () => {
    const stopping = await Test.createTestingModule({ imports: [RedisSplitModule.forRoot(options)] }).compile();
    const client = stopping.get(SplitClient);
    await stopping.close();

    await expect(client.get('k')).rejects.toMatchObject({ code: 'REDIS_SPLIT_CLOSED' });
  });
});
