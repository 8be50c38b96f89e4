// How are the contract's questions about computed targets answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { targets } = implementer;

export const targetsHandlers = targets.router({
  read: targets.read.handler(async ({ context, input }) => (await context.targets.view(input.profileId)).read()),

  watch: targets.watch.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.targets.view(input.profileId),
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: 0,
      clock: context.clock,
      signal,
    }),
  ),

  preview: targets.preview.handler(({ context, input, signal }) =>
    context.targets.preview(input.profileId, input.method, signal === undefined ? {} : { signal }),
  ),

  setMethod: targets.setMethod.handler(({ context, input }) =>
    context.targets.setMethod(input.profileId, input.method),
  ),
});
