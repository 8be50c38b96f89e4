// Is the Binance server as strict as the venue, and does it write what the venue writes?
import { createHmac, createPrivateKey, randomUUID, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { binance } from "ccxt";
import { afterEach, describe, expect, it } from "vitest";
import { assetSchema } from "#shared/domain/ids.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import type { VenueServerOptions } from "../core/venue-world.ts";
import { shapeProblems } from "../core/wire-shape.ts";
import type { BinanceCredentials, BinanceKeyOptions } from "./key-ring.ts";
import { BAN, ORDER_LIMITS, WEIGHT_LIMIT, WEIGHTS } from "./quirks.ts";
import { type BinanceServer, startBinanceServer } from "./start-binance-server.ts";

const PRICES = { "BTC/USDT": "100000", "ETH/USDT": "3000", "BNB/USDT": "600" };

const servers: BinanceServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of any answer
  readonly body: any;
}

type Params = Readonly<Record<string, string>>;

async function open(options: VenueServerOptions = {}) {
  const clock = new ManualClock();
  const server = await startBinanceServer({ clock, prices: PRICES, ...options });
  servers.push(server);
  server.account.fund("USDT", "50000").fund("BTC", "2");
  const read = async (reply: Response): Promise<Answer> => ({
    status: reply.status,
    headers: reply.headers,
    body: await reply.json(),
  });
  const publicCall = async (target: string) => read(await fetch(`${server.url}${target}`));
  const signed =
    (key: BinanceCredentials) =>
    async (method: string, target: string, params: Params = {}, signature?: string): Promise<Answer> => {
      const text = new URLSearchParams({ timestamp: String(clock.now()), ...params }).toString();
      const full = `${text}&signature=${encodeURIComponent(signature ?? signText(text, key.secret))}`;
      const inQuery = method !== "POST";
      return read(
        await fetch(`${server.url}${target}${inQuery ? `?${full}` : ""}`, {
          method,
          headers: { "X-MBX-APIKEY": key.apiKey, "content-type": "application/x-www-form-urlencoded" },
          ...(inQuery ? {} : { body: full }),
        }),
      );
    };
  const withKey = (options?: BinanceKeyOptions) => signed(server.addKey(options));
  return { clock, server, account: server.account, publicCall, signed, withKey, call: withKey() };
}

function signText(text: string, secret: string): string {
  if (!secret.includes("PRIVATE KEY")) return createHmac("sha256", secret).update(text).digest("hex");
  const key = createPrivateKey(secret);
  return sign(key.asymmetricKeyType === "rsa" ? "RSA-SHA256" : null, Buffer.from(text), key).toString("base64");
}

