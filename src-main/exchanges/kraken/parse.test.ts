// Are Kraken's documented and recorded answers read field by field? Bodies: docs.kraken.com (2026-07) and ccxt 4.5.84 kraken.js
// comments, some of them shortened; recorded ones where the reference data is there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import { accountIdSchema, clientOrderIdSchema, marketSymbolSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { orderParams } from "./order-params.ts";
import { parseBalances, parseFeeTier, parseLedgerEntry, parsePermissions } from "./parse-account.ts";
import { parseBook, parseCandles, parseMarkets, parseStatus, parseTickers, parseTime } from "./parse-market.ts";
import { parseCanceled, parseOrder, parsePlaced, parseTrade } from "./parse-orders.ts";
import { KRAKEN } from "./quirks.ts";

const answer = (text: string, place = "test") => new Answer(KRAKEN, place, parseExactJson(text));
const NOW = unixMs(1_700_000_000_000);
const account = accountIdSchema.parse("a");
const own = clientOrderIdSchema.parse("6d1b345e-2821-40e2-ad83-4ecb18a06876");

const ASSETS = `{"error":[],"result":{
  "XXBT":{"aclass":"currency","altname":"XBT","decimals":10},"ZUSD":{"aclass":"currency","altname":"USD","decimals":4},
  "XETH":{"aclass":"currency","altname":"ETH"},"ETH2.S":{"aclass":"currency","altname":"ETH2.S"},"XXDG":{"altname":"XDG"}}}`;
const PAIRS = `{"error":[],"result":{
  "XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD","base":"XXBT","quote":"ZUSD","pair_decimals":1,"lot_decimals":8,"ordermin":"0.0001","costmin":"0.5","tick_size":"0.5","status":"online","fees":[[0,0.4]]},
  "XDGUSD":{"altname":"XDGUSD","wsname":"XDG/USD","base":"XXDG","quote":"ZUSD","pair_decimals":7,"lot_decimals":8,"ordermin":"20","status":"cancel_only"},
  "BROKEN":{"altname":"BROKEN"}}}`;
const table = parseMarkets(answer(ASSETS), answer(PAIRS));
const btc = table.ofSymbol(marketSymbolSchema.parse("BTC/USD"));

describe("markets", () => {
  it("takes the tick, not the decimals of the price, and leaves out rows of another form", () => {
    expect(table.markets.map(({ instrument }) => instrument)).toEqual([
      {
        venue: "kraken",
        symbol: "BTC/USD",
        base: "BTC",
        quote: "USD",
        priceStep: "0.5",
        amountStep: "0.00000001",
        amountMin: "0.0001",
        amountMax: null,
        costMin: "0.5",
        costMax: null,
        status: "online",
      },
      expect.objectContaining({ symbol: "DOGE/USD", priceStep: "0.0000001", costMin: null, status: "cancelOnly" }),
    ]);
    expect(table.ofId("XBTUSD")).toBe(btc);
    expect(table.ofId("XBT/USD")).toBe(btc);
  });

  it("refuses a list without any market", () => {
    expect(() => parseMarkets(answer(ASSETS), answer('{"error":[],"result":{}}'))).toThrow(/Kraken.*list of markets/);
  });

  it("reads tickers by whichever name they come, without those that have no price", () => {
    const row =
      '{"a":["30300.10000","1","1.000"],"b":["30300.00000","1","1.000"],"c":["30303.20000","0.00067643"],"v":["4083.67001100","4412.73601799"]}';
    const body = answer(
      `{"error":[],"result":{"XXBTZUSD":${row},"XDGUSD":{"a":["0","0","0"],"b":["0","0","0"],"c":["0","0"],"v":["0","0"]}}}`,
    );
    expect(parseTickers(body, new Set(["BTC/USD", "DOGE/USD"]), table, NOW)).toEqual([
      {
        venue: "kraken",
        symbol: "BTC/USD",
        bid: "30300",
        ask: "30300.1",
        last: "30303.2",
        volume24h: "4412.73601799",
        tsEvent: null,
        tsInit: NOW,
        source: "rest",
      },
    ]);
  });

  it("takes committed candles only", () => {
    const body = answer(`{"error":[],"result":{"XXBTZUSD":[
      [1699999860,"1.0","2.0","0.5","1.5","1.1","10.5",3],[1699999920,"1.5","2","1","1","1","1",1],[1699999980,"1","1","1","1","1","0",0]],"last":1699999860}}`);
    expect(parseCandles(body, btc, "1m", NOW)).toEqual([
      { openTime: 1_699_999_860_000, open: "1", high: "2", low: "0.5", close: "1.5", volume: "10.5", closed: true },
    ]);
  });

  it("reads books, status and time", () => {
    const body = answer(
      '{"error":[],"result":{"XXBTZUSD":{"asks":[["30384.10000","2.059",1688671659]],"bids":[["30297.00000","1.115",1688671636],["30296.0","0.000",1]]}}}',
    );
    expect(parseBook(body, btc, NOW)).toMatchObject({ bids: [["30297", "1.115"]], asks: [["30384.1", "2.059"]] });
    expect(
      parseStatus(answer('{"error":[],"result":{"status":"post_only","timestamp":"2023-07-06T18:52:00Z"}}')),
    ).toEqual({ state: "postOnly", detail: null });
    expect(parseStatus(answer('{"error":[],"result":{"status":"odd"}}')).state).toBe("unknown");
    // Whole seconds: the middle of the second is meant.
    expect(
      parseTime(answer('{"error":[],"result":{"unixtime":1688669448,"rfc1123":"Thu, 06 Jul 23 18:50:48 +0000"}}')),
    ).toBe(1_688_669_448_500);
  });
});

