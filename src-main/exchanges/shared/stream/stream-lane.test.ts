import { expect, test } from "vitest";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { ConnectBudget } from "./connect-budget.ts";
import { FakeSockets } from "./fake-sockets.ts";
import type { FeedProtocol, StreamKey } from "./feed-protocol.ts";
import { StreamLane } from "./stream-lane.ts";
import type { Refusal } from "./subscription-ledger.ts";

const key = (name: string): StreamKey => ({
  channel: "quotes",
  symbol: marketSymbolSchema.parse(`${name}/USD`),
  id: name,
});

/** Answers by request number; three markets a message. */
function protocol(change: Partial<FeedProtocol> = {}): FeedProtocol {
  const messages = (word: string) => (keys: readonly StreamKey[], nextId: () => number) => {
    const parts: StreamKey[][] = [];
    for (let at = 0; at < keys.length; at += 3) parts.push(keys.slice(at, at + 3));
    return parts.map((part) => {
      const requestId = nextId();
      return { text: `${word} ${part.map(({ id }) => id).join(" ")} #${requestId}`, requestId, keys: part };
    });
  };
  return {
    venue: venueIdSchema.parse("kraken"),
    endpoint: { url: "wss://example.invalid", loopbackPath: "/" },
    limits: { keysPerConnection: 10, keysPerMessage: 3, messagesPerSecond: 50, maxFrameBytes: 1_000_000 },
    channels: new Set(["quotes"]),
    heartbeatMs: 1_000,
    rollAfterMs: null,
    confirmedBy: "heartbeat",
    acksUnknownMarkets: false,
    channelOf: () => "quotes",
    opening: () => ["hello"],
    subscribe: messages("+"),
    unsubscribe: messages("-"),
    ping: () => null,
    parse: () => ({ events: [{ type: "ignored", reason: "" }], connectionSequence: null, sentAt: null }),
    scan: null,
    book: null,
    ...change,
  };
}

function bench(change: Partial<FeedProtocol> = {}) {
  const clock = new ManualClock();
  const sockets = new FakeSockets();
  const said: string[] = [];
  const refused: Refusal[] = [];
  let requests = 0;
  const lane: StreamLane = new StreamLane({
    protocol: protocol(change),
    url: "ws://127.0.0.1",
    clock,
    rng: { ...SeededRng.of(1), next: () => 0.5 } as SeededRng,
    budget: new ConnectBudget(clock),
    openSocket: sockets.open,
    nextId: () => {
      requests += 1;
      return requests;
    },
    onFrame: (_lane, link) => {
      link.lastFrameMs = clock.monotonicMs();
    },
    onDown: (_lane, reason) => said.push(`down: ${reason}`),
    onAlarm: (alarm) => said.push(`alarm: ${alarm}`),
    onRefused: (refusals) => refused.push(...refusals),
  });
  const timer = clock.every(500, () => lane.check());
  const ack = (requestId: number) => {
    const link = lane.link;
    if (link === null) throw new Error("The lane is down");
    lane.ledgerOf(link)?.acknowledge({ channel: null, symbol: null, requestId }, clock.monotonicMs());
  };
  /** Frames once a second, pings answered. */
  const live = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      for (const socket of sockets.all) {
        if (socket.terminated) continue;
        socket.say("frame");
        socket.pong();
      }
      await clock.advance(1_000);
    }
  };
  return { clock, sockets, said, refused, lane, ack, live, timer };
}

test("subscribes in messages within the limits, and brings changes in line without touching what stays", async () => {
  const { lane, sockets, clock, ack } = bench();
  lane.setKeys(["A", "B", "C", "D"].map(key));
  await clock.advance(0);
  expect(sockets.last.sent).toEqual(["hello", "+ A B C #1", "+ D #2"]);
  const [first] = lane.keys;
  ack(1);
  expect(lane.standingSince(key("A"))).toBe(clock.monotonicMs());
  expect(lane.standingSince(key("D"))).toBeNull();
  lane.setKeys([...lane.keys.slice(0, 3), key("E")]);
  expect(lane.keys[0]).toBe(first);
  expect(sockets.last.sent.slice(3)).toEqual(["- D #3", "+ E #4"]);
  expect(sockets.all).toHaveLength(1);
});

