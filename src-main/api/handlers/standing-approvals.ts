// How are the contract's questions about automatic rebalancing answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { standingApprovals } = implementer;

export const standingApprovalsHandlers = standingApprovals.router({
  list: standingApprovals.list.handler(async ({ context, input }) =>
    (await context.standingApprovals.view(input.profileId)).read(),
  ),

  watch: standingApprovals.watch.handler(async function* ({ context, input, signal }) {
    const source = await context.standingApprovals.view(input.profileId);
    const events = watchStream({
      source,
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: 0,
      clock: context.clock,
      signal,
    });
    for await (const event of events) {
      yield event.kind === "state" ? event : { ...event, data: await source.read() };
    }
  }),

  propose: standingApprovals.propose.handler(({ context, input }) =>
    context.standingApprovals.propose(input.profileId, input.terms),
  ),

  create: standingApprovals.create.handler(({ context, input: { profileId, ...given } }) =>
    context.standingApprovals.create(profileId, given),
  ),

  revoke: standingApprovals.revoke.handler(({ context, input }) =>
    context.standingApprovals.revoke(input.profileId, input.approvalId),
  ),
});