describe("accounts", () => {
  it("folds suffixes into the asset, keeps what orders hold, and drops zeros", () => {
    const body = answer(`{"error":[],"result":{
      "XXBT":{"balance":"1.2435000000","hold_trade":"0.8423000000"},"XBT.F":{"balance":"0.5","hold_trade":"0"},"XBT.M":{"balance":"0.1","hold_trade":"0"},
      "ETH2.S":{"balance":"0.0198","hold_trade":"0"},"ETH2":{"balance":"1","hold_trade":"0"},"XETH":{"balance":"2","hold_trade":"0"},"ETH.B":{"balance":"3","hold_trade":"0"},
      "ZUSD":{"balance":25435.21,"hold_trade":8249.76},"XXDG":{"balance":"0","hold_trade":"0"}}}`);
    expect(parseBalances(body, account, table)).toEqual([
      { accountId: "a", asset: "BTC", free: "0.4012", inOrders: "0.8423", earn: "0.6", locked: "0" },
      { accountId: "a", asset: "ETH", free: "2", inOrders: "0", earn: "0", locked: "4.0198" },
      { accountId: "a", asset: "USD", free: "17185.45", inOrders: "8249.76", earn: "0", locked: "0" },
    ]);
  });

  it("refuses a balance below zero", () => {
    const body = answer('{"error":[],"result":{"ZUSD":{"balance":"1","hold_trade":"2"}}}');
    expect(() => parseBalances(body, account, table)).toThrow(expect.objectContaining({ code: "VENUE_ANSWER" }));
  });

  it("reads the fee tier as shares", () => {
    const body = answer(`{"error":[],"result":{"currency":"ZUSD","volume":"200709587.4223",
      "fees":{"XXBTZUSD":{"fee":"0.2600","minfee":"0.1"}},"fees_maker":{"XXBTZUSD":{"fee":"0.1600"}}}}`);
    expect(parseFeeTier(body, btc)).toEqual({ maker: "0.0016", taker: "0.0026", feeAsset: "quote" });
  });

  it("names what a key may do, and counts unknown rights that move money", () => {
    const body = answer(
      `{"error":[],"result":{"api_key_name":"TestKey","permissions":["query-funds","withdraw-funds","modify-trades","transfer-all"],"valid_until":"1700000000","ip_allowlist":[""]}}`,
    );
    const permissions = parsePermissions(body, NOW);
    expect(permissions).toMatchObject({
      readable: true,
      ipRestricted: false,
      keyName: "TestKey",
      expiresAt: 1_700_000_000_000,
    });
    const dangerous = permissions.rights.filter(({ need, granted }) => need === "mustBeOff" && granted === "yes");
    expect(dangerous.map(({ id }) => id)).toEqual(["withdraw-funds", "transfer-all"]);
    expect(() => parsePermissions(answer('{"error":[],"result":{}}'), NOW)).toThrow(EngineError);
  });

  it("reads ledger lines with sign and kind", () => {
    const row = answer(
      '{"refid":"TJKLXF","time":1688464484.1787,"type":"earn","subtype":"reward","aclass":"currency","asset":"XBT.F","amount":"0.0005","fee":"0","balance":"1"}',
    );
    expect(parseLedgerEntry("L4UESK", row, table)).toEqual({
      venueId: "L4UESK",
      kind: "reward",
      asset: "BTC",
      amount: "0.0005",
      fee: "0",
      status: "done",
      tsEvent: 1_688_464_484_178,
      reference: "TJKLXF",
    });
    const withdrawal = answer(
      '{"refid":"x","time":1,"type":"withdrawal","asset":"ZUSD","amount":"-24.5000","fee":"0.0490"}',
    );
    expect(parseLedgerEntry("L1", withdrawal, table)).toMatchObject({
      kind: "withdrawal",
      amount: "-24.5",
      fee: "0.049",
    });
  });
});

