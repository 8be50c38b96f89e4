// Is the Coinbase Exchange server as strict as the venue, and does it answer in its words?
import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { coinbaseexchange } from "ccxt";
import { afterEach, describe, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { BROKEN_BODIES } from "../core/faults.ts";
import { shapeProblems } from "../core/wire-shape.ts";
import type { ExchangeKey, ExchangeKeyOptions } from "./exchange-venue.ts";
import { RATES } from "./quirks.ts";
import { type ExchangeServerOptions, startCoinbaseExchangeServer } from "./start-coinbase-exchange-server.ts";

const ID = "2f1b6b5e-7f0a-4e6b-9a39-0d8f7a3f4c11";
const PRICES = { "BTC/USD": "100000", "ETH/USD": "4000" };

interface Reply {
  readonly status: number;
  // The body's shape differs by route; the tests look into it.
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of any answer
  readonly body: any;
  readonly before: string | null;
  readonly after: string | null;
}

/** Header values that replace the right ones; null leaves a header out. */
type HeaderChanges = Readonly<Record<string, string | null>>;

async function send(url: string, method: string, target: string, body: string, headers: object): Promise<Reply> {
  const response = await fetch(`${url}${target}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === "" ? {} : { body }),
  });
  const text = await response.text();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  const { headers: got, status } = response;
  return { status, body: parsed, before: got.get("cb-before"), after: got.get("cb-after") };
}

function callerOf(url: string, key: ExchangeKey, nowMs: () => number) {
  return (method: string, target: string, body?: object, changes: HeaderChanges = {}): Promise<Reply> => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const timestamp = changes["CB-ACCESS-TIMESTAMP"] ?? String(nowMs() / 1_000);
    const sign = createHmac("sha256", Buffer.from(key.secret, "base64"))
      .update(timestamp + method + target + text)
      .digest("base64");
    const headers = {
      "CB-ACCESS-KEY": key.apiKey,
      "CB-ACCESS-SIGN": sign,
      "CB-ACCESS-TIMESTAMP": timestamp,
      "CB-ACCESS-PASSPHRASE": key.passphrase,
      ...changes,
    };
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null));
    return send(url, method, target, text, sent);
  };
}

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

async function open(options: ExchangeServerOptions = {}, keyOptions: ExchangeKeyOptions = {}) {
  const clock = new ManualClock();
  const server = await startCoinbaseExchangeServer({ clock, prices: PRICES, ...options });
  closing.push(server);
  server.account.fund("USD", "20000").fund("BTC", "2");
  const key = server.addKey(keyOptions);
  const call = callerOf(server.url, key, () => clock.now());
  const place = (more: object = {}) => call("POST", "/orders", { ...LIMIT, ...more });
  const anyone = (target: string) => send(server.url, "GET", target, "", {});
  return { clock, server, account: server.account, key, call, place, anyone };
}

const LIMIT = { product_id: "BTC-USD", side: "buy", type: "limit", price: "90000", size: "0.1", client_oid: ID };

describe("keys", () => {
  it("are what a person pastes: key, base64 secret, passphrase", async () => {
    const { key, call } = await open();
    expect(Buffer.from(key.secret, "base64")).toHaveLength(64);
    expect(key.passphrase.length).toBeGreaterThan(8);
    expect((await call("GET", "/accounts")).status).toBe(200);
  });

  it.each<[number, string, HeaderChanges]>([
    [401, "CB-ACCESS-KEY header is required", { "CB-ACCESS-KEY": null }],
    [401, "CB-ACCESS-SIGN header is required", { "CB-ACCESS-SIGN": null }],
    [401, "CB-ACCESS-TIMESTAMP header is required", { "CB-ACCESS-TIMESTAMP": "" }],
    [401, "CB-ACCESS-PASSPHRASE header is required", { "CB-ACCESS-PASSPHRASE": null }],
    [401, "Invalid API Key", { "CB-ACCESS-KEY": "other" }],
    [400, "Invalid Passphrase", { "CB-ACCESS-PASSPHRASE": "other" }],
    [400, "invalid signature", { "CB-ACCESS-SIGN": "AAAA" }],
    [400, "invalid timestamp", { "CB-ACCESS-TIMESTAMP": "2026-01-05T00:00:00Z" }],
    [400, "request timestamp expired", { "CB-ACCESS-TIMESTAMP": "1767571169" }],
    [400, "request timestamp expired", { "CB-ACCESS-TIMESTAMP": "1767571231" }],
  ])("refuses with %d %s", async (status, message, changes) => {
    const { call } = await open();
    expect(await call("GET", "/accounts", undefined, changes)).toMatchObject({ status, body: { message } });
  });

  it("takes a timestamp that is just not 30 s off, and goes by its own clock", async () => {
    const { call, server } = await open();
    for (const seconds of ["1767571170", "1767571230", "1767571200.25"])
      expect((await call("GET", "/accounts", undefined, { "CB-ACCESS-TIMESTAMP": seconds })).status).toBe(200);
    server.setClockOffset(31_000);
    expect((await call("GET", "/accounts")).body).toEqual({ message: "request timestamp expired" });
  });

  it("signs the query and the body too", async () => {
    const { call, server, key, clock } = await open();
    expect((await call("GET", "/orders?limit=1")).status).toBe(200);
    const timestamp = String(clock.now() / 1_000);
    const stolen = createHmac("sha256", Buffer.from(key.secret, "base64"))
      .update(`${timestamp}POST/orders${JSON.stringify(LIMIT)}`)
      .digest("base64");
    const changes = { "CB-ACCESS-SIGN": stolen };
    expect(await call("POST", "/orders", { ...LIMIT, size: "1" }, changes)).toMatchObject({
      status: 400,
      body: { message: "invalid signature" },
    });
    expect(server.account.orders()).toEqual([]);
  });

  it("asks for rights, an allowed address, and a key that still is", async () => {
    const { server, clock, key, call, place } = await open({}, { permissions: ["view"] });
    expect(await place()).toMatchObject({ status: 403, body: { message: "Forbidden" } });
    const withKey = (options: ExchangeKeyOptions) => callerOf(server.url, server.addKey(options), () => clock.now());
    expect((await withKey({ permissions: ["trade"] })("GET", "/accounts")).status).toBe(200);
    expect((await withKey({ permissions: ["transfer"] })("GET", "/accounts")).status).toBe(403);
    expect((await withKey({ ipAllowList: ["192.0.2.1"] })("GET", "/accounts")).body).toEqual({
      message: "IP does not match IP whitelist",
    });
    key.revoke();
    expect((await call("GET", "/accounts")).body).toEqual({ message: "Invalid API Key" });
  });
});

describe("orders", () => {
  it("are pending in the reply, then open with a hold, and are canceled by id", async () => {
    const { place, call } = await open();
    const placed = await place();
    const { id } = placed.body;
    expect(placed).toMatchObject({
      status: 200,
      body: {
        price: "90000.00000000",
        size: "0.10000000",
        product_id: "BTC-USD",
        client_oid: ID,
        status: "pending",
        settled: false,
        filled_size: "0.00000000",
        fill_fees: "0.0000000000000000",
      },
    });
    expect((await call("GET", `/orders/${id}`)).body).toMatchObject({ status: "open", time_in_force: "GTC" });
    expect((await call("GET", `/orders/client:${ID}`)).body).toMatchObject({ id });
    const { body: accounts } = await call("GET", "/accounts");
    expect(accounts.find(({ currency }: { currency: string }) => currency === "USD")).toMatchObject({
      balance: "20000.0000000000000000",
      hold: "9054.0000000000000000",
      available: "10946",
    });
    expect(await call("DELETE", `/orders/${id}`, { product_id: "BTC/USD" })).toMatchObject({ status: 404 });
    expect(await call("DELETE", `/orders/${id}?product_id=BTC-USD`)).toMatchObject({ status: 200, body: id });
  });

  it("forgets a canceled order without matches, unless told to keep it", async () => {
    for (const keepsEmptyOrders of [false, true]) {
      const { place, call } = await open({ keepsEmptyOrders });
      const { id } = (await place()).body;
      expect((await call("DELETE", `/orders/client:${ID}`)).body).toBe(id);
      expect((await call("GET", `/orders/client:${ID}`)).status).toBe(keepsEmptyOrders ? 200 : 404);
      expect((await call("GET", "/orders?status=all")).body).toHaveLength(keepsEmptyOrders ? 1 : 0);
      const again = await call("DELETE", `/orders/${id}`);
      expect(again.body).toEqual({ message: keepsEmptyOrders ? "Order already done" : "order not found" });
      expect(again.status).toBe(keepsEmptyOrders ? 400 : 404);
    }
  });

  it("take a client_oid once, for good, and only a UUID", async () => {
    const { place, account } = await open();
    expect(await place({ client_oid: "order-1" })).toMatchObject({
      status: 400,
      body: { message: "Invalid client_oid" },
    });
    await place({ price: "100010", time_in_force: "IOC" });
    expect(await place({ price: "100010", time_in_force: "IOC" })).toMatchObject({
      status: 400,
      body: { message: "Duplicate client_oid" },
    });
    expect(account.orders()).toHaveLength(1);
    // Another account may use it too.
    expect((await place({ client_oid: undefined })).status).toBe(200);
  });

  it.each<[number, string, object]>([
    [400, "Insufficient funds", { size: "1" }],
    [400, "price is too accurate. Smallest unit is 0.01", { price: "90000.001" }],
    [400, "size is too accurate. Smallest unit is 0.00000001", { size: "0.123456789" }],
    [400, "notional is too small. Minimum is 1", { size: "0.00001" }],
    [400, "Invalid size", { size: "-1" }],
    [400, "Invalid size", { size: undefined }],
    [400, "Invalid price", { price: undefined }],
    [400, "Invalid side", { side: "BUY" }],
    [400, "Invalid time_in_force", { time_in_force: "PO" }],
    [400, "Invalid time_in_force", { time_in_force: "IOC", post_only: true }],
    [400, "Invalid funds", { type: "market", funds: "none" }],
    [404, "Product not found", { product_id: "CELO-USD" }],
    [404, "Product not found", { product_id: "BTC/USD" }],
  ])("are refused with %d %s", async (status, message, more) => {
    const { place, account } = await open();
    expect(await place(more)).toMatchObject({ status, body: { message } });
    expect(account.orders()).toEqual([]);
    expect((await place()).status).toBe(200);
  });

  it("are rejected in a 200 where a post-only order would take, and are never found", async () => {
    const { place, call } = await open();
    const reply = await place({ price: "100010", post_only: true });
    expect(reply).toMatchObject({ status: 200, body: { status: "rejected", reject_reason: "post only" } });
    expect((await call("GET", `/orders/${reply.body.id}`)).status).toBe(404);
  });

  it("are bought by funds with the fee inside, or by size", async () => {
    const { place, call } = await open();
    const byFunds = { type: "market", funds: "1006.00", size: undefined, price: undefined };
    const { id } = (await place(byFunds)).body;
    expect((await call("GET", `/orders/${id}`)).body).toMatchObject({
      status: "done",
      done_reason: "filled",
      settled: true,
      funds: "1006",
      filled_size: "0.00999999",
      executed_value: "999.9990999999000000",
      fill_fees: "5.9999945999994000",
    });
    const { body: fills } = await call("GET", `/fills?order_id=${id}`);
    expect(fills).toMatchObject([{ liquidity: "T", side: "buy", price: "100000.01000000", size: "0.00999999" }]);
    expect(typeof fills[0].trade_id).toBe("number");
    expect((await call("GET", "/fills")).status).toBe(400);
    const sale = { type: "market", side: "sell", size: 0.5, price: undefined, client_oid: undefined };
    expect((await place(sale)).body).toMatchObject({ status: "pending", side: "sell" });
  });

  it("rest until the book comes, fill as maker, and hide while they are young", async () => {
    const { place, call, server, account, clock } = await open();
    account.visibilityLagMs = 1_000;
    await place();
    expect((await call("GET", `/orders/client:${ID}`)).status).toBe(404);
    await clock.advance(1_000);
    server.market.setPrice("BTC/USD", "89000");
    expect((await call("GET", `/orders/client:${ID}`)).body).toMatchObject({
      status: "done",
      done_reason: "filled",
      done_at: "2026-01-05T00:00:01.000000Z",
      fill_fees: "36.0000000000000000",
    });
    expect((await call("GET", "/fills?product_id=BTC-USD")).body).toMatchObject([{ liquidity: "M" }]);
    expect((await call("GET", "/fees")).body).toEqual({
      taker_fee_rate: "0.006",
      maker_fee_rate: "0.004",
      usd_volume: "9000.00",
    });
  });

  it("say why a market takes no order", async () => {
    const { place, server } = await open();
    for (const [state, message] of [
      ["cancelOnly", "Cancel only mode"],
      ["postOnly", "Post only mode"],
    ] as const) {
      server.setState(state);
      expect((await place()).body).toEqual({ message });
    }
    server.setState("limitOnly");
    expect((await place({ type: "market", price: undefined })).body).toEqual({ message: "Limit only mode" });
    server.market.setStatus("BTC/USD", "offline");
    expect((await place()).body).toEqual({ message: "Trading is disabled" });
    server.setState("maintenance");
    const closed = await place();
    expect(closed.status).toBe(503);
    expect(closed.body.message).toContain("under maintenance");
  });

  it("cancels all that rests, or one market's", async () => {
    const { place, call } = await open();
    await place({ size: "0.01" });
    await place({ client_oid: undefined, product_id: "ETH-USD", price: "1000" });
    expect((await call("DELETE", "/orders?product_id=ETH-USD")).body).toHaveLength(1);
    expect((await call("DELETE", "/orders")).body).toHaveLength(1);
  });
});

describe("lists", () => {
  it("go on by CB-AFTER to older items and by CB-BEFORE to newer ones", async () => {
    const { place, call } = await open();
    const sell = { side: "sell", type: "market", price: undefined, client_oid: undefined };
    for (let index = 1; index <= 7; index += 1) await place({ ...sell, size: `0.0${index}` });
    const pages: string[][] = [];
    let page = await call("GET", "/fills?product_id=BTC-USD&limit=3");
    const { before: newest } = page;
    while (page.body.length > 0) {
      pages.push(page.body.map(({ size }: { size: string }) => size.slice(0, 4)));
      page = await call("GET", `/fills?product_id=BTC-USD&limit=3&after=${page.after}`);
    }
    expect(pages).toEqual([["0.07", "0.06", "0.05"], ["0.04", "0.03", "0.02"], ["0.01"]]);
    // The walk ends with an empty page, which has no cursors.
    expect([page.after, page.before]).toEqual([null, null]);
    expect((await call("GET", `/fills?product_id=BTC-USD&before=${newest}`)).body).toEqual([]);
    await place({ ...sell, size: "0.08" });
    expect((await call("GET", `/fills?product_id=BTC-USD&before=${newest}`)).body).toHaveLength(1);
    const done = await call("GET", "/orders?status=done&limit=2");
    expect(done.body).toHaveLength(2);
    expect((await call("GET", `/orders?status=done&limit=100&after=${done.after}`)).body).toHaveLength(6);
    expect((await call("GET", "/orders")).body).toEqual([]);
  });

  it("tell transfers by page: done, pending and failed, with the fee inside a withdrawal", async () => {
    const { call, account, clock } = await open();
    const { body: accounts } = await call("GET", "/accounts");
    const btc = accounts.find(({ currency }: { currency: string }) => currency === "BTC").id;
    for (let index = 0; index < 250; index += 1)
      account.transfer({ kind: "deposit", asset: "ETH", amount: "0.1", at: unixMs(clock.now() - 60_000) });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.5", fee: "0.001", txid: "abc" });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.4", status: "pending" });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.3", status: "failed" });
    const seen = new Set<string>();
    let page = await call("GET", "/transfers");
    const sizes: number[] = [];
    while (page.body.length > 0) {
      for (const { id } of page.body) seen.add(id);
      sizes.push(page.body.length);
      page = await call("GET", `/transfers?after=${encodeURIComponent(page.after ?? "")}`);
    }
    expect(sizes).toEqual([100, 100, 53]);
    expect(seen.size).toBe(253);
    expect((await call("GET", "/transfers?type=withdraw")).body).toHaveLength(3);
    const { body: ofBtc } = await call("GET", `/accounts/${btc}/transfers`);
    expect(ofBtc).toMatchObject([
      { amount: "0.30000000", completed_at: null, processed_at: expect.any(String) },
      { amount: "0.40000000", completed_at: null, processed_at: null },
      {
        type: "withdraw",
        amount: "0.50100000",
        details: { fee: "0.001", crypto_transaction_hash: "abc" },
        currency: "BTC",
      },
    ]);
    expect(ofBtc[2].created_at).toMatch(/^2026-01-05 00:00:00\.000251\+00$/);
    expect((await call("GET", `/transfers/${ofBtc[2].id}`)).body).toMatchObject({ account_id: btc });
    expect((await call("GET", "/transfers/nobody")).status).toBe(404);
  });

  it("tell a ledger whose amounts add up to the balances", async () => {
    const { call, account, place } = await open();
    account.transfer({ kind: "deposit", asset: "USD", amount: "100" });
    await place({ price: "100010", time_in_force: "IOC" });
    const { body: accounts } = await call("GET", "/accounts");
    const usd = accounts.find(({ currency }: { currency: string }) => currency === "USD");
    const { body: lines } = await call("GET", `/accounts/${usd.id}/ledger`);
    expect(lines).toMatchObject([
      { type: "fee", amount: "-60.0000060000000000", balance: "10039.9989940000000000" },
      { type: "match", amount: "-10000.0010000000000000", balance: "10099.9990000000000000" },
      { type: "transfer", amount: "100.0000000000000000", balance: "20100.0000000000000000" },
    ]);
    expect(usd.balance).toBe(lines[0].balance);
    expect((await call("GET", `/accounts/${usd.id}/ledger?limit=1&after=${lines[0].id}`)).body).toEqual([lines[1]]);
  });
});

describe("markets", () => {
  it("tell products, currencies, tickers, books and time without a key", async () => {
    const { anyone, clock } = await open();
    expect((await anyone("/products/CGLD-USD")).body).toMatchObject({ base_currency: "CGLD", status: "online" });
    expect((await anyone("/products/CELO-USD")).status).toBe(404);
    expect((await anyone("/currencies/CGLD")).body).toMatchObject({ name: "Celo" });
    expect((await anyone("/products/BTC-USD/ticker")).body).toMatchObject({ bid: "99999.99", ask: "100000.01" });
    expect((await anyone("/products/BTC-USD/book?level=2")).body.bids[0]).toEqual(["99999.99", "100000", 1]);
    expect((await anyone("/products/BTC-USD/stats")).body).toMatchObject({ last: "100000" });
    expect((await anyone("/time")).body).toEqual({ iso: "2026-01-05T00:00:00.000Z", epoch: clock.now() / 1_000 });
    expect((await anyone("/nothing")).body).toEqual({ message: "NotFound" });
  });

  it("give candles as numbers, newest first, 300 at most", async () => {
    const { anyone, clock } = await open();
    const { body } = await anyone("/products/SOL-USD/candles?granularity=3600");
    expect(body.length).toBeGreaterThanOrEqual(299);
    expect(body[0][0]).toBe(clock.now() / 1_000);
    expect(body[0][0] - body[1][0]).toBe(3_600);
    for (const value of body[1]) expect(typeof value).toBe("number");
    const [, low, high, open_, close] = body[1];
    expect(low).toBeLessThanOrEqual(Math.min(open_, close));
    expect(high).toBeGreaterThanOrEqual(Math.max(open_, close));
    expect((await anyone("/products/SOL-USD/candles?granularity=1800")).status).toBe(400);
    const long = "start=2026-01-01T00:00:00Z&end=2026-01-04T00:00:00Z";
    expect((await anyone(`/products/SOL-USD/candles?granularity=60&${long}`)).body.message).toContain("exceeds 300");
  });
});

describe("limits and faults", () => {
  it("answers 429 past its bursts and lets go at its pace", async () => {
    const { call, anyone, clock } = await open();
    const statuses = async (count: number, run: () => Promise<Reply>) => {
      const seen: number[] = [];
      for (let index = 0; index < count; index += 1) seen.push((await run()).status);
      return seen;
    };
    const burst = (size: number) => [...Array(size).fill(200), 429];
    expect(await statuses(RATES.private.burst + 1, () => call("GET", "/fees"))).toEqual(burst(RATES.private.burst));
    expect((await call("GET", "/fees")).body).toEqual({ message: "Private rate limit exceeded" });
    // Fills count on their own.
    const fills = () => call("GET", "/fills?product_id=BTC-USD");
    expect(await statuses(RATES.fills.burst + 1, fills)).toEqual(burst(RATES.fills.burst));
    expect(await statuses(RATES.public.burst + 1, () => anyone("/time"))).toEqual(burst(RATES.public.burst));
    expect((await anyone("/time")).body).toEqual({ message: "Public rate limit exceeded" });
    await clock.advance(1_000);
    expect(await statuses(16, () => call("GET", "/fees"))).toEqual(burst(RATES.private.perSecond));
    expect(await statuses(11, () => anyone("/time"))).toEqual(burst(RATES.public.perSecond));
  });

  it("acts and is silent, fails after acting, breaks its body, fills in part", async () => {
    const { call, place, server, account } = await open();
    const orders = "/orders";
    server.faults.add({ kind: "dropReply" }, { path: orders, method: "POST" });
    await expect(place({ size: "0.01" })).rejects.toThrow();
    expect((await call("GET", `/orders/client:${ID}`)).body).toMatchObject({ status: "open" });
    server.faults.add({ kind: "status", status: 503, executed: true }, { path: orders });
    expect(await place({ size: "0.01", client_oid: undefined })).toMatchObject({ status: 503 });
    server.faults.add({ kind: "status", status: 403 }, { path: orders });
    expect(await place({ size: "0.01" })).toMatchObject({ status: 403, body: { message: "Forbidden" } });
    server.faults.add({ kind: "text", text: BROKEN_BODIES.html }, { path: orders });
    expect(await place({ size: "0.01", client_oid: undefined })).toMatchObject({ status: 200, body: undefined });
    expect(account.orders()).toHaveLength(3);
    server.faults.add({ kind: "partialFill", share: decimalString("0.5") }, { path: orders });
    const { id } = (await place({ price: "100010", size: "0.02", client_oid: undefined })).body;
    expect((await call("GET", `/orders/${id}`)).body).toMatchObject({ status: "open", filled_size: "0.01000000" });
    // What matched before it was canceled is not forgotten.
    await call("DELETE", `/orders/${id}`);
    expect((await call("GET", `/orders/${id}`)).body).toMatchObject({ status: "done", done_reason: "canceled" });
  });
});

const WIRE = path.resolve(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
const HAS_WIRE = existsSync(WIRE);

describe("recorded bodies", () => {
  // Of this venue only two REST bodies are there; the rest of the shapes is from its documentation and ccxt's comments.
  it("have the fields and kinds of value that this server answers with", async ({ skip }) => {
    skip(!HAS_WIRE, `no recorded messages in ${WIRE} (SCHWABOT_REFERENCE_DATA names another folder)`);
    const { anyone } = await open();
    const folder = path.join(WIRE, "jkorf/Coinbase.Net/Endpoints/AdvancedTrade/ExchangeData");
    const recorded = (file: string): unknown =>
      JSON.parse(readFileSync(path.join(folder, file), "utf8").split("\n").slice(3).join("\n"));
    expect(shapeProblems((await anyone("/currencies")).body, recorded("GetAssets.txt"))).toEqual([]);
    expect(
      shapeProblems((await anyone("/products/BTC-USD/book")).body, recorded("GetAggregatedOrderBook.txt")),
    ).toEqual([]);
  });
});

describe("the real ccxt", () => {
  async function connect() {
    const server = await startCoinbaseExchangeServer({ prices: PRICES });
    closing.push(server);
    server.account.fund("USD", "20000").fund("BTC", "2").fund("CELO", "10");
    const { apiKey, secret, passphrase } = server.addKey();
    const exchange = new coinbaseexchange({ apiKey, secret, password: passphrase, enableRateLimit: false });
    exchange.urls.api = { public: server.url, private: server.url };
    await exchange.loadMarkets();
    return { server, exchange };
  }

  it("signs, reads, trades and cancels", async () => {
    const { server, exchange } = await connect();
    expect(exchange.market("CELO/USD")).toMatchObject({ id: "CGLD-USD", active: true });
    const { id = "" } = await exchange.createOrder("BTC/USD", "limit", "buy", 0.1, 90_000, { clientOrderId: ID });
    expect(await exchange.fetchBalance()).toMatchObject({
      BTC: { total: 2 },
      USD: { used: 9_054 },
      CELO: { free: 10 },
    });
    expect(await exchange.fetchOrder("", "BTC/USD", { clientOrderId: ID })).toMatchObject({ id, status: "open" });
    expect((await exchange.fetchOpenOrders("BTC/USD")).map((one) => one.id)).toEqual([id]);
    await exchange.cancelOrder(id);
    await expect(exchange.fetchOrder(id)).rejects.toMatchObject({ name: "OrderNotFound" });
    await exchange.createOrder("BTC/USD", "market", "buy", 0, undefined, { cost: 100 });
    expect(await exchange.fetchMyTrades("BTC/USD")).toMatchObject([
      { side: "buy", price: 100_000.01, takerOrMaker: "taker" },
    ]);
    expect(await exchange.fetchTicker("BTC/USD")).toMatchObject({ bid: 99_999.99, ask: 100_000.01 });
    expect(await exchange.fetchTradingFees()).toMatchObject({ "BTC/USD": { maker: 0.004, taker: 0.006 } });
    expect((await exchange.fetchOHLCV("SOL/USD", "1h")).length).toBeGreaterThan(200);
    server.account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.5", fee: "0.001" });
    expect(await exchange.fetchDepositsWithdrawals("BTC")).toMatchObject([
      { type: "withdrawal", amount: 0.5, status: "ok" },
    ]);
    expect((await exchange.fetchLedger("USD")).length).toBe(2);
  });

  it("shows the traps: a symbol in the cancel, errors by their class", async () => {
    const { server, exchange } = await connect();
    const { id = "" } = await exchange.createOrder("BTC/USD", "limit", "buy", 0.01, 90_000, { clientOrderId: ID });
    await expect(exchange.cancelOrder(id, "BTC/USD")).rejects.toMatchObject({ name: "OrderNotFound" });
    expect(server.requests.of(/^\/orders\/./, "DELETE").at(-1)?.body).toBe('{"product_id":"BTC/USD"}');
    await expect(exchange.createOrder("BTC/USD", "limit", "buy", 9, 90_000)).rejects.toMatchObject({
      name: "InsufficientFunds",
    });
    server.faults.add({ kind: "status", status: 403 }, { path: "/accounts" });
    await expect(exchange.fetchBalance()).rejects.toMatchObject({ name: "ExchangeNotAvailable" });
    server.setClockOffset(60_000);
    await expect(exchange.fetchBalance()).rejects.toMatchObject({ name: "ExchangeError" });
  });
});
