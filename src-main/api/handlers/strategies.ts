// How are the contract's questions about strategies answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { strategies } = implementer;

export const strategiesHandlers = strategies.router({
  read: strategies.read.handler(async ({ context, input }) => (await context.strategies.view(input.profileId)).read()),

  watch: strategies.watch.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.strategies.view(input.profileId),
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: 0,
      clock: context.clock,
      signal,
    }),
  ),

  cycle: strategies.cycle.handler(({ context, input }) => context.strategies.cycle(input.profileId)),

  paper: strategies.paper.handler(({ context, input: { profileId, ...query } }) =>
    context.strategies.paper(profileId, query),
  ),

  features: strategies.features.handler(({ context, input: { profileId, ...wanted }, signal }) =>
    context.strategies.features(profileId, wanted, signal),
  ),

  noise: strategies.noise.handler(({ context, input, signal }) =>
    context.strategies.noise(input.profileId, input.symbol, signal),
  ),

  replay: strategies.replay.handler(async ({ context, input }) => {
    const replay = await context.strategies.replay(input.profileId, input.signalId);
    return { ...replay, differences: [...replay.differences] };
  }),
});