const ORDER = `{"refid":null,"userref":0,"cl_ord_id":"${own}","status":"open","opentm":1688666559.8974,"descr":{"pair":"XBTUSD","type":"buy","ordertype":"limit","price":"30010.0","price2":"0"},
  "vol":"1.25000000","vol_exec":"0.37500000","cost":"11253.7","fee":"0.00000","price":"30010.0","misc":"","oflags":"fciq","trades":["TCCCTY-WE2O6-P3NB37"]}`;

describe("orders", () => {
  it("reads an order and its trades", () => {
    expect(parseOrder("OQCLML-BW3P3-BUCMWZ", answer(ORDER), table)).toEqual({
      order: {
        clientOrderId: own,
        venueOrderId: "OQCLML-BW3P3-BUCMWZ",
        symbol: "BTC/USD",
        side: "buy",
        quantity: "1.25",
        limitPrice: "30010",
        state: "open",
        filledQuantity: "0.375",
        averagePrice: "30010",
        createdAt: 1_688_666_559_897,
      },
      tradeIds: ["TCCCTY-WE2O6-P3NB37"],
    });
    const foreign = ORDER.replace("XBTUSD", "NOPE").replace(own, "by hand");
    expect(parseOrder("O1", answer(foreign), table)).toBeNull();
    expect(parseOrder("O1", answer(ORDER.replace(own, "by hand")), table)?.order.clientOrderId).toBeNull();
  });

  it("never takes a validated order for a placed one (trap 8)", () => {
    expect(() =>
      parsePlaced(answer('{"error":[],"result":{"descr":{"order":"buy 0.01 XBTUSD @ limit 50000.0"}}}')),
    ).toThrow(EngineError);
    expect(() => parsePlaced(answer('{"error":[],"result":{"txid":[]}}'))).toThrow(EngineError);
    expect(parsePlaced(answer('{"error":[],"result":{"descr":{},"txid":["OUF4EM-FRGI2-MQMWZD"]}}'))).toBe(
      "OUF4EM-FRGI2-MQMWZD",
    );
    expect(parseCanceled(answer('{"error":[],"result":{"count":1}}'))).toBe(true);
    expect(parseCanceled(answer('{"error":[],"result":{"count":0,"pending":false}}'))).toBe(false);
  });

  it("reads a trade with its fee in quote", () => {
    const row = answer(
      '{"ordertxid":"OQCLML","postxid":"T","pair":"XXBTZUSD","time":1688667769.6396,"type":"sell","ordertype":"limit","price":"30010.00000","cost":"600.2","fee":"0.09603","vol":"0.02000000","maker":true}',
    );
    expect(parseTrade("TCWJEG", row, table, NOW)?.fill(own)).toMatchObject({
      symbol: "BTC/USD",
      side: "sell",
      price: "30010",
      quantity: "0.02",
      fee: { asset: "USD", amount: "0.09603" },
      liquidity: "maker",
      tsEvent: 1_688_667_769_639,
    });
  });

  it.each([
    ["limitIoc", {}, { ordertype: "limit", timeinforce: "IOC", price: "30000.5", volume: "0.1", oflags: "fciq" }],
    ["limit", {}, { ordertype: "limit", price: "30000.5", volume: "0.1", oflags: "fciq" }],
    ["postOnly", {}, { ordertype: "limit", price: "30000.5", volume: "0.1", oflags: "post,fciq" }],
    ["market", { limitPrice: null }, { ordertype: "market", volume: "0.1", oflags: "fciq" }],
    ["market", { limitPrice: null, quoteAmount: "25" }, { ordertype: "market", volume: "25", oflags: "viqc,fciq" }],
  ] as const)("sends %s exactly, with id and deadline", (kind, changes, sent) => {
    const request = {
      clientOrderId: own,
      symbol: btc.instrument.symbol,
      side: "buy",
      kind,
      quantity: "0.1",
      limitPrice: "30000.5",
      ...changes,
    };
    // The texts above are decimals.
    expect(orderParams(request as unknown as Parameters<typeof orderParams>[0], btc, NOW)).toEqual({
      pair: "XXBTZUSD",
      type: "buy",
      cl_ord_id: own,
      deadline: "2023-11-14T22:13:25.000Z",
      ...sent,
    });
  });
});