test("a refusal that names nobody is narrowed down to the market it is about; the others stand", async () => {
  const { lane, sockets, clock, ack, refused } = bench();
  lane.setKeys(["A", "B", "BAD"].map(key));
  await clock.advance(0);
  const refuse = (requestId: number) => {
    const ledger = lane.link === null ? null : lane.ledgerOf(lane.link);
    refused.push(
      ...(ledger?.refuse({ type: "error", message: "no", symbol: null, requestId }, () => clock.monotonicMs()) ?? []),
    );
  };
  refuse(1);
  expect(sockets.last.sent.slice(2)).toEqual(["+ A #2", "+ B BAD #3"]);
  ack(2);
  refuse(3);
  expect(sockets.last.sent.slice(4)).toEqual(["+ B #4", "+ BAD #5"]);
  ack(4);
  refuse(5);
  expect(refused).toEqual([{ key: key("BAD"), reason: "no" }]);
  expect(["A", "B"].map((name) => lane.standingSince(key(name)))).toEqual([clock.monotonicMs(), clock.monotonicMs()]);
});

test("what is not answered is asked for once more and then given up", async () => {
  const { lane, sockets, live, said, refused } = bench();
  lane.setKeys([key("A")]);
  await live(11);
  expect(sockets.last.sent.slice(1)).toEqual(["+ A #1", "+ A #2"]);
  expect(said).toContain("alarm: noAnswer");
  await live(11);
  expect(refused).toEqual([{ key: key("A"), reason: "The venue did not answer the subscription." }]);
});

test("silence where a sign of life is promised is noticed within ten seconds, and the way back begins within half a second", async () => {
  const { lane, sockets, clock, said, live, ack } = bench();
  lane.setKeys([key("A")]);
  await live(70);
  ack(1);
  await clock.advance(10_000);
  expect(said).toContain("alarm: heartbeat");
  expect(sockets.all).toHaveLength(2);
  expect(sockets.last.sent).toContain("+ A #3");
});

test("without a promise of frames an unanswered ping tells that the other end is gone", async () => {
  const { lane, sockets, clock, said } = bench({ heartbeatMs: null });
  lane.setKeys([key("A")]);
  await clock.advance(9_500);
  expect(sockets.last.pings).toBe(0);
  await clock.advance(1_000);
  expect(sockets.last.pings).toBe(1);
  sockets.last.pong();
  await clock.advance(10_000);
  expect(sockets.last.pings).toBe(2);
  await clock.advance(8_000);
  expect(said).toContain("alarm: ping");
});

test("a planned renewal overlaps: the old socket serves until everything stands on the new one", async () => {
  const { lane, sockets, live, ack, said, clock } = bench({ rollAfterMs: 100_000 });
  lane.setKeys([key("A"), key("B")]);
  await live(2);
  ack(1);
  await live(98);
  const [old] = sockets.all;
  const before = lane.link;
  await clock.advance(1_000);
  expect(said).toContain("alarm: roll");
  expect(sockets.all).toHaveLength(2);
  await live(1);
  expect(lane.link).toBe(before);
  expect(old?.terminated).toBe(false);
  sockets.last.say("frame");
  // The acknowledgement comes on the new socket; the overlap ends at the latest after five seconds.
  await live(6);
  expect(lane.link).not.toBe(before);
  expect(old?.terminated).toBe(true);
  expect(said.filter((word) => word.startsWith("down"))).toEqual([]);
});

test("a venue that never answers is not stormed: at most sixty attempts in five minutes, then on and on", async () => {
  const { lane, sockets, clock } = bench();
  sockets.autoOpen = false;
  const times: number[] = [];
  const timer = clock.every(100, () => {
    const { last } = sockets;
    if (!last.terminated && times.length < sockets.all.length) {
      times.push(clock.monotonicMs());
      last.end("The connection failed: ECONNREFUSED.");
    }
  });
  lane.setKeys([key("A")]);
  await clock.advance(3_600_000);
  void timer.dispose();
  expect(times.length).toBeGreaterThan(100);
  for (const at of times) {
    expect(times.filter((other) => other >= at && other < at + 300_000).length).toBeLessThanOrEqual(60);
  }
});

test("the venue's wish to come back later is kept, and its end leaves nothing running", async () => {
  const { lane, sockets, clock, timer } = bench();
  lane.setKeys([key("A")]);
  await clock.advance(0);
  sockets.last.end("The venue refused the connection with HTTP 429.", 20_000);
  await clock.advance(19_900);
  expect(sockets.all).toHaveLength(1);
  await clock.advance(200);
  expect(sockets.all).toHaveLength(2);
  lane.dispose();
  void timer.dispose();
  expect(sockets.last.terminated).toBe(true);
  expect(clock.pending).toBe(0);
});
