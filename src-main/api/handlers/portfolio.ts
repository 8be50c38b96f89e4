// How are the contract's questions about a portfolio answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { portfolio } = implementer;

/** A screen shows no more than four portfolios a second. */
const WATCH_INTERVAL_MS = 250;

export const portfolioHandlers = portfolio.router({
  get: portfolio.get.handler(async ({ context, input }) => {
    const source = await context.portfolio.portfolio(input.profileId);
    return await source.read();
  }),

  watch: portfolio.watch.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.portfolio.portfolio(input.profileId),
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: WATCH_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),

  equity: portfolio.equity.handler(({ context, input }) => context.portfolio.equity(input.profileId, input.period)),

  assetDetail: portfolio.assetDetail.handler(({ context, input }) =>
    context.portfolio.assetDetail(input.profileId, input.asset),
  ),

  sparklines: portfolio.sparklines.handler(async ({ context, input }) => [
    ...(await context.portfolio.sparklines(input.profileId)).map(({ asset, values }) => ({
      asset,
      values: [...values],
    })),
  ]),

  sync: portfolio.sync.handler(({ context, input, signal }) =>
    context.portfolio.sync(input.profileId, signal === undefined ? {} : { signal }),
  ),
});