describe("broken answers", () => {
  const bodies = [ORDER, ASSETS, PAIRS, `{"error":[],"result":{"XXBT":{"balance":"1.2","hold_trade":"0.8"}}}`];
  const readers: readonly ((body: Answer) => unknown)[] = [
    (body) => parseOrder("O1", body, table),
    (body) => parseMarkets(body, answer(PAIRS)),
    (body) => parseMarkets(answer(ASSETS), body),
    (body) => parseBalances(body, account, table),
    (body) => parseTickers(body, new Set(["BTC/USD"]), table, NOW),
    (body) => parseBook(body, btc, NOW),
    (body) => parseCandles(body, btc, "1m", NOW),
    (body) => parsePermissions(body, NOW),
    (body) => parseTrade("T1", body, table, NOW),
    (body) => parseLedgerEntry("L1", body, table),
    parsePlaced,
    parseTime,
  ];

  it("give a value or a typed failure, never a crash", () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(...bodies.map((text) => parseExactJson(text))));
    const mutated = fc
      .tuple(fc.constantFrom(...bodies), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([text, at, put]) => {
        const place = at % text.length;
        return parseExactJson(text.slice(0, place) + put + text.slice(place + 1)) ?? {};
      });
    fc.assert(
      fc.property(fc.oneof(junk, mutated), fc.constantFrom(...readers), (body, read) => {
        try {
          read(new Answer(KRAKEN, "test", body));
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          expect(error.code).toBe("VENUE_ANSWER");
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

const WIRE = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
const WHY_NOT = `no recorded answers in ${WIRE} (SCHWABOT_REFERENCE_DATA names another folder)`;

describe("recorded answers", () => {
  const folder = join(WIRE, "nautilus_trader", "kraken");
  const read = (name: string) => answer(readFileSync(join(folder, name), "utf8"), name);

  it("are read unharmed", ({ skip }) => {
    skip(!existsSync(folder) || readdirSync(folder).length === 0, WHY_NOT);
    const recorded = parseMarkets(
      answer('{"error":[],"result":{"XXBT":{"altname":"XBT"}}}'),
      read("http_asset_pairs.json"),
    );
    expect(recorded.markets.length).toBeGreaterThan(0);
    const first = recorded.markets[0];
    if (first === undefined) throw new Error("no market");
    const rows = read("http_closed_orders.json").at("result").at("closed").entries();
    expect(
      rows.map(([id, row]) => parseOrder(id, row, recorded)?.order.state ?? null).filter((state) => state !== null),
    ).toContain("filled");
    for (const [id, row] of read("http_trades_history.json").at("result").at("trades").entries())
      expect(parseTrade(id, row, recorded, NOW) === null || parseTrade(id, row, recorded, NOW)?.orderId).toBeTruthy();
    expect(parsePlaced(read("http_add_order_spot.json"))).toBe("OUF4EM-FRGI2-MQMWZD");
    expect(parseCanceled(read("http_cancel_order_spot.json"))).toBe(true);
    expect(parseTime(read("http_server_time.json"))).toBeGreaterThan(0);
    expect(parseStatus(read("http_system_status.json")).state).toBe("online");
    expect(
      parseTickers(
        read("http_ticker.json"),
        new Set(recorded.markets.map(({ instrument }) => instrument.symbol)),
        recorded,
        NOW,
      ),
    ).toBeInstanceOf(Array);
  });
});
