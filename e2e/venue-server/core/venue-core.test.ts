// Does the core behave as the venues rely on: faults, loopback, account, market?
import { networkInterfaces } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { decimal } from "#shared/domain/decimal.ts";
import { assetSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { BROKEN_BODIES, type Fault } from "./faults.ts";
import { jsonReply } from "./http-message.ts";
import type { NewOrder } from "./placed-order.ts";
import { DecayingCounter, WindowCounter } from "./rate-counters.ts";
import { findRoute } from "./route.ts";
import { openVenueServer } from "./venue-server.ts";
import { VenueWorld } from "./venue-world.ts";

const LISTING = {
  symbol: "BTC/USD",
  priceStep: "0.1",
  amountStep: "0.00000001",
  amountMin: "0.00005",
  amountMax: null,
  costMin: "0.5",
  costMax: null,
};
const RULES = {
  maker: "0.0025",
  taker: "0.004",
  feeAsset: "quote",
  clientIds: "openOnly",
  orderId: (count: number) => `O${count}`,
  tradeId: (count: number) => `T${count}`,
} as const;

function makeWorld(prices: Record<string, string> = { "BTC/USD": "100000" }) {
  const clock = new ManualClock();
  const world = new VenueWorld({
    venue: venueIdSchema.parse("kraken"),
    listings: [LISTING, { ...LISTING, symbol: "BTC/EUR" }, { ...LISTING, symbol: "USDT/EUR", priceStep: "0.0001" }],
    rules: RULES,
    clock,
    prices,
  });
  world.account.fund("USD", "20000").fund("BTC", "1");
  return { clock, world, account: world.account };
}

const BUY: NewOrder = {
  clientId: null,
  symbol: "BTC/USD",
  side: "buy",
  kind: "limitIoc",
  quantity: "0.1",
  limitPrice: "100100",
};

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

async function openEcho() {
  const { clock, world } = makeWorld();
  let executed = 0;
  const server = await openVenueServer(world, {
    answer: () => {
      executed += 1;
      return jsonReply(200, { executed, at: world.now() });
    },
    statusReply: (status) => jsonReply(status, { own: status }),
    addKey: () => null,
  });
  closing.push(server);
  return {
    clock,
    server,
    executed: () => executed,
    call: () => fetch(`${server.url}/x?a=1`, { method: "POST", body: "b=2" }),
  };
}

describe("faults", () => {
  const plant = async (fault: Fault) => {
    const echo = await openEcho();
    const planted = echo.server.faults.add(fault, { path: "/x" });
    return { ...echo, planted };
  };

  it.each(["dropRequest", "reset"] as const)("%s cuts the connection and nothing is executed", async (kind) => {
    const { call, executed, server } = await plant({ kind });
    await expect(call()).rejects.toThrow();
    expect(executed()).toBe(0);
    expect(server.requests.all[0]).toMatchObject({ path: "/x", body: "b=2", status: null });
    expect(await (await call()).json()).toMatchObject({ executed: 1 });
  });

  it("dropReply executes and cuts the connection", async () => {
    const { call, executed, planted } = await plant({ kind: "dropReply" });
    await expect(call()).rejects.toThrow();
    expect(executed()).toBe(1);
    expect(planted.hits).toBe(1);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])("a status, executed %s", async (whether, times) => {
    const { call, executed } = await plant({
      kind: "status",
      status: 503,
      executed: whether,
      headers: { "retry-after": "7" },
    });
    const reply = await call();
    expect([reply.status, reply.headers.get("retry-after"), await reply.json()]).toEqual([503, "7", { own: 503 }]);
    expect(executed()).toBe(times);
  });

  it.each(Object.entries(BROKEN_BODIES))("the body %s comes with 200 after executing", async (_name, text) => {
    const { call, executed } = await plant({ kind: "text", text });
    const reply = await call();
    expect([reply.status, await reply.text(), executed()]).toEqual([200, text, 1]);
  });

  it("alter changes valid JSON", async () => {
    const { call } = await plant({ kind: "alter", change: () => ({ wrong: true }) });
    expect(await (await call()).json()).toEqual({ wrong: true });
  });

  it("delay holds the request before it is executed, delayReply after", async () => {
    const before = await plant({ kind: "delay", delayMs: 5_000 });
    const start = before.clock.now();
    const late = before.call();
    while (before.clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(before.executed()).toBe(0);
    await before.clock.advance(5_000);
    expect(await (await late).json()).toEqual({ executed: 1, at: start + 5_000 });

    const after = await plant({ kind: "delayReply", delayMs: 5_000 });
    const slow = after.call();
    while (after.clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(after.executed()).toBe(1);
    await after.clock.advance(5_000);
    expect((await slow).status).toBe(200);
  });

  it("skips, counts, and matches by pattern, method and body", async () => {
    const { server, call } = await openEcho();
    server.faults.add({ kind: "status", status: 429 }, { path: /^\/x/, method: "POST", skip: 1, times: 2 });
    server.faults.add({ kind: "status", status: 500 }, { path: "/x", when: ({ body }) => body.includes("never") });
    server.faults.add({ kind: "status", status: 500 }, { path: "/x", method: "GET" });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await call()).status);
    expect(statuses).toEqual([200, 429, 429, 200]);
  });

  it("sets the venue's clock apart from ours", async () => {
    const { server, call, clock } = await openEcho();
    server.setClockOffset(-90_000);
    expect(await (await call()).json()).toMatchObject({ at: clock.now() - 90_000 });
  });
});

describe("loopback", () => {
  it("listens on 127.0.0.1 and on no other address of this computer", async ({ skip }) => {
    const { server } = await openEcho();
    const { hostname, port } = new URL(server.url);
    expect(hostname).toBe("127.0.0.1");
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    skip(others.length === 0, "this computer has no other address");
    for (const { address } of others) await expect(fetch(`http://${address}:${port}/x`)).rejects.toThrow();
  });

  it("refuses a port that is taken instead of taking another", async () => {
    const { server } = await openEcho();
    const open = openVenueServer(makeWorld().world, {
      answer: () => jsonReply(200, {}),
      statusReply: (status) => jsonReply(status, {}),
      addKey: () => null,
      port: Number(new URL(server.url).port),
    });
    await expect(open).rejects.toThrow("EADDRINUSE");
  });
});

describe("account", () => {
  it("fills, holds, charges and lists under the venue's own ids", () => {
    const { account } = makeWorld();
    const result = account.submit(BUY);
    expect(result).toMatchObject({ kind: "accepted", repeated: false });
    const [placed] = account.orders();
    expect(placed?.order).toMatchObject({ venueOrderId: "O1", state: "filled" });
    expect(account.history.fills.map(({ record }) => record.tradeId)).toEqual(["T1"]);
    // 0.1 at 100000.1 with 0.4 %.
    const usd = account.balances().find(({ asset }) => asset === "USD");
    expect(usd?.free.toString()).toBe(
      decimal("20000")
        .sub(decimal("10000.01").mul(decimal("1.004")))
        .toString(),
    );
    expect(account.history.ledger.map(({ asset, amount, fee }) => [asset, amount, fee])).toEqual([
      ["BTC", "0.1", "0"],
      ["USD", "-10000.01", "40.00004"],
    ]);
  });

  it("rests, fills when the market comes, and is canceled once", () => {
    const { account, world } = makeWorld();
    account.submit({ ...BUY, kind: "limit", limitPrice: "99000" });
    account.submit({ ...BUY, kind: "limit", limitPrice: "98000", quantity: "0.05" });
    expect(account.openOrders()).toHaveLength(2);
    world.market.setPrice("BTC/USD", "98900");
    account.settle();
    expect(account.order("O1")?.order.state).toBe("filled");
    expect(account.history.fills[0]?.record).toMatchObject({ price: "99000", liquidity: "maker" });
    expect([account.cancel("O2"), account.cancel("O2"), account.cancel("O9")]).toEqual([
      "canceled",
      "alreadyOver",
      "notFound",
    ]);
  });

  it("spends a quote amount, down to the lot, and charges what was received where the venue does so", () => {
    const { account } = makeWorld();
    account.rules = { ...account.rules, feeAsset: "received" };
    account.submit({ ...BUY, kind: "market", limitPrice: null, quantity: "0", quoteAmount: "1000" });
    const [fill] = account.history.fills;
    expect(fill?.record.quantity).toBe(decimal("1000").div(decimal("100000.1"), 8, "down").toString());
    expect(fill?.record.fee.asset).toBe("BTC");
    account.submit({ ...BUY, side: "sell", limitPrice: "99000" });
    expect(account.history.fills[1]?.record.fee.asset).toBe("USD");
  });

  it("fills a share only, and the rest when released", () => {
    const { account } = makeWorld();
    account.submit({ ...BUY, kind: "limit", fillShare: decimal("0.25") });
    account.settle();
    const placed = account.order("O1");
    expect([placed?.order.state, placed?.order.filled.toString()]).toEqual(["open", "0.025"]);
    account.release("O1");
    account.settle();
    expect(placed?.order.state).toBe("filled");
  });

  it("refuses without a trace", () => {
    const { account } = makeWorld();
    expect(account.submit({ ...BUY, quantity: "1" })).toMatchObject({ rejection: { code: "INSUFFICIENT_FUNDS" } });
    expect(account.check({ ...BUY, quantity: "0.00001" })).toMatchObject({ code: "AMOUNT_MIN" });
    expect(account.check(BUY)).toBeNull();
    expect(account.orders()).toHaveLength(0);
  });

  it("hides young orders from look-ups for the lag", async () => {
    const { account, clock } = makeWorld();
    account.visibilityLagMs = 1_000;
    account.submit({ ...BUY, clientId: "mine" });
    expect([account.orderByClientId("mine"), account.order("O1")]).toEqual([null, null]);
    await clock.advance(1_000);
    expect(account.orderByClientId("mine")?.order.venueOrderId).toBe("O1");
  });

  it("lists transfers by time, pending ones without effect", () => {
    const { account } = makeWorld();
    account.transfer({ kind: "deposit", asset: "BTC", amount: "1" });
    account.transfer({ kind: "deposit", asset: "BTC", amount: "2", status: "pending", at: unixMs(1_000) });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.5", fee: "0.1" });
    expect(account.history.transfers.map(({ amount }) => amount)).toEqual(["2", "1", "0.5"]);
    expect(
      account
        .balances()
        .find(({ asset }) => asset === "BTC")
        ?.free.toString(),
    ).toBe("1.4");
    expect(account.history.ledger.map(({ amount, balance }) => [amount, balance])).toEqual([
      ["1", "2"],
      ["-0.5", "1.4"],
    ]);
    expect(() => account.transfer({ kind: "withdrawal", asset: "BTC", amount: "9" })).toThrow(RangeError);
  });

  it("pays fees in a coin while there is some", () => {
    const { account, world } = makeWorld({ "BTC/USD": "100000", "BTC/EUR": "90000" });
    account.rules = { ...account.rules, feeAsset: assetSchema.parse("BNB") };
    // No BNB market: the quote asset pays.
    account.submit(BUY);
    expect(account.history.fills[0]?.record.fee.asset).toBe("USD");
    expect(world.market.lastPrice("BNB/USD", world.now())).toBeNull();
  });
});

describe("market", () => {
  it("gives the same simulated book, candles and day to the same seed and time, on the venue's steps", () => {
    const [one, two] = [makeWorld({}).world, makeWorld({}).world];
    for (const symbol of ["BTC/USD", "BTC/EUR", "USDT/EUR"]) {
      const now = one.now();
      const instrument = one.market.instrument(symbol)!;
      const book = one.market.bookAt(one.market.venue, instrument.symbol, now)!;
      expect(two.market.bookAt(two.market.venue, instrument.symbol, now)).toEqual(book);
      expect(decimal(book.bids[0]![0]).lt(decimal(book.asks[0]![0]))).toBe(true);
      for (const [price] of [...book.bids, ...book.asks])
        expect(decimal(price).isMultipleOf(decimal(instrument.priceStep))).toBe(true);
      const candles = one.market.candles(symbol, "1h", unixMs(now - 3 * HOUR_MS), unixMs(now + 60_000));
      expect(candles.map(({ closed }) => closed)).toEqual([true, true, true, false]);
      const day = one.market.dayStats(symbol, now)!;
      expect(decimal(day.high).gte(decimal(day.low))).toBe(true);
      expect(decimal(day.volume).isPositive).toBe(true);
    }
  });

  it("follows the price that a test sets", () => {
    const { world } = makeWorld();
    world.market.setPrice("BTC/USD", "50000");
    expect(world.market.lastPrice("BTC/USD", world.now())?.toString()).toBe("50000");
    expect(() => world.market.setPrice("ADA/USD", "1")).toThrow("lists no ADA/USD");
  });
});

describe("counters and routes", () => {
  it("decays, and refuses without counting", () => {
    const counter = new DecayingCounter(15, 0.33);
    for (let index = 0; index < 15; index += 1) expect(counter.take(1, unixMs(0))).toBe(true);
    expect(counter.take(1, unixMs(3_000))).toBe(false);
    expect(counter.take(1, unixMs(3_031))).toBe(true);
    expect(counter.used(unixMs(1_000_000))).toBe(0);
  });

  it("starts anew each interval", () => {
    const counter = new WindowCounter(2, 60_000);
    expect([counter.take(2, unixMs(59_000)), counter.take(1, unixMs(59_500))]).toEqual([true, false]);
    expect(counter.leftMs(unixMs(59_500))).toBe(500);
    expect([counter.used(unixMs(60_000)), counter.take(2, unixMs(60_000))]).toEqual([0, true]);
  });

  it("finds a route by method and path", () => {
    const routes = [
      { method: "GET", path: "/orders/{id}" },
      { method: "POST", path: "/orders" },
    ];
    expect(findRoute(routes, "GET", "/orders/client%3Aa")).toMatchObject({ params: { id: "client:a" } });
    expect(findRoute(routes, "DELETE", "/orders")).toBe("otherMethod");
    expect(findRoute(routes, "GET", "/none")).toBeNull();
  });
});
