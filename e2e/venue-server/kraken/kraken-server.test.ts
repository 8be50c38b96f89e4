// Is the Kraken server as strict as the venue, and does it write what the venue writes?
import { createHash, createHmac, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { kraken } from "ccxt";
import { afterEach, describe, expect, it } from "vitest";
import { unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { shapeProblems } from "../core/wire-shape.ts";
import type { KrakenCredentials, KrakenKeyOptions } from "./key-ring.ts";
import { CANCEL_COSTS, LOCKOUT, PAGE, TIERS } from "./quirks.ts";
import { type KrakenServer, type KrakenServerOptions, startKrakenServer } from "./start-kraken-server.ts";

const PRICES = { "BTC/USD": "100000", "ETH/USD": "3000", "DOGE/USD": "0.3" };

const servers: KrakenServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface Answer {
  readonly error: readonly string[];
  // The body's shape differs by route; the tests look into it.
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of any answer
  readonly result?: any;
}

async function open(options: KrakenServerOptions = {}) {
  const clock = new ManualClock();
  const server = await startKrakenServer({ clock, prices: PRICES, tier: "pro", ...options });
  servers.push(server);
  server.account.fund("USD", "50000").fund("BTC", "2");
  let nonce = 0;
  const publicCall = async (name: string, query = ""): Promise<Answer> =>
    (await (await fetch(`${server.url}/0/public/${name}${query === "" ? "" : `?${query}`}`)).json()) as Answer;
  const privateCall =
    (key: KrakenCredentials) =>
    async (name: string, params: Record<string, string> = {}) => {
      nonce += 1;
      return send(server.url, key, name, { nonce: String(nonce), ...params });
    };
  const withKey = (keyOptions?: KrakenKeyOptions) => privateCall(server.addKey(keyOptions));
  return { clock, server, account: server.account, publicCall, privateCall, withKey, call: withKey() };
}

async function send(
  url: string,
  key: KrakenCredentials,
  name: string,
  params: Record<string, string>,
): Promise<Answer> {
  const body = new URLSearchParams(params).toString();
  const target = `/0/private/${name}`;
  const reply = await fetch(`${url}${target}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "API-Key": key.apiKey,
      "API-Sign": sign(target, params.nonce ?? "", body, key.secret),
    },
    body,
  });
  return (await reply.json()) as Answer;
}

function sign(target: string, nonce: string, body: string, secret: string): string {
  const inner = createHash("sha256")
    .update(nonce + body)
    .digest();
  return createHmac("sha512", Buffer.from(secret, "base64"))
    .update(Buffer.concat([Buffer.from(target), inner]))
    .digest("base64");
}

const LIMIT = { pair: "XBTUSD", type: "buy", ordertype: "limit", volume: "0.1", price: "90000" };
const rfc3339 = (time: number) => new Date(time).toISOString();

describe("keys", () => {
  it("takes a signed call and tells the key's rights", async () => {
    const { call } = await open();
    const { error, result } = await call("GetApiKeyInfo");
    expect(error).toEqual([]);
    expect(result.permissions).toContain("query-funds");
    expect(result.ip_allowlist).toEqual([]);
  });

  it.each([
    ["unknown key", (key: KrakenCredentials) => ({ ...key, apiKey: "nobody" }), "EAPI:Invalid key"],
    [
      "wrong secret",
      (key: KrakenCredentials) => ({ ...key, secret: Buffer.alloc(64, 7).toString("base64") }),
      "EAPI:Invalid signature",
    ],
  ])("refuses an %s", async (_name, change, code) => {
    const { server, privateCall } = await open();
    expect(await privateCall(change(server.addKey()))("Balance")).toEqual({ error: [code] });
  });

  it("refuses a nonce that is not greater than the key's last, each key for itself", async () => {
    const { server } = await open();
    const [one, two] = [server.addKey(), server.addKey()];
    const at = (key: KrakenCredentials, nonce: string) => send(server.url, key, "GetApiKeyInfo", { nonce });
    expect((await at(one, "10")).error).toEqual([]);
    for (const nonce of ["10", "9", "", "1.5", "-1", "99999999999999999999"])
      expect((await at(one, nonce)).error).toEqual(["EAPI:Invalid nonce"]);
    expect((await at(one, "11")).error).toEqual([]);
    expect((await at(two, "3")).error).toEqual([]);
  });

  it("refuses what the key may not do, and foreign addresses, revoked and expired keys", async () => {
    const { server, withKey, privateCall, clock } = await open();
    const readOnly = withKey({ permissions: ["query-funds"] });
    expect((await readOnly("BalanceEx")).error).toEqual([]);
    for (const name of ["AddOrder", "CancelOrder", "OpenOrders", "ClosedOrders", "TradesHistory", "Ledgers"])
      expect((await readOnly(name, LIMIT)).error).toEqual(["EGeneral:Permission denied"]);
    expect((await withKey({ permissions: ["close-trades"] })("CancelOrder", { txid: "O1" })).error).toEqual([
      "EOrder:Unknown order",
    ]);
    expect((await withKey({ ipAllowList: ["203.0.113.5"] })("Balance")).error).toEqual(["EGeneral:Permission denied"]);
    expect((await withKey({ ipAllowList: ["127.0.0.1"] })("Balance")).error).toEqual([]);
    expect((await withKey({ validUntil: unixMs(clock.now() - 1) })("Balance")).error).toEqual(["EAPI:Invalid key"]);
    const key = server.addKey();
    server.revokeKey(key.apiKey);
    expect((await privateCall(key)("Balance")).error).toEqual(["EAPI:Invalid key"]);
  });

  it("locks out after many unknown keys, for a while", async () => {
    const { privateCall, call, clock } = await open();
    const stranger = privateCall({ apiKey: "nobody", secret: "AAAA" });
    for (let index = 0; index < LOCKOUT.after; index += 1) await stranger("Balance");
    expect((await call("Balance")).error).toEqual(["EGeneral:Temporary lockout"]);
    await clock.advance(LOCKOUT.forMs);
    expect((await call("Balance")).error).toEqual([]);
  });
});

describe("orders", () => {
  it("places, finds and cancels by id and client id, and holds what is needed", async () => {
    const { call } = await open();
    const clientId = randomUUID();
    const placed = await call("AddOrder", { ...LIMIT, cl_ord_id: clientId });
    expect(placed.result.descr.order).toBe("buy 0.10000000 XBTUSD @ limit 90000.0");
    const [txid] = placed.result.txid;
    expect(txid).toMatch(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/);
    const open1 = await call("OpenOrders", { cl_ord_id: clientId });
    expect(open1.result.open[txid]).toMatchObject({ status: "open", cl_ord_id: clientId, vol_exec: "0.00000000" });
    expect((await call("OpenOrders", { cl_ord_id: randomUUID() })).result.open).toEqual({});
    // 0.1 x 90000 with 0.4 %.
    expect((await call("BalanceEx")).result.ZUSD).toEqual({ balance: "50000.0000", hold_trade: "9036.0000" });
    expect((await call("CancelOrder", { txid })).result).toEqual({ count: 1 });
    expect((await call("CancelOrder", { txid })).error).toEqual(["EOrder:Unknown order"]);
    const closed = await call("ClosedOrders", { cl_ord_id: clientId });
    expect(closed.result).toMatchObject({
      count: 1,
      closed: { [txid]: { status: "canceled", reason: "User requested" } },
    });
    expect((await call("BalanceEx")).result.ZUSD.hold_trade).toBe("0.0000");
  });

  it("fills a market order, by base and by quote, with trades and fees", async () => {
    const { call } = await open();
    const sold = await call("AddOrder", { pair: "XBTUSD", type: "sell", ordertype: "market", volume: "0.5" });
    const bought = await call("AddOrder", {
      pair: "XXBTZUSD",
      type: "buy",
      ordertype: "market",
      volume: "1000",
      oflags: "viqc",
    });
    const [soldId, boughtId] = [sold.result.txid[0], bought.result.txid[0]];
    const { result } = await call("QueryOrders", { txid: `${soldId},${boughtId}`, trades: "true" });
    expect(result[soldId]).toMatchObject({
      status: "closed",
      vol_exec: "0.50000000",
      cost: "49999.95000",
      fee: "199.99980",
      price: "99999.90000",
    });
    expect(result[boughtId]).toMatchObject({
      status: "closed",
      vol: "1000.00000000",
      vol_exec: "0.00999999",
      oflags: "fciq,viqc",
    });
    const trades = (await call("TradesHistory", { ledgers: "true" })).result.trades;
    const [tradeId] = result[soldId].trades;
    expect(trades[tradeId]).toMatchObject({ ordertxid: soldId, pair: "XXBTZUSD", maker: false, fee: "199.99980" });
    expect(trades[tradeId].ledgers).toHaveLength(2);
    const queried = (await call("QueryTrades", { txid: Object.keys(trades).join(",") })).result;
    expect(queried[tradeId]).toMatchObject({ ordertxid: soldId, vol: "0.50000000" });
    expect((await call("QueryTrades", { txid: "TNONE" })).error).toEqual(["EQuery:Unknown trade"]);
  });

  it("ends an IOC with what it got", async () => {
    const { call, server } = await open();
    server.market.setBook("BTC/USD", { bids: [["99999", "1"]], asks: [["100001", "0.04"]] });
    const { result } = await call("AddOrder", { ...LIMIT, price: "100001", timeinforce: "IOC" });
    const [txid] = result.txid;
    expect((await call("QueryOrders", { txid })).result[txid]).toMatchObject({
      status: "canceled",
      vol_exec: "0.04000000",
    });
  });

  it("only checks with validate, and says nothing of funds", async () => {
    const { call, account } = await open();
    const checked = await call("AddOrder", { ...LIMIT, volume: "1000", validate: "true" });
    expect(checked).toEqual({ error: [], result: { descr: { order: "buy 1000.00000000 XBTUSD @ limit 90000.0" } } });
    expect(account.orders()).toHaveLength(0);
    expect((await call("AddOrder", { ...LIMIT, volume: "0.00001", validate: "true" })).error).toEqual([
      "EOrder:Order minimum not met",
    ]);
  });

  it.each([
    [{ pair: "NOPEUSD" }, "EQuery:Unknown asset pair"],
    [{ volume: "0.00001" }, "EOrder:Order minimum not met"],
    [{ pair: "XDGUSD", volume: "20", price: "0.0000001" }, "EOrder:Cost minimum not met"],
    [{ price: "90000.05" }, "EOrder:Invalid price:XBTUSD price can only be specified up to 1 decimals."],
    [{ volume: "10" }, "EOrder:Insufficient funds"],
    [{ price: "200000", oflags: "post" }, "EOrder:Post only order"],
    [{ volume: "0.100000001" }, "EGeneral:Invalid arguments:volume"],
    [{ volume: "-1" }, "EGeneral:Invalid arguments:volume"],
    [{ price: "cheap" }, "EGeneral:Invalid arguments:price"],
    [{ type: "hold" }, "EGeneral:Invalid arguments:type"],
    [{ ordertype: "magic" }, "EGeneral:Invalid arguments:ordertype"],
    [{ timeinforce: "PO" }, "EGeneral:Invalid arguments:timeinforce"],
    [{ oflags: "viqc" }, "EGeneral:Invalid arguments:viqc"],
    [{ cl_ord_id: "nineteen-characters" }, "EGeneral:Invalid arguments:cl_ord_id"],
    [{ deadline: "soon" }, "EGeneral:Invalid arguments:deadline"],
    [{ deadline: rfc3339(new ManualClock().now() + 61_000) }, "EGeneral:Invalid arguments:deadline"],
    [{ deadline: rfc3339(new ManualClock().now()) }, "EService:Deadline elapsed"],
  ])("refuses %j with %s", async (change, code) => {
    const { call, account } = await open();
    expect(await call("AddOrder", { ...LIMIT, ...change })).toEqual({ error: [code] });
    expect(account.orders()).toHaveLength(0);
  });

  it("checks the deadline when the request arrives", async () => {
    const { call, server, clock, account } = await open();
    server.faults.add({ kind: "delay", delayMs: 6_000 }, { path: "/0/private/AddOrder" });
    const late = call("AddOrder", { ...LIMIT, deadline: rfc3339(clock.now() + 5_000) });
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(6_000);
    expect((await late).error).toEqual(["EService:Deadline elapsed"]);
    expect(account.orders()).toHaveLength(0);
    expect((await call("AddOrder", { ...LIMIT, deadline: rfc3339(clock.now() + 5_000) })).error).toEqual([]);
  });

  it("lets orders expire earlier than they say where it was started so", async () => {
    const { call, clock, account } = await open({ expireEarlierMs: 4_750 });
    const within = (aheadMs: number) => call("AddOrder", { ...LIMIT, deadline: rfc3339(clock.now() + aheadMs) });
    expect((await within(4_750)).error).toEqual(["EService:Deadline elapsed"]);
    expect(account.orders()).toHaveLength(0);
    expect((await within(4_751)).error).toEqual([]);
  });

  it("takes a client id again once no open order has it", async () => {
    const { call } = await open();
    const ids = { cl_ord_id: randomUUID() };
    await call("AddOrder", { ...LIMIT, ...ids });
    expect((await call("AddOrder", { ...LIMIT, ...ids })).error).toEqual(["EOrder:Duplicate cl_ord_id"]);
    await call("CancelOrder", ids);
    expect((await call("AddOrder", { ...LIMIT, ...ids, price: "100100" })).error).toEqual([]);
    expect((await call("AddOrder", { ...LIMIT, ...ids, price: "100100" })).error).toEqual([]);
  });

  it("keeps to the venue's modes and the pair's status", async () => {
    const { call, server, publicCall } = await open();
    server.setState("cancelOnly");
    expect((await call("AddOrder", LIMIT)).error).toEqual(["EService:Market in cancel_only mode"]);
    expect((await publicCall("SystemStatus")).result.status).toBe("cancel_only");
    server.setState("postOnly");
    expect((await call("AddOrder", LIMIT)).error).toEqual(["EService:Market in post_only mode"]);
    expect((await call("AddOrder", { ...LIMIT, oflags: "post" })).error).toEqual([]);
    server.setState("maintenance");
    expect((await call("Balance")).error).toEqual(["EService:Unavailable"]);
    server.setState("online");
    server.market.setStatus("BTC/USD", "limitOnly");
    expect((await publicCall("AssetPairs", "pair=XBTUSD")).result.XXBTZUSD.status).toBe("limit_only");
    expect((await call("AddOrder", { ...LIMIT, ordertype: "market" })).error).toEqual([
      "EService:Market in limit_only mode",
    ]);
  });

  it("executes an order whose answer is lost or broken, and finds it again", async () => {
    const { call, server } = await open();
    for (const fault of [
      { kind: "dropReply" },
      { kind: "status", status: 502, executed: true },
      { kind: "text", text: "<html>" },
    ] as const) {
      const ids = { cl_ord_id: randomUUID() };
      server.faults.add(fault, { path: "/0/private/AddOrder" });
      await expect(call("AddOrder", { ...LIMIT, ...ids, volume: "0.01" })).rejects.toThrow();
      expect(Object.keys((await call("OpenOrders", ids)).result.open)).toHaveLength(1);
    }
  });

  it("part-fills where the fault says so", async () => {
    const { call, server } = await open();
    server.faults.add({ kind: "partialFill", share: "0.5" }, { path: "/0/private/AddOrder" });
    const { result } = await call("AddOrder", { ...LIMIT, price: "100100" });
    const [txid] = result.txid;
    expect((await call("QueryOrders", { txid })).result[txid]).toMatchObject({
      status: "open",
      vol_exec: "0.05000000",
    });
  });
});

describe("balances and history", () => {
  it("shows earn balances under their suffix, never tradable", async () => {
    const { call, account } = await open();
    account.extraBalances.set("XBT.F", "0.5");
    account.extraBalances.set("ETH2.S", "3");
    const { result } = await call("BalanceEx");
    expect(result["XBT.F"]).toEqual({ balance: "0.5000000000", hold_trade: "0.0000000000" });
    expect(result["ETH2.S"].balance).toBe("3.0000000000");
    expect((await call("Balance")).result.XXBT).toBe("2.0000000000");
  });

  it("pages trades, closed orders and ledger by fifty, newest first, without loss or repeats", async () => {
    const { call, account, clock } = await open();
    const total = PAGE * 2 + 20;
    for (let index = 0; index < total; index += 1) {
      account.submit({
        clientId: null,
        symbol: "BTC/USD",
        side: index % 2 === 0 ? "buy" : "sell",
        kind: "market",
        quantity: "0.001",
        limitPrice: null,
      });
      await clock.advance(1_000);
    }
    for (const [route, field, expected] of [
      ["TradesHistory", "trades", total],
      ["ClosedOrders", "closed", total],
      ["Ledgers", "ledger", total * 2],
    ] as const) {
      await clock.advance(60_000);
      const seen: string[] = [];
      for (let offset = 0; offset < expected; offset += PAGE) {
        const { result } = await call(route, { ofs: String(offset) });
        expect(result.count).toBe(expected);
        const entries = Object.entries<{ time?: number; opentm?: number }>(result[field]);
        expect(entries.length).toBe(Math.min(PAGE, expected - offset));
        const times = entries.map(([, entry]) => entry.time ?? entry.opentm ?? 0);
        expect(times).toEqual(times.toSorted((left, right) => right - left));
        seen.push(...entries.map(([id]) => id));
        await clock.advance(10_000);
      }
      expect(new Set(seen).size).toBe(expected);
    }
    const [, second] = account.history.fills;
    const since = await call("TradesHistory", { start: second!.record.tradeId, without_count: "true" });
    expect(Object.keys(since.result.trades)).toHaveLength(PAGE);
    expect(since.result.count).toBeUndefined();
    const end = await call("TradesHistory", { end: String(second!.record.ts / 1_000) });
    expect(Object.keys(end.result.trades)).toHaveLength(2);
  });

  it("lists deposits and withdrawals, plain and by cursor", async () => {
    const { call, account, clock } = await open();
    for (let index = 0; index < 60; index += 1)
      account.transfer({
        kind: "deposit",
        asset: "BTC",
        amount: "0.01",
        at: unixMs(clock.now() - 60_000 + index * 1_000),
      });
    account.transfer({ kind: "withdrawal", asset: "USD", amount: "100", fee: "4", status: "pending" });
    expect((await call("DepositStatus")).result).toHaveLength(25);
    const ids: string[] = [];
    let cursor = "true";
    for (let pages = 0; pages < 3; pages += 1) {
      const { result } = await call("DepositStatus", { cursor, asset: "XBT" });
      ids.push(...result.deposit.map(({ refid }: { refid: string }) => refid));
      cursor = result.next_cursor;
    }
    expect([new Set(ids).size, cursor]).toEqual([60, undefined]);
    expect((await call("WithdrawStatus", { cursor: "true" })).result.withdrawals).toMatchObject([
      { asset: "ZUSD", amount: "100.0000", fee: "4.0000", status: "Pending" },
    ]);
    const ledger = (await call("Ledgers", { type: "deposit" })).result;
    expect(ledger.count).toBe(60);
    expect(ids).toContain(Object.values<{ refid: string }>(ledger.ledger)[0]!.refid);
  });

  it("hides a young order for the visibility lag", async () => {
    const { call, account, clock } = await open();
    account.visibilityLagMs = 2_000;
    const ids = { cl_ord_id: randomUUID() };
    await call("AddOrder", { ...LIMIT, ...ids });
    await call("AddOrder", { ...LIMIT, ordertype: "market" });
    expect((await call("OpenOrders", ids)).result.open).toEqual({});
    expect((await call("TradesHistory")).result.trades).toEqual({});
    await clock.advance(2_000);
    expect((await call("TradesHistory")).result.count).toBe(1);
    expect(Object.keys((await call("OpenOrders", ids)).result.open)).toHaveLength(1);
  });

  it("tells the fee tier of the account", async () => {
    const { call } = await open({ fees: { maker: "0.0014", taker: "0.0024" } });
    const { result } = await call("TradeVolume", { pair: "XBTUSD,ETHUSD" });
    expect([result.fees.XXBTZUSD.fee, result.fees_maker.XETHZUSD.fee]).toEqual(["0.2400", "0.1400"]);
    expect((await call("TradeVolume")).result.fees).toBeUndefined();
  });
});

describe("limits", () => {
  it("counts calls per key, and decays", async () => {
    const { clock, withKey } = await open({ tier: "starter" });
    const [one, two] = [withKey(), withKey()];
    for (let index = 0; index < TIERS.starter.calls; index += 1) expect((await one("Balance")).error).toEqual([]);
    expect((await one("Balance")).error).toEqual(["EAPI:Rate limit exceeded"]);
    expect((await two("Balance")).error).toEqual([]);
    await clock.advance(3_100);
    expect((await one("Balance")).error).toEqual([]);
    expect((await one("Balance")).error).toEqual(["EAPI:Rate limit exceeded"]);
    await clock.advance(60_000);
    for (let index = 0; index < 3; index += 1) expect((await one("Ledgers")).error).toEqual([]);
    expect((await one("TradesHistory")).error).toEqual(["EAPI:Rate limit exceeded"]);
  });

  it("counts orders per pair apart from calls, cancels of young orders most", async () => {
    const { call } = await open({ tier: "starter" });
    let orders = 0;
    for (; orders < 100; orders += 1) {
      const placed = await call("AddOrder", { ...LIMIT, volume: "0.001" });
      if (placed.error.length > 0) break;
      const canceled = await call("CancelOrder", { txid: placed.result.txid[0] });
      if (canceled.error.length > 0) break;
    }
    expect(orders).toBe(Math.floor(TIERS.starter.orders / (1 + CANCEL_COSTS[0]![1])));
    expect((await call("AddOrder", { ...LIMIT, pair: "ETHUSD", price: "2000", volume: "0.01" })).error).toEqual([]);
  });

  it("limits public calls of the address", async () => {
    const { publicCall, clock } = await open();
    const codes = new Set<string | undefined>();
    for (let index = 0; index < 25; index += 1) codes.add((await publicCall("Time")).error[0]);
    expect(codes).toEqual(new Set([undefined, "EGeneral:Too many requests"]));
    await clock.advance(2_000);
    expect((await publicCall("Time")).error).toEqual([]);
  });
});

const WIRE = path.join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
const HAS_WIRE = existsSync(WIRE);
const recorded = (file: string): unknown => {
  const text = readFileSync(path.join(WIRE, file), "utf8");
  return JSON.parse(file.endsWith(".txt") ? text.split("\n").slice(3).join("\n") : text);
};

describe("shape", () => {
  const NET = "jkorf/Kraken.Net/Endpoints/Spot";
  const NAUTILUS = "nautilus_trader/kraken";

  it("agrees with recorded bodies, field by field", async ({ skip }) => {
    skip(!HAS_WIRE, `no recorded messages in ${WIRE} (SCHWABOT_REFERENCE_DATA names another folder)`);
    const { publicCall, call, account } = await open();
    await call("AddOrder", LIMIT);
    const order = await call("AddOrder", { ...LIMIT, ordertype: "market" });
    account.transfer({ kind: "deposit", asset: "BTC", amount: "1" });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.1", fee: "0.0001" });
    const cases: readonly (readonly [string, unknown])[] = [
      [`${NAUTILUS}/http_server_time.json`, await publicCall("Time")],
      [`${NAUTILUS}/http_system_status.json`, await publicCall("SystemStatus")],
      [`${NAUTILUS}/http_asset_pairs.json`, await publicCall("AssetPairs")],
      [`${NAUTILUS}/http_ticker.json`, await publicCall("Ticker", "pair=XBTUSD")],
      [`${NAUTILUS}/http_ohlc.json`, await publicCall("OHLC", "pair=XBTUSDT&interval=1")],
      [`${NAUTILUS}/http_order_book.json`, await publicCall("Depth", "pair=XBTUSD&count=5")],
      [`${NET}/ExchangeData/GetAssets.txt`, await publicCall("Assets")],
      [`${NET}/Account/GetBalances.txt`, await call("Balance")],
      [`${NET}/Account/GetTradeVolume.txt`, await call("TradeVolume", { pair: "XBTUSD" })],
      [`${NET}/Account/GetApiKeyInfo.txt`, await call("GetApiKeyInfo")],
      [`${NAUTILUS}/http_trades_history.json`, await call("TradesHistory", { ledgers: "true" })],
      [`${NET}/Account/GetLedgerInfo.txt`, await call("Ledgers")],
      [`${NAUTILUS}/http_open_orders.json`, await call("OpenOrders")],
      [`${NAUTILUS}/http_closed_orders.json`, await call("ClosedOrders")],
      [`${NET}/Trading/PlaceOrder.txt`, order],
      [`${NET}/Account/GetDepositStatus.txt`, await call("DepositStatus")],
      [`${NET}/Account/GetWithdrawalStatus.txt`, await call("WithdrawStatus")],
    ];
    // Fields that only some bodies have: margin, conditional closes, old ones; how many entries there are.
    const optional =
      /(leverage_|_position_limit|collateral|close|status-prop|originators|trigger|count|trades|ledgers)/;
    for (const [file, own] of cases)
      expect([file, shapeProblems(own, recorded(file)).filter((problem) => !optional.test(problem))]).toEqual([
        file,
        [],
      ]);
  });
});

describe("the real ccxt", () => {
  it("loads markets, trades and reads through it", async () => {
    const { server, account } = await open();
    const exchange = new kraken({ ...server.addKey(), enableRateLimit: false });
    exchange.urls.api = { public: server.url, private: server.url };
    let nonce = 1_000;
    exchange.nonce = () => {
      nonce += 1;
      return nonce;
    };
    await exchange.loadMarkets();
    expect(exchange.market("BTC/USD")).toMatchObject({ id: "XXBTZUSD", active: true });
    const placed = await exchange.createOrder("BTC/USD", "limit", "buy", 0.1, 90_000, { clientOrderId: "mine" });
    expect(account.openOrders().map(({ clientId }) => clientId)).toEqual(["mine"]);
    expect((await exchange.fetchOpenOrders("BTC/USD")).map(({ id }) => id)).toEqual([placed.id]);
    expect(await exchange.fetchBalance()).toMatchObject({ BTC: { total: 2 }, USD: { used: 9036 } });
    expect(await exchange.fetchTicker("BTC/USD")).toMatchObject({ bid: 99_999.9, ask: 100_000.1 });
    await exchange.cancelOrder(String(placed.id));
    expect(await exchange.fetchOpenOrders("BTC/USD")).toEqual([]);
  });
});

describe("the timer that cancels all orders", () => {
  it("cancels every order of the account when nobody sets it again, once", async () => {
    const { call, clock, account } = await open();
    await call("AddOrder", LIMIT);
    await call("AddOrder", { ...LIMIT, price: "80000" });
    const set = await call("CancelAllOrdersAfter", { timeout: "60" });
    const seconds = (at: number) => new Date(Math.ceil(at / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
    expect(set.result).toEqual({ currentTime: seconds(clock.now()), triggerTime: seconds(clock.now() + 60_000) });
    await clock.advance(50_000);
    await call("CancelAllOrdersAfter", { timeout: "60" });
    await clock.advance(59_999);
    expect(Object.keys((await call("OpenOrders")).result.open)).toHaveLength(2);
    await clock.advance(1);
    expect((await call("OpenOrders")).result.open).toEqual({});
    await call("AddOrder", LIMIT);
    await clock.advance(600_000);
    expect(account.openOrders()).toHaveLength(1);
    expect(Object.keys((await call("OpenOrders")).result.open)).toHaveLength(1);
  });

  it("is ended by 0, asks for a right, and refuses what is no time", async () => {
    const { call, clock, withKey } = await open();
    await call("AddOrder", LIMIT);
    await call("CancelAllOrdersAfter", { timeout: "60" });
    expect((await call("CancelAllOrdersAfter", { timeout: "0" })).result.triggerTime).toBe("0");
    await clock.advance(120_000);
    expect(Object.keys((await call("OpenOrders")).result.open)).toHaveLength(1);
    for (const timeout of ["", "-1", "1.5", "86400", "soon"]) {
      expect((await call("CancelAllOrdersAfter", { timeout })).error).toEqual(["EGeneral:Invalid arguments:timeout"]);
    }
    const refused = await withKey({ permissions: ["query-open-trades"] })("CancelAllOrdersAfter", { timeout: "60" });
    expect(refused.error).toEqual(["EGeneral:Permission denied"]);
    expect((await withKey({ permissions: ["close-trades"] })("CancelAllOrdersAfter", { timeout: "0" })).error).toEqual(
      [],
    );
  });
});
