// How are the contract's questions about orders and fills answered?
import { toAuditLine } from "#api/audit-line.ts";
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { orders } = implementer;

/** Fills come in bursts; nobody reads faster than this. */
const INTERVAL_MS = 200;

export const ordersHandlers = orders.router({
  list: orders.list.handler(({ context, input: { profileId, ...query } }) => context.orders.list(profileId, query)),

  fills: orders.fills.handler(({ context, input: { profileId, ...query } }) => context.orders.fills(profileId, query)),

  watch: orders.watch.handler(async function* ({ context, input, signal }) {
    const source = await context.orders.standing(input.profileId);
    const events = watchStream({
      source,
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: INTERVAL_MS,
      clock: context.clock,
      signal,
    });
    // Put together only when it is about to be told, not at every change.
    for await (const event of events) {
      yield event.kind === "state" ? event : { ...event, data: await source.read() };
    }
  }),

  life: orders.life.handler(async ({ context, input }) =>
    (await context.orders.life(input.profileId, input.clientOrderId)).map(toAuditLine),
  ),

  cancel: orders.cancel.handler(({ context, input }) => context.orders.cancel(input.profileId, input.clientOrderId)),

  attest: orders.attest.handler(({ context, input }) =>
    context.orders.attest(input.profileId, input.clientOrderId, input.evidence),
  ),

  quality: orders.quality.handler(({ context, input: { profileId, ...query } }) =>
    context.orders.quality(profileId, query),
  ),
});