const ORDER = "/api/v3/order";
const LIMIT = { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", timeInForce: "GTC", quantity: "0.1", price: "90000" };
const MARKET = { symbol: "BTCUSDT", side: "SELL", type: "MARKET", quantity: "0.1" };
const refused = (status: number, code: number, msg?: string) => ({
  status,
  body: msg === undefined ? { code } : { code, msg },
});

describe("keys", () => {
  it.each(["hmac", "ed25519", "rsa"] as const)("takes a call signed with %s, in query and body", async (kind) => {
    const { withKey } = await open();
    const call = withKey({ kind });
    expect(await call("GET", "/api/v3/account")).toMatchObject({ status: 200, body: { canTrade: true } });
    expect(await call("POST", "/api/v3/order/test", LIMIT)).toMatchObject({ status: 200, body: {} });
    expect(await call("GET", "/api/v3/account", {}, kind === "hmac" ? "00".repeat(32) : "AAAA")).toMatchObject(
      refused(400, -1022, "Signature for this request is not valid."),
    );
  });

  it("takes parameters in query and body together, signed as they come", async () => {
    const { server, clock } = await open();
    const key = server.addKey();
    const [query, body] = [
      "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC",
      `quantity=0.1&price=90000&timestamp=${clock.now()}`,
    ];
    const signature = signText(query + body, key.secret);
    const reply = await fetch(`${server.url}${ORDER}?${query}`, {
      method: "POST",
      headers: { "X-MBX-APIKEY": key.apiKey },
      body: `${body}&signature=${signature}`,
    });
    expect(reply.status).toBe(200);
  });

  it("refuses malformed, unknown and revoked keys, foreign addresses and missing rights", async () => {
    const { signed, server, withKey } = await open();
    const key = server.addKey();
    expect(await signed({ ...key, apiKey: "short" })("GET", "/api/v3/account")).toMatchObject(refused(401, -2014));
    expect(await signed({ ...key, apiKey: "A".repeat(64) })("GET", "/api/v3/account")).toMatchObject(
      refused(401, -2015, "Invalid API-key, IP, or permissions for action."),
    );
    server.revokeKey(key.apiKey);
    expect(await signed(key)("GET", "/api/v3/account")).toMatchObject(refused(401, -2015));
    expect(await withKey({ ipAllowList: ["203.0.113.5"] })("GET", "/api/v3/account")).toMatchObject(
      refused(401, -2015),
    );
    expect((await withKey({ ipAllowList: ["127.0.0.1"] })("GET", "/api/v3/account")).status).toBe(200);
    const reader = withKey({ permissions: ["enableReading"] });
    expect(await reader("POST", ORDER, LIMIT)).toMatchObject(refused(401, -2015));
    expect(await reader("GET", "/api/v3/account")).toMatchObject({ status: 200, body: { canTrade: false } });
  });

  it("checks the time of the request, before and at its arrival", async () => {
    const { call, clock, server, account } = await open();
    const at = (offset: number, recvWindow?: string) =>
      call("GET", "/api/v3/account", {
        timestamp: String(clock.now() + offset),
        ...(recvWindow === undefined ? {} : { recvWindow }),
      });
    expect((await at(-5_000)).status).toBe(200);
    expect(await at(-5_001)).toMatchObject(
      refused(400, -1021, "Timestamp for this request is outside of the recvWindow."),
    );
    expect((await at(-50_000, "60000")).status).toBe(200);
    expect(await at(0, "60001")).toMatchObject(refused(400, -1131));
    expect((await at(999)).status).toBe(200);
    expect(await at(1_000)).toMatchObject(refused(400, -1021));
    expect(await at(0, "soon")).toMatchObject(refused(400, -1102));
    server.setClockOffset(-30_000);
    expect(await at(0)).toMatchObject(refused(400, -1021));
    server.setClockOffset(0);
    server.faults.add({ kind: "delay", delayMs: 6_000 }, { path: ORDER });
    const late = call("POST", ORDER, { ...LIMIT, recvWindow: "5000" });
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(6_000);
    expect(await late).toMatchObject(refused(400, -1021));
    expect(account.orders()).toHaveLength(0);
  });

  it("lets orders, and only them, expire earlier than they say where it was started so", async () => {
    const { call, clock, account } = await open({ expireEarlierMs: 4_750 });
    const sentBefore = (ms: number) => ({ timestamp: String(clock.now() - ms), recvWindow: "5000" });
    expect((await call("GET", "/api/v3/account", sentBefore(5_000))).status).toBe(200);
    expect(await call("POST", ORDER, { ...LIMIT, ...sentBefore(251) })).toMatchObject(refused(400, -1021));
    expect(account.orders()).toHaveLength(0);
    expect((await call("POST", ORDER, { ...LIMIT, ...sentBefore(250) })).status).toBe(200);
  });

  it("tells what the key may do", async () => {
    const { withKey } = await open();
    const call = withKey({ permissions: ["enableReading", "enableWithdrawals"], ipAllowList: ["127.0.0.1"] });
    expect((await call("GET", "/sapi/v1/account/apiRestrictions")).body).toMatchObject({
      ipRestrict: true,
      enableReading: true,
      enableWithdrawals: true,
      enableSpotAndMarginTrading: false,
      permitsUniversalTransfer: false,
    });
  });
});

describe("orders", () => {
  it("places, finds and cancels by id and client id, and holds what is needed", async () => {
    const { call } = await open();
    const newClientOrderId = randomUUID();
    const { body } = await call("POST", ORDER, { ...LIMIT, newClientOrderId });
    expect(body).toMatchObject({ clientOrderId: newClientOrderId, status: "NEW", fills: [], price: "90000.00000000" });
    const usdt = async () =>
      (await call("GET", "/api/v3/account")).body.balances.find(({ asset }: { asset: string }) => asset === "USDT");
    expect(await usdt()).toEqual({ asset: "USDT", free: "41000.00000000", locked: "9000.00000000" });
    const byClientId = { symbol: "BTCUSDT", origClientOrderId: newClientOrderId };
    expect((await call("GET", ORDER, byClientId)).body).toMatchObject({ orderId: body.orderId, status: "NEW" });
    expect((await call("GET", "/api/v3/openOrders")).body).toHaveLength(1);
    expect(await call("GET", ORDER, { symbol: "ETHUSDT", orderId: String(body.orderId) })).toMatchObject(
      refused(400, -2013, "Order does not exist."),
    );
    expect((await call("DELETE", ORDER, byClientId)).body).toMatchObject({
      origClientOrderId: newClientOrderId,
      status: "CANCELED",
    });
    expect(await call("DELETE", ORDER, byClientId)).toMatchObject(refused(400, -2011, "Unknown order sent."));
    expect(await call("GET", ORDER, { symbol: "BTCUSDT" })).toMatchObject(refused(400, -1102));
    expect((await usdt()).locked).toBe("0.00000000");
  });

  it("fills market orders by base and by quote, with the fee in what is received", async () => {
    const { call } = await open();
    const sold = await call("POST", ORDER, { ...MARKET, quantity: "0.5" });
    expect(sold.body).toMatchObject({
      status: "FILLED",
      executedQty: "0.50000000",
      cummulativeQuoteQty: "49999.99500000",
    });
    expect(sold.body.fills).toMatchObject([
      { price: "99999.99000000", commission: "49.99999500", commissionAsset: "USDT" },
    ]);
    const bought = await call("POST", ORDER, {
      symbol: "BTCUSDT",
      side: "BUY",
      type: "MARKET",
      quoteOrderQty: "1000",
    });
    expect(bought.body).toMatchObject({
      status: "FILLED",
      origQuoteOrderQty: "1000.00000000",
      executedQty: "0.00999000",
    });
    expect(bought.body.fills[0].commissionAsset).toBe("BTC");
    const trades = await call("GET", "/api/v3/myTrades", { symbol: "BTCUSDT" });
    expect(trades.body.map(({ id }: { id: number }) => id)).toEqual([1, 2]);
    expect(trades.body[0]).toMatchObject({ orderId: sold.body.orderId, isBuyer: false, isMaker: false });
    expect(trades.body[0].id).toBe(sold.body.fills[0].tradeId);
  });

  it("pays fees in BNB where the account does so", async () => {
    const { call, account } = await open();
    account.fund("BNB", "1");
    account.rules = { ...account.rules, feeAsset: assetSchema.parse("BNB") };
    const { body } = await call("POST", ORDER, MARKET);
    expect(body.fills[0]).toMatchObject({ commissionAsset: "BNB", commission: "0.01666666" });
  });

  it("ends an IOC with what it got, answers LIMIT_MAKER with ACK", async () => {
    const { call, server } = await open();
    server.market.setBook("BTC/USDT", { bids: [["99999", "1"]], asks: [["100001", "0.04"]] });
    const ioc = await call("POST", ORDER, { ...LIMIT, price: "100001", timeInForce: "IOC" });
    expect(ioc.body).toMatchObject({ status: "EXPIRED", executedQty: "0.04000000", timeInForce: "IOC" });
    const maker = await call("POST", ORDER, {
      symbol: "BTCUSDT",
      side: "BUY",
      type: "LIMIT_MAKER",
      quantity: "0.1",
      price: "90000",
    });
    expect(Object.keys(maker.body).sort()).toEqual([
      "clientOrderId",
      "orderId",
      "orderListId",
      "symbol",
      "transactTime",
    ]);
  });

  it.each([
    [{ symbol: "NOPE" }, -1121, "Invalid symbol."],
    [{ side: "HOLD" }, -1117, "Invalid side."],
    [{ type: "MAGIC" }, -1116, "Invalid orderType."],
    [{ timeInForce: "PO" }, -1115, "Invalid timeInForce."],
    [{ quantity: "0.100001" }, -1013, "Filter failure: LOT_SIZE"],
    [{ quantity: "0.1000000001" }, -1111, "Parameter 'quantity' has too much precision."],
    [{ quantity: "-1" }, -1100, undefined],
    [{ price: "90000.001" }, -1013, "Filter failure: PRICE_FILTER"],
    [{ price: "19999" }, -1013, "Filter failure: PERCENT_PRICE_BY_SIDE"],
    [{ quantity: "0.00005" }, -1013, "Filter failure: NOTIONAL"],
    [{ quantity: "1" }, -2010, "Account has insufficient balance for requested action."],
    [{ newClientOrderId: "no spaces" }, -1100, undefined],
    [{ newClientOrderId: "x".repeat(37) }, -1100, undefined],
    [{ quoteOrderQty: "10" }, -1106, "Parameter 'quoteOrderQty' sent when not required."],
  ])("refuses %j with %s", async (change, code, message) => {
    const { call, account } = await open();
    expect(await call("POST", ORDER, { ...LIMIT, ...change })).toMatchObject(refused(400, code, message));
    expect(account.orders()).toHaveLength(0);
  });

  it("refuses what a kind of order may not have", async () => {
    const { call } = await open();
    expect(await call("POST", ORDER, { ...MARKET, price: "1" })).toMatchObject(refused(400, -1106));
    expect(await call("POST", ORDER, { symbol: "BTCUSDT", side: "BUY", type: "MARKET" })).toMatchObject(
      refused(400, -1102),
    );
    const { timeInForce: _, ...bare } = LIMIT;
    expect(await call("POST", ORDER, bare)).toMatchObject(refused(400, -1102));
    expect(await call("POST", ORDER, { ...bare, type: "LIMIT_MAKER", price: "200000" })).toMatchObject(
      refused(400, -2010, "Order would immediately match and take."),
    );
  });

  it("takes a client id again once no open order has it", async () => {
    const { call } = await open();
    const ids = { newClientOrderId: randomUUID() };
    await call("POST", ORDER, { ...LIMIT, ...ids });
    expect(await call("POST", ORDER, { ...LIMIT, ...ids })).toMatchObject(refused(400, -2010, "Duplicate order sent."));
    await call("DELETE", ORDER, { symbol: "BTCUSDT", origClientOrderId: ids.newClientOrderId });
    const filled = await call("POST", ORDER, { ...MARKET, ...ids });
    const again = await call("POST", ORDER, { ...MARKET, ...ids });
    expect([filled.status, again.status]).toEqual([200, 200]);
    const found = await call("GET", ORDER, { symbol: "BTCUSDT", origClientOrderId: ids.newClientOrderId });
    expect(found.body.orderId).toBe(again.body.orderId);
  });

  it("only checks with order/test, and says nothing of funds", async () => {
    const { call, account } = await open();
    expect(await call("POST", "/api/v3/order/test", { ...LIMIT, quantity: "5" })).toMatchObject({
      status: 200,
      body: {},
    });
    expect(await call("POST", "/api/v3/order/test", { ...LIMIT, price: "90000.001" })).toMatchObject(
      refused(400, -1013),
    );
    const rates = await call("POST", "/api/v3/order/test", { ...LIMIT, computeCommissionRates: "true" });
    expect(rates.body.standardCommissionForOrder.taker).toBe("0.00100000");
    expect(account.orders()).toHaveLength(0);
  });

  it("keeps to maintenance and the symbol's status", async () => {
    const { call, server, publicCall } = await open();
    server.market.setStatus("BTC/USDT", "offline");
    expect(await call("POST", ORDER, LIMIT)).toMatchObject(refused(400, -1013, "Market is closed."));
    expect((await publicCall("/api/v3/exchangeInfo?symbol=BTCUSDT")).body.symbols[0].status).toBe("BREAK");
    server.setState("maintenance");
    expect(await call("GET", "/api/v3/account")).toMatchObject(refused(503, -1016));
    expect((await publicCall("/sapi/v1/system/status")).body).toEqual({ status: 1, msg: "system_maintenance" });
  });

  it("executes an order whose answer is lost or broken, and finds it again", async () => {
    const { call, server } = await open();
    for (const fault of [{ kind: "dropReply" }, { kind: "text", text: "<html>" }] as const) {
      const ids = { newClientOrderId: randomUUID() };
      server.faults.add(fault, { path: ORDER, method: "POST" });
      await expect(call("POST", ORDER, { ...LIMIT, ...ids, quantity: "0.01" })).rejects.toThrow();
      const found = await call("GET", ORDER, { symbol: "BTCUSDT", origClientOrderId: ids.newClientOrderId });
      expect(found.status).toBe(200);
    }
    server.faults.add({ kind: "status", status: 500, executed: true }, { path: ORDER });
    expect(await call("POST", ORDER, MARKET)).toMatchObject(refused(500, -1000));
    server.faults.add({ kind: "partialFill", share: "0.5" }, { path: ORDER });
    expect((await call("POST", ORDER, { ...LIMIT, price: "100100" })).body).toMatchObject({
      status: "PARTIALLY_FILLED",
      executedQty: "0.05000000",
    });
  });
});

describe("balances and history", () => {
  it("lists every asset, earn balances as LD rows", async () => {
    const { call, account } = await open();
    account.extraBalances.set("LDBTC", "0.5");
    const all = (await call("GET", "/api/v3/account")).body.balances as { asset: string; free: string }[];
    expect(all.find(({ asset }) => asset === "LDBTC")?.free).toBe("0.50000000");
    expect(all.find(({ asset }) => asset === "DOGE")?.free).toBe("0.00000000");
    const some = (await call("GET", "/api/v3/account", { omitZeroBalances: "true" })).body.balances;
    expect(some).toHaveLength(3);
    expect((await call("POST", "/sapi/v3/asset/getUserAsset")).body).toHaveLength(3);
  });

  it("pages trades by id and orders by id, oldest first, without loss or repeats", async () => {
    const { call, account, clock } = await open();
    for (let index = 0; index < 25; index += 1) {
      const order = {
        clientId: null,
        symbol: "BTC/USDT",
        kind: "market",
        quantity: "0.001",
        limitPrice: null,
      } as const;
      account.submit({ ...order, side: index % 2 === 0 ? "sell" : "buy" });
      await clock.advance(1_000);
    }
    const collect = async (target: string, parameter: string, field: string) => {
      const seen: number[] = [];
      for (let from = 0, pages = 0; pages < 5; pages += 1) {
        const { body } = await call("GET", target, { symbol: "BTCUSDT", limit: "10", [parameter]: String(from) });
        if (body.length === 0) break;
        const ids = body.map((row: Record<string, number>) => row[field]);
        seen.push(...ids);
        from = ids.at(-1) + 1;
      }
      return seen;
    };
    const expected = Array.from({ length: 25 }, (_, index) => index + 1);
    expect(await collect("/api/v3/myTrades", "fromId", "id")).toEqual(expected);
    expect(await collect("/api/v3/allOrders", "orderId", "orderId")).toEqual(expected);
    const newest = await call("GET", "/api/v3/myTrades", { symbol: "BTCUSDT", limit: "5" });
    expect(newest.body.map(({ id }: { id: number }) => id)).toEqual([21, 22, 23, 24, 25]);
    const since = await call("GET", "/api/v3/myTrades", {
      symbol: "BTCUSDT",
      startTime: String(clock.now() - 10_000),
      limit: "3",
    });
    expect(since.body.map(({ id }: { id: number }) => id)).toEqual([16, 17, 18]);
    expect(
      await call("GET", "/api/v3/myTrades", { symbol: "BTCUSDT", startTime: "1", endTime: String(DAY_MS + 2) }),
    ).toMatchObject(refused(400, -1127, "More than 24 hours between startTime and endTime."));
    expect(await call("GET", "/api/v3/myTrades", { symbol: "BTCUSDT", startTime: "1", fromId: "1" })).toMatchObject(
      refused(400, -1128),
    );
    expect(await call("GET", "/api/v3/myTrades")).toMatchObject(refused(400, -1102));
  });

  it("lists deposits and withdrawals of at most 90 days, newest first, by offset", async () => {
    const { call, account, clock } = await open();
    for (let index = 0; index < 7; index += 1)
      account.transfer({ kind: "deposit", asset: "BTC", amount: "0.1", at: unixMs(clock.now() - index * 20 * DAY_MS) });
    account.transfer({ kind: "withdrawal", asset: "USDT", amount: "100", fee: "1" });
    const deposits = "/sapi/v1/capital/deposit/hisrec";
    expect((await call("GET", deposits)).body).toHaveLength(5);
    const second = await call("GET", deposits, { offset: "2", limit: "2" });
    expect(second.body.map(({ insertTime }: { insertTime: number }) => (clock.now() - insertTime) / DAY_MS)).toEqual([
      40, 60,
    ]);
    const before = String(clock.now() - 90 * DAY_MS);
    const older = await call("GET", deposits, { startTime: String(clock.now() - 180 * DAY_MS), endTime: before });
    expect(older.body).toHaveLength(2);
    expect(await call("GET", deposits, { startTime: "0" })).toMatchObject(refused(400, -1127));
    expect((await call("GET", "/sapi/v1/capital/withdraw/history")).body).toMatchObject([
      { coin: "USDT", amount: "100", transactionFee: "1", status: 6, applyTime: "2026-01-05 00:00:00" },
    ]);
  });

  it("tells the account's fees", async () => {
    const { call, account } = await open();
    account.rules = { ...account.rules, maker: "0.0002", taker: "0.0004" };
    const { body } = await call("GET", "/api/v3/account/commission", { symbol: "BTCUSDT" });
    expect(body.standardCommission).toMatchObject({ maker: "0.00020000", taker: "0.00040000" });
    expect((await call("GET", "/sapi/v1/asset/tradeFee", { symbol: "BTCUSDT" })).body).toEqual([
      { symbol: "BTCUSDT", makerCommission: "0.0002", takerCommission: "0.0004" },
    ]);
  });
});

describe("market data", () => {
  it("gives tickers for one, some and all markets, candles and depth", async () => {
    const { publicCall, clock } = await open();
    expect((await publicCall("/api/v3/ticker/bookTicker?symbol=BTCUSDT")).body).toMatchObject({
      bidPrice: "99999.99000000",
      askPrice: "100000.01000000",
    });
    const some = await publicCall(`/api/v3/ticker/24hr?symbols=${encodeURIComponent('["BTCUSDT","ETHUSDT"]')}`);
    expect(some.body.map(({ symbol }: { symbol: string }) => symbol)).toEqual(["BTCUSDT", "ETHUSDT"]);
    const all = await publicCall("/api/v3/ticker/24hr");
    expect(all.body.length).toBeGreaterThan(15);
    expect(all.body.every(({ bidPrice }: { bidPrice: string }) => Number(bidPrice) > 0)).toBe(true);
    const klines = await publicCall("/api/v3/klines?symbol=SOLUSDT&interval=1h&limit=3");
    expect(klines.body).toHaveLength(3);
    expect(klines.body[2][0]).toBeLessThanOrEqual(clock.now());
    const start = clock.now() - 5 * 3_600_000;
    const from = await publicCall(`/api/v3/klines?symbol=SOLUSDT&interval=1h&limit=2&startTime=${start}`);
    expect(from.body.map((row: number[]) => row[0])).toEqual([start, start + 3_600_000]);
    expect(await publicCall("/api/v3/klines?symbol=SOLUSDT&interval=7h")).toMatchObject(refused(400, -1120));
    expect((await publicCall("/api/v3/depth?symbol=BTCUSDT&limit=5")).body.asks).toHaveLength(5);
    expect(await publicCall("/api/v3/ticker/24hr?symbol=NOPE")).toMatchObject(refused(400, -1121));
  });
});

describe("limits", () => {
  it("counts weight per minute, refuses with 429, bans who goes on, and forgets", async () => {
    const { publicCall, clock } = await open();
    const first = await publicCall("/api/v3/exchangeInfo");
    expect(first.headers.get("x-mbx-used-weight-1m")).toBe(String(WEIGHTS.exchangeInfo));
    for (let used = WEIGHTS.exchangeInfo + 250; used <= WEIGHT_LIMIT; used += 250)
      await publicCall("/api/v3/depth?symbol=BTCUSDT&limit=5000");
    await clock.advance(20_000);
    const over = await publicCall("/api/v3/depth?symbol=BTCUSDT&limit=5000");
    expect(over).toMatchObject(refused(429, -1003));
    expect(over.headers.get("retry-after")).toBe("40");
    for (let index = 1; index < BAN.afterRefusals; index += 1) await publicCall("/api/v3/time");
    const banned = await publicCall("/api/v3/time");
    expect(banned).toMatchObject(refused(418, -1003));
    expect(banned.headers.get("retry-after")).toBe(String(BAN.firstMs / 1_000));
    await clock.advance(60_000);
    expect((await publicCall("/api/v3/time")).status).toBe(418);
    await clock.advance(BAN.firstMs);
    expect((await publicCall("/api/v3/time")).status).toBe(200);
  });

  it("counts orders per account, without Retry-After", async () => {
    const { call, clock } = await open();
    const [{ limit, ms }] = ORDER_LIMITS;
    const first = await call("POST", ORDER, { ...MARKET, quantity: "0.001" });
    expect([first.headers.get("x-mbx-order-count-10s"), first.headers.get("x-mbx-order-count-1d")]).toEqual(["1", "1"]);
    for (let index = 1; index < limit; index += 1) await call("POST", ORDER, { ...MARKET, quantity: "0.001" });
    const over = await call("POST", ORDER, { ...MARKET, quantity: "0.001" });
    expect(over).toMatchObject(
      refused(429, -1015, `Too many new orders; current limit is ${limit} orders per 10 SECOND.`),
    );
    expect(over.headers.get("retry-after")).toBeNull();
    await clock.advance(ms);
    expect((await call("POST", ORDER, { ...MARKET, quantity: "0.001" })).status).toBe(200);
  });

  it("counts each wallet call for itself, withdrawals by account", async () => {
    const { call, withKey, server } = await open();
    const history = "/sapi/v1/capital/withdraw/history";
    for (let index = 0; index < 10; index += 1) expect((await call("GET", history)).status).toBe(200);
    expect((await call("GET", history)).status).toBe(429);
    const other = withKey({ account: server.addAccount() });
    expect((await other("GET", history)).headers.get("x-sapi-used-uid-weight-1m")).toBe("18000");
    expect((await call("GET", "/sapi/v1/account/apiRestrictions")).status).toBe(200);
  });

  it("bans at once where a test says so", async () => {
    const { publicCall, server } = await open();
    server.banAddress(90_000);
    const banned = await publicCall("/api/v3/time");
    expect([banned.status, banned.headers.get("retry-after")]).toEqual([418, "90"]);
  });
});

const WIRE = path.join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
const HAS_WIRE = existsSync(WIRE);

describe("shape", () => {
  it("agrees with recorded bodies, field by field", async ({ skip }) => {
    skip(!HAS_WIRE, `no recorded messages in ${WIRE} (SCHWABOT_REFERENCE_DATA names another folder)`);
    const { publicCall, call, account } = await open();
    const json = (file: string): unknown => {
      const text = readFileSync(path.join(WIRE, file), "utf8");
      return JSON.parse(file.endsWith(".txt") ? text.split("\n").slice(3).join("\n") : text);
    };
    // biome-ignore lint/suspicious/noExplicitAny: the recording's own layout
    const routes = (json("gocryptotrader/binance/http.json") as any).routes;
    const recorded = (route: string, method: string) => routes[route][method][0].data;
    const net = (file: string) => json(`jkorf/Binance.Net/Endpoints/Spot/${file}.txt`);
    const placed = await call("POST", ORDER, MARKET);
    await call("POST", ORDER, LIMIT);
    const canceled = await call("DELETE", ORDER, { symbol: "BTCUSDT", orderId: "2" });
    await call("POST", ORDER, LIMIT);
    account.transfer({ kind: "deposit", asset: "BTC", amount: "1" });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.1", fee: "0.0001" });
    const sapi = async (target: string) => (await call("GET", target)).body;
    const cases: readonly (readonly [string, unknown, unknown])[] = [
      [
        "exchangeInfo",
        (await publicCall("/api/v3/exchangeInfo?symbol=ETHUSDT")).body,
        recorded("/api/v3/exchangeInfo", "GET"),
      ],
      ["depth", (await publicCall("/api/v3/depth?symbol=BTCUSDT")).body, recorded("/api/v3/depth", "GET")],
      [
        "klines",
        (await publicCall("/api/v3/klines?symbol=BTCUSDT&interval=1m")).body,
        recorded("/api/v3/klines", "GET"),
      ],
      ["24hr", (await publicCall("/api/v3/ticker/24hr?symbol=BTCUSDT")).body, recorded("/api/v3/ticker/24hr", "GET")],
      [
        "bookTicker",
        (await publicCall("/api/v3/ticker/bookTicker?symbol=BTCUSDT")).body,
        recorded("/api/v3/ticker/bookTicker", "GET"),
      ],
      ["account", (await call("GET", "/api/v3/account")).body, net("Account/GetAccountInfo")],
      ["new order", placed.body, net("Trading/PlaceOrder")],
      ["cancel", canceled.body, net("Trading/CancelOrder")],
      ["order", (await call("GET", ORDER, { symbol: "BTCUSDT", orderId: "1" })).body, net("Trading/GetOrder")],
      ["openOrders", (await call("GET", "/api/v3/openOrders")).body, net("Trading/GetOpenOrders")],
      ["allOrders", (await call("GET", "/api/v3/allOrders", { symbol: "BTCUSDT" })).body, net("Trading/GetOrders")],
      ["myTrades", (await call("GET", "/api/v3/myTrades", { symbol: "BTCUSDT" })).body, net("Trading/GetUserTrades")],
      [
        "commission",
        (await call("GET", "/api/v3/account/commission", { symbol: "BTCUSDT" })).body,
        net("Account/GetCommissionRates"),
      ],
      ["tradeFee", await sapi("/sapi/v1/asset/tradeFee"), net("Account/GetTradeFee")],
      ["apiRestrictions", await sapi("/sapi/v1/account/apiRestrictions"), net("Account/GetAPIKeyPermissions")],
      ["deposits", await sapi("/sapi/v1/capital/deposit/hisrec"), net("Account/GetDepositHistory")],
      ["withdrawals", await sapi("/sapi/v1/capital/withdraw/history"), net("Account/GetWithdrawalHistory")],
      ["user assets", (await call("POST", "/sapi/v3/asset/getUserAsset")).body, net("Account/GetBalances")],
      ["system status", (await publicCall("/sapi/v1/system/status")).body, net("ExchangeData/GetSystemStatus")],
    ];
    // An id that only withdrawals started through the interface have.
    const optional = /withdrawOrderId/;
    for (const [name, own, real] of cases)
      expect([name, shapeProblems(own, real).filter((problem) => !optional.test(problem))]).toEqual([name, []]);
  });
});

describe("the real ccxt", () => {
  it.each(["hmac", "ed25519", "rsa"] as const)("loads markets, trades and reads through it with %s", async (kind) => {
    const { server, account, clock } = await open();
    const exchange = new binance({
      ...server.addKey({ kind }),
      enableRateLimit: false,
      options: { defaultType: "spot", fetchMarkets: { types: ["spot"] }, fetchCurrencies: false, fetchMargins: false },
      fetchImplementation: (url: string, init: RequestInit) =>
        fetch(url.replace("https://api.binance.com", server.url), init),
    });
    exchange.nonce = () => clock.now();
    await exchange.loadMarkets();
    expect(exchange.market("BTC/USDT")).toMatchObject({ id: "BTCUSDT", active: true, spot: true });
    const clientOrderId = randomUUID();
    const placed = await exchange.createOrder("BTC/USDT", "limit", "buy", 0.1, 90_000, { clientOrderId });
    expect(account.openOrders().map(({ clientId }) => clientId)).toEqual([clientOrderId]);
    expect(await exchange.fetchOrder("", "BTC/USDT", { clientOrderId })).toMatchObject({
      id: placed.id,
      status: "open",
    });
    expect(await exchange.fetchBalance()).toMatchObject({ BTC: { total: 2 }, USDT: { used: 9000 } });
    expect(await exchange.fetchTicker("BTC/USDT")).toMatchObject({ bid: 99_999.99, ask: 100_000.01 });
    await exchange.cancelOrder(String(placed.id), "BTC/USDT");
    expect(await exchange.fetchOpenOrders("BTC/USDT")).toEqual([]);
  });
});
