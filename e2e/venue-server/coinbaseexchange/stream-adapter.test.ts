// Do the adapter's messages and the server's understand each other? The real protocol over a real socket.
import { afterEach, expect, it } from "vitest";
import { coinbaseExchangeVenue } from "#exchanges/coinbaseexchange/index.ts";
import type { ScannedQuote, StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { SymbolBytes } from "#exchanges/shared/stream/symbol-bytes.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { emptyScan } from "#testing/judge-scan.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { openAdapter } from "../../adapters/open-adapter.ts";
import { startCoinbaseExchangeServer } from "./start-coinbase-exchange-server.ts";
import { connectStream, type Frame } from "./stream-client.ts";

const SYMBOLS = ["BTC/USD", "CELO/USD"].map((symbol) => marketSymbolSchema.parse(symbol));
const noId = () => {
  throw new Error("Requests have no numbers here");
};

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open() {
  const clock = new ManualClock();
  const server = await startCoinbaseExchangeServer({ clock });
  closing.push(() => server.close());
  const { stream } = coinbaseExchangeVenue.adapter({
    venue: venueIdSchema.parse("coinbaseexchange"),
    endpoint: "loopback",
    loopbackOrigin: server.url,
    clock,
    logger: silentLogger,
    nonces: { reserve: (_key, atLeast) => Promise.resolve(atLeast) },
  });
  if (stream === null) throw new Error("The adapter has no stream");
  return { clock, server, protocol: stream.protocol, names: await stream.names() };
}

const textOf = (frame: Frame) => JSON.stringify(frame);

it("every frame of the public channels is read whole, and tickers alike by both readings", async () => {
  const { clock, server, protocol, names } = await open();
  const client = await connectStream(server.url, protocol.endpoint.loopbackPath);
  closing.push(() => client.close());
  const keys = SYMBOLS.flatMap((symbol) =>
    (["quotes", "trades", "book"] as const).map(
      (channel): StreamKey => ({ channel, symbol, id: names.idOf(symbol) ?? "" }),
    ),
  );
  for (const { text } of protocol.subscribe(keys, noId)) client.send(text);
  await client.next("subscriptions").then((frame) => {
    const { events } = protocol.parse(textOf(frame), names);
    const stands = events.map((event) =>
      event.type === "subscribed" ? `${protocol.channelOf(event.channel ?? "")} ${event.symbol}` : event.type,
    );
    expect(stands.sort()).toEqual(keys.map(({ channel, symbol }) => `${channel} ${symbol}`).sort());
  });
  await clock.advance(30_000);
  const frames = await client.rest();
  const events = frames.flatMap((frame) => protocol.parse(textOf(frame), names).events);
  const kinds = new Map<string, number>();
  for (const { type } of events) kinds.set(type, (kinds.get(type) ?? 0) + 1);
  expect([...kinds.keys()].sort()).toEqual(["book", "heartbeat", "quote", "trade"]);
  expect(kinds.get("heartbeat")).toBe(60);

  const markets = new SymbolBytes(SYMBOLS.map((symbol) => names.idOf(symbol) ?? ""));
  let scanned = 0;
  for (const frame of frames) {
    const text = textOf(frame);
    const out = emptyScan();
    if (protocol.scan?.(Buffer.from(text), markets, out) !== true) continue;
    scanned += 1;
    expect(protocol.parse(text, names).events).toEqual([quoteOf(out)]);
  }
  expect(scanned).toBe(kinds.get("quote"));

  for (const { text } of protocol.unsubscribe(keys, noId)) client.send(text);
  expect(protocol.parse(textOf(await client.next("subscriptions")), names).events).toMatchObject([{ type: "ignored" }]);
});

function quoteOf(scanned: ScannedQuote): unknown {
  const text = (units: number, places: number) => Decimal.of(BigInt(units), places).toString();
  return {
    type: "quote",
    symbol: SYMBOLS[scanned.market],
    bid: text(scanned.bidUnits, scanned.bidPlaces),
    ask: text(scanned.askUnits, scanned.askPlaces),
    last: text(scanned.lastUnits, scanned.lastPlaces),
    volume: text(scanned.volumeUnits, scanned.volumePlaces),
    tsEvent: scanned.tsEvent,
    tradeId: scanned.tradeId,
  };
}

it("a product that is not there is named by its market", async () => {
  const { server, protocol, names } = await open();
  const client = await connectStream(server.url);
  closing.push(() => client.close());
  const gone = marketSymbolSchema.parse("GONE/USD");
  const known = { ...names, symbolOf: (id: string) => (id === "GONE-USD" ? gone : names.symbolOf(id)) };
  const [message] = protocol.subscribe([{ channel: "quotes", symbol: gone, id: "GONE-USD" }], noId);
  client.send(message?.text ?? "");
  const read = protocol.parse(textOf(await client.next("error")), known);
  expect(read.events).toMatchObject([{ type: "error", symbol: gone }]);
});

it("the account's own messages are taken, and each step of an order comes back", async () => {
  const clock = new ManualClock();
  const server = await startCoinbaseExchangeServer({ clock, prices: { "BTC/USD": "100000" } });
  closing.push(() => server.close());
  server.account.fund("USD", "100000");
  const client = openAdapter({ factory: coinbaseExchangeVenue, server, clock }).client(server.addKey());
  if (!("accountProtocol" in client) || typeof client.accountProtocol !== "function")
    throw new Error("No private stream");
  const protocol = client.accountProtocol();
  const socket = await connectStream(server.url, protocol.endpoint.loopbackPath);
  closing.push(() => socket.close());
  for (const text of await protocol.opening({ signal: new AbortController().signal })) socket.send(text);
  const eventsOf = (frames: readonly Frame[]): readonly StreamEvent[] =>
    frames.flatMap((frame) => protocol.parse(textOf(frame)).events);
  expect(eventsOf(await socket.rest())).toEqual([
    { type: "subscribed", channel: "user", symbol: null, requestId: null },
  ]);
  const clientId = "2f1b6b5e-7f0a-4e6b-9a39-0d8f7a3f4c11";
  server.account.submit({
    clientId,
    symbol: "BTC/USD",
    side: "buy",
    kind: "limit",
    quantity: "0.1",
    limitPrice: "99000",
  });
  server.market.setPrice("BTC/USD", "98000");
  await clock.advance(1_000);
  expect(eventsOf(await socket.rest())).toMatchObject([
    { type: "order", symbol: "BTC/USD", state: "received", clientOrderId: clientId },
    { type: "order", symbol: "BTC/USD", state: "open", clientOrderId: null },
    { type: "order", symbol: "BTC/USD", state: "match" },
    { type: "order", symbol: "BTC/USD", state: "filled" },
    { type: "heartbeat" },
  ]);
});

it("a key of another account is refused in words that hold nothing of it", async () => {
  const clock = new ManualClock();
  const server = await startCoinbaseExchangeServer({ clock });
  closing.push(() => server.close());
  const key = server.addKey();
  const wrong = { ...key, secret: Buffer.alloc(64, 9).toString("base64") };
  const client = openAdapter({ factory: coinbaseExchangeVenue, server, clock }).client(wrong);
  if (!("accountProtocol" in client) || typeof client.accountProtocol !== "function")
    throw new Error("No private stream");
  const protocol = client.accountProtocol();
  const socket = await connectStream(server.url, protocol.endpoint.loopbackPath);
  closing.push(() => socket.close());
  for (const text of await protocol.opening({ signal: new AbortController().signal })) socket.send(text);
  const { events } = protocol.parse(textOf(await socket.next("error")));
  expect(events).toEqual([
    {
      type: "error",
      message: 'Authentication Failed: {"message":"invalid signature"}',
      symbol: null,
      requestId: null,
    },
  ]);
  for (const part of [wrong.apiKey, wrong.passphrase, wrong.secret]) expect(JSON.stringify(events)).not.toContain(part);
});
