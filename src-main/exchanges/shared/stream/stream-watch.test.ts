import { expect, test } from "vitest";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { type MarketSymbol, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { RecordingSink } from "#testing/recording-sink.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { ConnectBudget } from "./connect-budget.ts";
import { FakeSockets } from "./fake-sockets.ts";
import type { FeedProtocol } from "./feed-protocol.ts";
import type { ParsedFrame } from "./stream-event.ts";
import { StreamWatch } from "./stream-watch.ts";

const VENUE = venueIdSchema.parse("kraken");
const market = (name: string) => marketSymbolSchema.parse(`${name}/USD`);

class Sink extends RecordingSink {
  readonly confirmed: { readonly symbols: readonly MarketSymbol[]; readonly at: number }[] = [];

  override onConfirmed(_venue?: unknown, symbols: readonly MarketSymbol[] = [], at = 0): void {
    this.confirmed.push({ symbols, at });
  }
}

function bench(change: Partial<FeedProtocol> = {}) {
  const clock = new ManualClock();
  const sockets = new FakeSockets();
  const sink = new Sink();
  /** What REST tells, by market; null: it does not answer. */
  const rest: { prices: Record<string, string> | null; calls: number } = { prices: {}, calls: 0 };
  const protocol: FeedProtocol = {
    venue: VENUE,
    endpoint: { url: "wss://example.invalid", loopbackPath: "/" },
    limits: { keysPerConnection: 4, keysPerMessage: 4, messagesPerSecond: 50, maxFrameBytes: 1_000_000 },
    channels: new Set(["quotes"]),
    heartbeatMs: 1_000,
    rollAfterMs: null,
    confirmedBy: "heartbeat",
    acksUnknownMarkets: false,
    channelOf: () => "quotes",
    opening: () => [],
    subscribe: (keys) => [{ text: `+ ${keys.map(({ id }) => id).join(" ")}`, requestId: null, keys }],
    unsubscribe: (keys) => [{ text: `- ${keys.map(({ id }) => id).join(" ")}`, requestId: null, keys }],
    ping: () => null,
    // The test's frames are already what a venue's folder would make of them.
    parse: (text) => JSON.parse(text) as ParsedFrame,
    scan: null,
    book: null,
    ...change,
  };
  const venue = {
    venue: VENUE,
    fetchTickers: async (symbols: readonly MarketSymbol[]): Promise<readonly RawQuote[]> => {
      rest.calls += 1;
      const { prices } = rest;
      if (prices === null) return new Promise(() => undefined);
      return symbols.flatMap((symbol) => {
        const price = prices[symbol];
        if (price === undefined) return [];
        const text = decimalString(price);
        const times = { tsEvent: null, tsInit: clock.now() };
        return [{ venue: VENUE, symbol, bid: text, ask: text, last: null, volume24h: null, ...times, source: "rest" }];
      });
    },
  } as Partial<VenueMarket> as VenueMarket;
  const budget = new ConnectBudget(clock);
  const watch = new StreamWatch({
    market: venue,
    protocol,
    url: "ws://127.0.0.1",
    openSocket: sockets.open,
    budget,
    clock,
    rng: SeededRng.of(1),
    logger: recordingLogger(),
    names: () => ({
      symbolOf: (id) => market(id),
      idOf: (symbol) => (symbol === "NO/USD" ? null : (symbol.split("/")[0] ?? null)),
    }),
    sink,
  });
  let sequence = 0;
  const frame = (events: ParsedFrame["events"], more: Partial<ParsedFrame> = {}) => {
    sequence += 1;
    return { events, connectionSequence: sequence, sentAt: clock.now(), ...more };
  };
  const quote = (name: string, price: string) => ({
    type: "quote" as const,
    symbol: market(name),
    bid: decimalString(price),
    ask: decimalString(price),
    last: null,
    volume: null,
    tsEvent: clock.now(),
  });
  const ack = (name: string) => ({ type: "subscribed" as const, channel: "q", symbol: market(name), requestId: null });
  const heartbeat = { type: "heartbeat" as const, counter: null, symbol: null, tsEvent: null };
  const restart = () => {
    sequence = 0;
  };
  /** A second of a healthy socket. */
  const live = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      if (!sockets.last.terminated) {
        sockets.last.say(frame([heartbeat]));
        sockets.last.pong();
      }
      await clock.advance(1_000);
    }
  };
  const alarms = () => watch.diagnostics().alarms;
  const state = () => sink.statuses.at(-1)?.state;
  return { clock, sockets, sink, rest, watch, frame, quote, ack, heartbeat, live, restart, alarms, state, budget };
}

