import { expect, test } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { AccountHint, VenueClient } from "#engine/ports/exchange-client.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { type ClientOrderId, clientOrderIdSchema } from "#shared/domain/ids.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import type { AccountProtocol } from "./account-protocol.ts";
import { type StreamingClient, withAccountStream } from "./account-stream.ts";
import { ConnectBudget } from "./connect-budget.ts";
import { FakeSockets } from "./fake-sockets.ts";
import type { StreamEvent } from "./stream-event.ts";

const ORDER: ClientOrderId = clientOrderIdSchema.parse("0b5c3f5e-9a51-4c1b-8f0e-0a9d8f1f7a11");

function bench() {
  const clock = new ManualClock();
  const sockets = new FakeSockets();
  const logger = recordingLogger();
  const hints: AccountHint[] = [];
  const state: { failure: EngineError | null } = { failure: null };
  const protocol: AccountProtocol = {
    endpoint: { url: "wss://example.invalid/user", loopbackPath: "/user" },
    heartbeatMs: null,
    rollAfterMs: 3_600_000,
    maxFrameBytes: 1_000,
    opening: async () => {
      if (state.failure !== null) throw state.failure;
      return ["log in"];
    },
    ping: () => null,
    // The test's frames are the events themselves.
    parse: (text) => ({ events: [JSON.parse(text) as StreamEvent], connectionSequence: null, sentAt: null }),
  };
  const client = withAccountStream(
    { accountProtocol: () => protocol } as StreamingClient,
    {
      openSocket: sockets.open,
      origin: "http://127.0.0.1:4000",
      budget: new ConnectBudget(clock),
      rng: SeededRng.of(1),
    },
    clock,
    logger,
  );
  const watch = client.watchAccount?.((hint) => hints.push(hint));
  if (watch === undefined) throw new Error("No stream");
  return { clock, sockets, hints, state, watch };
}

test("logs in on each socket, gives hints, and comes back after each loss", async () => {
  const { clock, sockets, hints, watch } = bench();
  await clock.advance(0);
  expect(sockets.last.request.url).toBe("ws://127.0.0.1:4000/user");
  expect(sockets.last.sent).toEqual(["log in"]);
  sockets.last.say({ type: "subscribed", channel: "user", symbol: null, requestId: null });
  sockets.last.say({
    type: "order",
    symbol: null,
    clientOrderId: ORDER,
    venueOrderId: null,
    state: "FILLED",
    tsEvent: null,
  });
  sockets.last.say({ type: "balance", asset: null, total: null, tsEvent: null });
  sockets.last.say({ type: "ignored", reason: "" });
  sockets.last.end();
  expect(hints).toEqual([
    { kind: "connected" },
    { kind: "order", clientOrderId: ORDER, venueOrderId: null },
    { kind: "balances" },
    { kind: "lost", reason: "The connection was lost." },
  ]);
  await clock.advance(1_000);
  expect(sockets.all).toHaveLength(2);
  await watch.dispose();
  expect(sockets.last.terminated).toBe(true);
  await clock.advance(120_000);
  expect(sockets.all).toHaveLength(2);
  expect(clock.pending).toBe(0);
});

test("a refused log-in is not repeated at once, and one that could not be signed is tried again", async () => {
  const { clock, sockets, hints, state } = bench();
  await clock.advance(0);
  sockets.last.say({ type: "error", message: "invalid key", symbol: null, requestId: 1 });
  expect(sockets.last.terminated).toBe(true);
  await clock.advance(29_000);
  expect(sockets.all).toHaveLength(1);
  state.failure = new EngineError("VENUE_UNREACHABLE", "No token.");
  await clock.advance(2_000);
  expect(sockets.all).not.toHaveLength(1);
  expect(sockets.last.terminated).toBe(true);
  expect(hints.at(-1)).toEqual({ kind: "lost", reason: "No token." });
  state.failure = null;
  await clock.advance(30_000);
  expect(sockets.last.sent).toEqual(["log in"]);
});

test("is renewed before the venue ends it, and at once when the venue says so", async () => {
  const { clock, sockets } = bench();
  const pongs = clock.every(500, () => sockets.last.pong());
  await clock.advance(3_601_500);
  expect(sockets.all).toHaveLength(2);
  sockets.last.say({ type: "status", state: "closing", detail: null });
  await clock.advance(1_000);
  expect(sockets.all).toHaveLength(3);
  void pongs.dispose();
});

test("a client without a private socket stays as it is", () => {
  const client = {} as VenueClient;
  const sockets = { openSocket: new FakeSockets().open, origin: null, rng: SeededRng.of(1) };
  const clock = new ManualClock();
  const same = withAccountStream(client, { ...sockets, budget: new ConnectBudget(clock) }, clock, recordingLogger());
  expect(same.watchAccount).toBeUndefined();
});
