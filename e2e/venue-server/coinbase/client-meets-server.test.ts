// Does what the program sends get what it expects, and is every frame of the server read, by both readings alike?
import { afterEach, expect, it } from "vitest";
import { CoinbaseAccountStream } from "#exchanges/coinbase/account-stream.ts";
import { readCoinbaseCredentials } from "#exchanges/coinbase/credentials.ts";
import { COINBASE } from "#exchanges/coinbase/quirks.ts";
import { COINBASE_STREAM } from "#exchanges/coinbase/stream.ts";
import { coinbaseStreamNames } from "#exchanges/coinbase/stream-names.ts";
import { type CoinbaseMarkets, readMarkets } from "#exchanges/coinbase/symbols.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import { MarketList } from "#exchanges/shared/market-list.ts";
import type { StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { SymbolBytes } from "#exchanges/shared/stream/symbol-bytes.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { type MarketSymbol, marketSymbolSchema } from "#shared/domain/ids.ts";
import { emptyScan } from "#testing/judge-scan.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { startCoinbaseServer } from "./start-coinbase-server.ts";
import { send } from "./test-caller.ts";
import { TestSocket } from "./test-socket.ts";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const sym = (text: string): MarketSymbol => marketSymbolSchema.parse(text);
const noId = () => 0;

async function open() {
  const clock = new ManualClock();
  const server = await startCoinbaseServer({ clock });
  closing.push(() => server.close());
  const list = new MarketList<CoinbaseMarkets>(clock, async () => {
    const { text } = await send(server.url, "GET", "/api/v3/brokerage/market/products?product_type=SPOT");
    return readMarkets(new Answer(COINBASE, "body", parseExactJson(text)), COINBASE);
  });
  const socket = async (path: string) => {
    const opened = await TestSocket.open(server.url, path);
    closing.unshift(() => opened.close());
    return opened;
  };
  return { clock, server, list, socket };
}

it("prices, trades and books of all markets are read, and the fast reading says the same", async () => {
  const { clock, list, socket } = await open();
  const names = coinbaseStreamNames(await list.table());
  const { markets } = await list.table();
  const symbols = markets.map(({ instrument }) => instrument.symbol).filter((symbol) => names.idOf(symbol) !== null);
  expect(symbols).toContain("CELO/USD");
  expect(symbols).not.toContain("BTC/USDC");
  const keys = (["quotes", "trades", "book"] satisfies StreamChannel[]).flatMap((channel) =>
    symbols.map((symbol): StreamKey => ({ channel, symbol, id: names.idOf(symbol) ?? "" })),
  );
  const client = await socket(COINBASE_STREAM.endpoint.loopbackPath);
  for (const text of COINBASE_STREAM.opening([], noId)) await client.ask(text);
  for (const { text } of COINBASE_STREAM.subscribe(keys, noId)) await client.ask(text);
  await clock.advance(20_000);
  await client.ask(COINBASE_STREAM.unsubscribe(keys, noId)[0]?.text ?? "");

  const index = new SymbolBytes(symbols.map((symbol) => names.idOf(symbol) ?? ""));
  const out = emptyScan();
  const counts = new Map<StreamEvent["type"], number>();
  const standing = new Set<string>();
  let scanned = 0;
  let sequence = -1;
  for (const text of client.texts) {
    const frame = COINBASE_STREAM.parse(text, names);
    expect(frame.connectionSequence).toBe(sequence + 1);
    sequence += 1;
    for (const event of frame.events) {
      counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
      if (event.type === "subscribed")
        standing.add(`${COINBASE_STREAM.channelOf(event.channel ?? "")} ${event.symbol}`);
    }
    if (COINBASE_STREAM.scan?.(Buffer.from(text), index, out) !== true) continue;
    scanned += 1;
    const [quote, ...others] = frame.events;
    expect(others).toEqual([]);
    if (quote?.type !== "quote") throw new Error(`The fast reading takes what is no quote: ${text}`);
    expect(quote.symbol).toBe(symbols[out.market]);
    expect([out.tsEvent, out.connectionSequence]).toEqual([quote.tsEvent, frame.connectionSequence]);
    for (const [units, places, told] of [
      [out.bidUnits, out.bidPlaces, quote.bid],
      [out.askUnits, out.askPlaces, quote.ask],
      [out.lastUnits, out.lastPlaces, quote.last],
      [out.volumeUnits, out.volumePlaces, quote.volume],
    ] as const)
      expect(Decimal.of(BigInt(units), places).eq(decimal(told ?? ""))).toBe(true);
  }
  for (const key of keys) expect(standing).toContain(`${key.channel} ${key.symbol}`);
  expect(counts.get("malformed")).toBeUndefined();
  expect(counts.get("error")).toBeUndefined();
  expect(counts.get("heartbeat")).toBe(20);
  for (const type of ["quote", "trade", "book"] as const) expect(counts.get(type)).toBeGreaterThan(symbols.length);
  expect(scanned).toBeGreaterThan(symbols.length);
});

it.each(["sec1", "pkcs8", "ed25519"] as const)("an account with a key as %s is told its orders", async (format) => {
  const { clock, server, list, socket } = await open();
  server.account.fund("USDC", "200000");
  const key = server.addKey({ format });
  const read = readCoinbaseCredentials({ apiKey: key.apiKey, secret: key.secret, passphrase: "" });
  if (read.kind === "bad") throw new Error(read.problem);
  const stream = new CoinbaseAccountStream({ credentials: async () => read.credentials, list, clock });
  const client = await socket(stream.endpoint.loopbackPath);
  for (const text of await stream.opening()) await client.ask(text);
  const clientId = "00000000-0000-4000-8000-000000000001";
  const placed = server.account.submit({
    clientId,
    symbol: "BTC/USDC",
    side: "buy",
    kind: "limit",
    quantity: "0.1",
    limitPrice: "10",
  });
  if (placed.kind !== "accepted") throw new Error("not placed");
  server.account.cancel(placed.placed.order.venueOrderId);
  await clock.advance(1_000);
  await client.ask(JSON.stringify({ type: "unsubscribe", channel: "heartbeats" }));
  const events = client.texts.flatMap((text) => stream.parse(text).events);
  expect(events.filter(({ type }) => type === "malformed" || type === "error")).toEqual([]);
  const order = { symbol: sym("BTC/USDC"), clientOrderId: clientId, venueOrderId: placed.placed.order.venueOrderId };
  expect(events.filter(({ type }) => type === "order")).toMatchObject([
    { ...order, state: "OPEN" },
    { ...order, state: "CANCELLED" },
  ]);
  const subscribed = { type: "subscribed", channel: "user", symbol: null, requestId: null };
  // Once at first, and once more with what still stands at the end.
  expect(events.filter(({ type }) => type === "subscribed")).toEqual([subscribed, subscribed]);
});