test("quotes pass, heartbeats confirm what their own socket sent and nothing else", async () => {
  const { clock, sockets, sink, watch, frame, quote, heartbeat, state } = bench();
  watch.start([market("A"), market("B")]);
  await clock.advance(0);
  expect(state()).toBe("connecting");
  sockets.last.say(frame([heartbeat]));
  await clock.advance(500);
  expect(state()).toBe("live");
  expect(sink.confirmed).toEqual([]);
  sockets.last.say(frame([quote("A", "10")]));
  expect(sink.quotes.map(({ symbol, source }) => [symbol, source])).toEqual([["A/USD", "stream"]]);
  sockets.last.say(frame([heartbeat]));
  expect(sink.confirmed).toEqual([{ symbols: ["A/USD"], at: clock.now() }]);
});

test("a market that the venue's socket does not have is asked for, and another list interrupts nothing", async () => {
  const { clock, sockets, sink, watch, rest, state } = bench();
  rest.prices = { "NO/USD": "7" };
  watch.start(["A", "B", "NO"].map(market));
  await clock.advance(1_000);
  expect(sink.quotes.map(({ symbol, bid, source }) => [symbol, bid, source])).toEqual([["NO/USD", "7", "rest"]]);
  expect(state()).toBe("connecting");
  watch.setSymbols(["A", "B", "C", "D", "E"].map(market));
  await clock.advance(0);
  expect(sockets.all.map(({ sent }) => sent)).toEqual([["+ A B", "+ C D"], ["+ E"]]);
  const { calls } = rest;
  // Only what is still watched is asked for; the sockets here are silent, so that REST stands in for them after a while.
  await clock.advance(1_500);
  expect(rest.calls).toBe(calls);
});

test("a lost frame makes heartbeats worthless until a fresh socket has taken over", async () => {
  const { clock, sockets, sink, watch, frame, quote, heartbeat, alarms, live } = bench();
  watch.start([market("A")]);
  await clock.advance(0);
  sockets.last.say(frame([quote("A", "10")]));
  const [first] = sockets.all;
  first?.say({ ...frame([heartbeat]), connectionSequence: 5 });
  expect(alarms()).toMatchObject({ gap: 1 });
  expect(sink.confirmed).toEqual([]);
  await clock.advance(600);
  expect(sockets.all).toHaveLength(2);
  await live(6);
  expect(first?.terminated).toBe(true);
});

test("a frame that comes again is not taken again", async () => {
  const { clock, sockets, sink, watch, frame, quote } = bench();
  watch.start([market("A")]);
  await clock.advance(0);
  const same = frame([quote("A", "10")]);
  sockets.last.say(same);
  sockets.last.say(same);
  expect(sink.quotes).toHaveLength(1);
});

test("a late heartbeat confirms as of when it was sent, and time that stands still is noticed", async () => {
  const { clock, sockets, sink, watch, frame, quote, heartbeat, alarms } = bench();
  watch.start([market("A")]);
  await clock.advance(0);
  sockets.last.say(frame([quote("A", "10")]));
  const frozen = clock.now();
  for (let second = 0; second < 9; second += 1) {
    await clock.advance(1_000);
    sockets.last.say(frame([heartbeat], { sentAt: frozen }));
  }
  expect(sink.confirmed.every(({ at }) => at === frozen)).toBe(true);
  await clock.advance(1_000);
  expect(alarms()).toMatchObject({ frozenTime: 1 });
});

