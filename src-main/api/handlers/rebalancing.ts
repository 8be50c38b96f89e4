// How are the contract's questions about suggestions and plans answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { rebalancing } = implementer;

/** Changes of plans that may wait for a slow reader before it gets all plans anew. */
const BACKLOG = 64;

export const rebalancingHandlers = rebalancing.router({
  suggestions: rebalancing.suggestions.handler(async ({ context, input }) =>
    (await context.rebalancing.suggestions(input.profileId)).read(),
  ),

  watchSuggestions: rebalancing.watchSuggestions.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.rebalancing.suggestions(input.profileId),
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: 0,
      clock: context.clock,
      signal,
    }),
  ),

  snooze: rebalancing.snooze.handler(({ context, input }) =>
    context.rebalancing.snooze(input.profileId, input.suggestionId, input.until),
  ),

  dismiss: rebalancing.dismiss.handler(({ context, input }) =>
    context.rebalancing.dismiss(input.profileId, input.suggestionId, input.reason),
  ),

  check: rebalancing.check.handler(({ context, input }) => context.rebalancing.check(input.profileId, input.force)),

  preview: rebalancing.preview.handler(({ context, input, signal }) =>
    context.rebalancing.preview(
      input.profileId,
      {
        targets: input.targets,
        policy: input.policy,
        whatIf: input.whatIf,
        edits: input.edits,
        trade: input.trade,
      },
      signal === undefined ? {} : { signal },
    ),
  ),

  smallestDeposit: rebalancing.smallestDeposit.handler(({ context, input, signal }) =>
    context.rebalancing.smallestDeposit(input.profileId, input.planId, signal === undefined ? {} : { signal }),
  ),

  history: rebalancing.history.handler(async ({ context, input }) => [
    ...(await context.rebalancing.history(input.profileId)),
  ]),

  approve: rebalancing.approve.handler(({ context, input }) => {
    const { profileId, ...approval } = input;
    return context.rebalancing.approve(profileId, approval);
  }),

  pause: rebalancing.pause.handler(({ context, input }) => context.rebalancing.pause(input.profileId, input.planId)),

  resume: rebalancing.resume.handler(({ context, input }) => context.rebalancing.resume(input.profileId, input.planId)),

  stopAfterLeg: rebalancing.stopAfterLeg.handler(({ context, input }) =>
    context.rebalancing.stopAfterLeg(input.profileId, input.planId),
  ),

  cancelAll: rebalancing.cancelAll.handler(({ context, input }) =>
    context.rebalancing.cancelAll(input.profileId, input.planId),
  ),

  plans: rebalancing.plans.handler(async ({ context, input }) =>
    (await context.rebalancing.plans(input.profileId)).read(),
  ),

  watchPlans: rebalancing.watchPlans.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.rebalancing.plans(input.profileId),
      profileId: input.profileId,
      conflation: { kind: "queue", capacity: BACKLOG },
      intervalMs: 0,
      clock: context.clock,
      signal,
    }),
  ),
});
