// Does the general adapter read what the library's unified calls give, exactly, and say what it cannot do?
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { accountIdSchema, clientOrderIdSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { genericVenue } from "./index.ts";
import { parseBalances, parseBook, parseMarkets, parseOrder } from "./parse-unified.ts";

const venue = venueIdSchema.parse("bitstamp");
const answer = (value: object) => new Answer(venue, "test", parseExactJson(JSON.stringify(value)));
const symbol = marketSymbolSchema.parse("BTC/USD");
const TICK_SIZE = 4;
const market = { symbol: "BTC/USD", base: "BTC", quote: "USD", spot: true, active: true };
const table = parseMarkets(
  answer({
    "BTC/USD": {
      ...market,
      precision: { price: "1", amount: "0.00000001" },
      limits: { amount: {}, cost: { min: "10" } },
    },
    "ETH/USD": { ...market, symbol: "ETH/USD", base: "ETH", precision: { price: null, amount: "1" }, limits: {} },
    "BTC/USD:USD": { ...market, symbol: "BTC/USD:USD", spot: false },
  }),
  venue,
  TICK_SIZE,
);

describe("unified results", () => {
  it("give spot markets with steps, and leave out those without", () => {
    expect(table.markets.map(({ instrument }) => instrument)).toEqual([
      expect.objectContaining({
        symbol: "BTC/USD",
        priceStep: "1",
        amountStep: "0.00000001",
        amountMin: null,
        costMin: "10",
      }),
    ]);
  });

  it("give a book in the order of its prices, not of their letters", () => {
    const body = answer({
      bids: [
        ["9", "1"],
        ["10", "1"],
        ["100", "1"],
      ],
      asks: [
        ["1000", "1"],
        ["101", "2"],
      ],
    });
    expect(parseBook(body, symbol, 2, unixMs(1))).toMatchObject({
      bids: [
        ["100", "1"],
        ["10", "1"],
      ],
      asks: [
        ["101", "2"],
        ["1000", "1"],
      ],
    });
  });

  it("give balances and orders", () => {
    const balances = answer({ free: { BTC: "0.1", USD: "0" }, used: { BTC: "0.2" }, total: { BTC: "0.3", USD: "0" } });
    expect(parseBalances(balances, accountIdSchema.parse("a"))).toMatchObject([
      { asset: "BTC", free: "0.1", inOrders: "0.2" },
    ]);
    const order = {
      id: "1",
      symbol: "BTC/USD",
      status: "closed",
      side: "buy",
      type: "limit",
      price: "5",
      amount: "2",
      filled: "2",
      average: "4.5",
      timestamp: 1,
    };
    expect(parseOrder(answer(order), table)).toMatchObject({
      state: "filled",
      averagePrice: "4.5",
      clientOrderId: null,
    });
    expect(() => parseOrder(answer({ ...order, status: undefined }), table)).toThrow(
      expect.objectContaining({ code: "VENUE_ANSWER" }),
    );
  });
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function open(answers: Readonly<Record<string, unknown>>) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    seen.push(path);
    const found = answers[path];
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(found ?? { status: "error", reason: "Not found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  const adapter = genericVenue.adapter({
    venue,
    endpoint: "loopback",
    loopbackOrigin: `http://127.0.0.1:${port}`,
    clock: new ManualClock(),
    logger: silentLogger,
    nonces: { reserve: async (_key, atLeast) => atLeast },
  });
  const account = accountSchema.parse({
    id: "a",
    name: "A",
    kind: "exchange",
    venue,
    fees: { maker: "0", taker: "0" },
  });
  const key = { apiKey: new Secret("k".repeat(32)), secret: new Secret("s".repeat(32)), passphrase: null };
  return { seen, market: adapter.market, client: adapter.client(account, async () => key) };
}

describe("an exchange without a folder", () => {
  it("says what it cannot do, without asking", async () => {
    const { client, market: side, seen } = await open({});
    expect(side.abilities).toMatchObject({ permissions: false, validateOrder: false, findByClientId: false });
    expect(side.abilities.cannot.length).toBeGreaterThan(0);
    await expect(client.fetchPermissions({})).rejects.toMatchObject({ code: "VENUE_NOT_SUPPORTED" });
    await expect(side.fetchTime({})).rejects.toMatchObject({ code: "VENUE_NOT_SUPPORTED" });
    const request = {
      clientOrderId: clientOrderIdSchema.parse("6d1b345e-2821-40e2-ad83-4ecb18a06876"),
      symbol,
      side: "buy",
      kind: "market",
      quantity: decimalString("1"),
      limitPrice: null,
      quoteAmount: decimalString("25"),
    } as const;
    expect(await client.submitOrder(request, {})).toMatchObject({ kind: "rejected", code: "QUOTE_AMOUNT" });
    expect(await client.validateOrder(request, {})).toMatchObject({ kind: "notSupported" });
    expect(client.rules.expiryMs).toBeNull();
    expect(seen).toEqual([]);
  });

  it("tells that it was not understood, and does not invent a market", async () => {
    const { market: side } = await open({});
    await expect(side.fetchInstruments({})).rejects.toMatchObject({
      name: "EngineError",
      code: expect.stringMatching(/^VENUE_/),
    });
  });
});