test("while the socket is away REST tells the prices, and its return brings the socket back at once", async () => {
  const { clock, sockets, sink, watch, rest, frame, quote, restart, state } = bench();
  watch.start([market("A")]);
  await clock.advance(0);
  sockets.last.say(frame([quote("A", "10")]));
  rest.prices = { "A/USD": "11" };
  sockets.autoOpen = false;
  sockets.last.end();
  restart();
  await clock.advance(10_000);
  expect(sink.quotes.at(-1)).toMatchObject({ bid: "11", source: "rest" });
  expect(state()).toBe("live");
  expect(sink.statuses.at(-1)?.detail).toContain("every 2 s");
  // Now the whole network is gone for ten minutes.
  rest.prices = null;
  const cut = clock.every(1_000, () => sockets.last.end("The connection failed: ENETUNREACH."));
  await clock.advance(600_000);
  expect(state()).toBe("down");
  void cut.dispose();
  const before = sockets.all.length;
  rest.prices = { "A/USD": "12" };
  sockets.autoOpen = true;
  await clock.advance(6_000);
  expect(sockets.all.length).toBe(before + 1);
  sockets.last.say(frame([quote("A", "12")]));
  await clock.advance(1_000);
  expect(state()).toBe("live");
  expect(sink.statuses.at(-1)?.detail).toBeNull();
});

test("a market that fell silent is asked about; one whose price did not move is left in peace", async () => {
  const { clock, sockets, sink, watch, rest, frame, quote, ack, live, alarms } = bench({ confirmedBy: "none" });
  watch.start([market("A"), market("B")]);
  await clock.advance(0);
  rest.prices = { "A/USD": "10", "B/USD": "20" };
  sockets.last.say(frame([ack("A"), ack("B"), quote("A", "10"), quote("B", "20")]));
  await live(30);
  expect(rest.calls).toBeGreaterThan(0);
  expect(alarms()).toEqual({});
  expect(sink.quotes.filter(({ source }) => source === "rest").map(({ symbol }) => symbol)).toContain("A/USD");
  rest.prices = { "A/USD": "10", "B/USD": "20.01" };
  await live(20);
  expect(alarms()).toMatchObject({ silent: 1 });
  expect(sockets.last.sent.slice(1, 3)).toEqual(["- B", "+ B"]);
  expect(sink.quotes.findLast(({ symbol }) => symbol === "B/USD")?.bid).toBe("20.01");
});

test("once a minute every price is compared with REST; one that is far off is taken from there", async () => {
  const { clock, sockets, sink, watch, rest, frame, quote, ack, live, alarms } = bench();
  watch.start([market("A")]);
  await clock.advance(0);
  sockets.last.say(frame([ack("A"), quote("A", "10")]));
  rest.prices = { "A/USD": "10.04" };
  await live(61);
  expect(alarms()).toEqual({});
  rest.prices = { "A/USD": "10.2" };
  await live(60);
  expect(alarms()).toMatchObject({ crossCheck: 1 });
  expect(sink.quotes.at(-1)).toMatchObject({ bid: "10.2", source: "rest" });
});

test("a market that neither socket nor REST tells is dead, with the reason, and lives again when it is told", async () => {
  const { clock, sockets, sink, watch, rest, frame, ack, live } = bench();
  watch.start([market("A")]);
  await clock.advance(0);
  sockets.last.say(frame([ack("A")]));
  await live(20);
  expect(sink.problems).toEqual(["A/USD: The venue sends no price of this market."]);
  rest.prices = { "A/USD": "1" };
  await live(20);
  expect(sink.problems.at(-1)).toBe("A/USD: well");
});

test("sleep and a clock that is set bring everything anew; maintenance is told as it is", async () => {
  const { clock, sockets, sink, watch, frame, quote, restart, alarms, state, live } = bench();
  watch.start([market("A")]);
  await live(2);
  sockets.last.say(frame([quote("A", "10")]));
  clock.stepWall(8 * 3_600_000);
  await clock.advance(500);
  restart();
  expect(alarms()).toEqual({ timeStep: 1 });
  expect(sockets.all).toHaveLength(2);
  expect(sink.resets).toBe(0);
  clock.stepWall(-5_000);
  await clock.advance(500);
  expect(sink.resets).toBe(1);
  restart();
  sockets.last.say(frame([{ type: "status", state: "maintenance", detail: null }]));
  expect(state()).toBe("down");
  sockets.last.say(frame([{ type: "status", state: "online", detail: null }]));
  await clock.advance(500);
  expect(state()).toBe("live");
});

test("what is disposed leaves nothing behind", async () => {
  const { clock, sockets, watch } = bench();
  watch.start([market("A")]);
  await clock.advance(3_000);
  watch.dispose();
  expect(sockets.all.every(({ terminated }) => terminated)).toBe(true);
  expect(clock.pending).toBe(0);
});
