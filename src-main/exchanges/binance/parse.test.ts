// Are Binance's documented and recorded answers read field by field? Bodies: Binance spot and wallet docs (2026-07), shortened;
// recorded ones where the reference data is there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import { accountIdSchema, clientOrderIdSchema, marketSymbolSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { orderParams } from "./order-params.ts";
import { parseBalances, parseDeposit, parseFeeTier, parsePermissions, parseWithdrawal } from "./parse-account.ts";
import {
  parseBook,
  parseBookSnapshot,
  parseCandles,
  parseMarkets,
  parseStatus,
  parseTickers,
  parseTime,
} from "./parse-market.ts";
import { parseOrder, parseOwnFills, parseTrade } from "./parse-orders.ts";
import { BINANCE } from "./quirks.ts";

const answer = (text: string, place = "test") => new Answer(BINANCE, place, parseExactJson(text));
const NOW = unixMs(1_700_000_000_000);
const account = accountIdSchema.parse("a");
const own = clientOrderIdSchema.parse("6d1b345e-2821-40e2-ad83-4ecb18a06876");

const market = (symbol: string, base: string, quote: string, more = "") =>
  `{"symbol":"${symbol}","status":"TRADING","baseAsset":"${base}","quoteAsset":"${quote}","isSpotTradingAllowed":true${more},"filters":[
   {"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},
   {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
   {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"107.84","stepSize":"0.00000000"},
   {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5}]}`;
const INFO = `{"timezone":"UTC","serverTime":1754603741167,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}],"symbols":[
  ${market("BTCUSDT", "BTC", "USDT")},${market("LDOUSDT", "LDO", "USDT")},${market("币安人生USDT", "币安人生", "USDT")},
  ${market("ETHUSDT", "ETH", "USDT").replace("TRADING", "BREAK")}]}`;
const table = parseMarkets(answer(INFO));
const btc = table.ofSymbol(marketSymbolSchema.parse("BTC/USDT"));

describe("markets", () => {
  it("reads the filters exactly and leaves out coins in other writings", () => {
    expect(table.markets.map(({ instrument }) => [instrument.symbol, instrument.status])).toEqual([
      ["BTC/USDT", "online"],
      ["LDO/USDT", "online"],
      ["ETH/USDT", "offline"],
    ]);
    expect(btc.instrument).toMatchObject({
      priceStep: "0.01",
      amountStep: "0.00001",
      amountMin: "0.00001",
      amountMax: "9000",
      costMin: "5",
      costMax: "9000000",
    });
    expect(table.limits).toEqual([{ kind: "REQUEST_WEIGHT", interval: "1 MINUTE", limit: 6_000 }]);
    expect(() => parseMarkets(answer('{"symbols":[]}'))).toThrow(EngineError);
  });

  it("reads prices, candles, books, time and status", () => {
    const row =
      '{"symbol":"BTCUSDT","bidPrice":"4.00000000","askPrice":"4.00000200","lastPrice":"4.00000200","volume":"8913.30000000","closeTime":1}';
    const empty = row.replace("BTCUSDT", "LDOUSDT").replace('"4.00000000"', '"0.00000000"');
    expect(parseTickers(answer(`[${row},${empty}]`), table, NOW)).toMatchObject([
      { symbol: "BTC/USDT", bid: "4", ask: "4.000002", volume24h: "8913.3" },
    ]);
    const candles = answer(
      '[[1699999860000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",1699999919999,"2434.19",308,"1756.8","28.4","0"],[1699999980000,"1","1","1","1","1",1700000039999]]',
    );
    expect(parseCandles(candles, "1m", NOW)).toEqual([
      {
        openTime: 1_699_999_860_000,
        open: "0.0163479",
        high: "0.8",
        low: "0.015758",
        close: "0.015771",
        volume: "148976.11427815",
        closed: true,
      },
    ]);
    const book = answer(
      '{"lastUpdateId":1027024,"bids":[["4.00000000","431.00000000"]],"asks":[["4.00000200","12.00000000"]]}',
    );
    expect(parseBook(book, btc, NOW)).toMatchObject({ bids: [["4", "431"]], asks: [["4.000002", "12"]] });
    expect(parseBookSnapshot(book, btc, NOW)).toEqual({
      bids: [["4", "431"]],
      asks: [["4.000002", "12"]],
      last: 1_027_024,
    });
    for (const last of ["-1", "null", '"x"', "1.5"])
      expect(() => parseBookSnapshot(answer(`{"lastUpdateId":${last},"bids":[],"asks":[]}`), btc, NOW)).toThrow(
        EngineError,
      );
    expect(parseTime(answer('{"serverTime":1499827319559}'))).toBe(1_499_827_319_559);
    expect(parseStatus(answer('{"status":1,"msg":"system_maintenance"}')).state).toBe("maintenance");
  });
});

describe("accounts", () => {
  it("folds flexible earn, but not a coin whose code begins the same", () => {
    const body =
      answer(`{"balances":[{"asset":"BTC","free":"4723846.89208129","locked":"0.50000000"},{"asset":"LDBTC","free":"1.00000000","locked":"0.00000000"},
      {"asset":"LDO","free":"2.00000000","locked":"0.00000000"},{"asset":"XRP","free":"0.00000000","locked":"0.00000000"},{"asset":"币安人生","free":"5","locked":"0"}]}`);
    expect(parseBalances(body, account, table)).toEqual([
      { accountId: "a", asset: "BTC", free: "4723846.89208129", inOrders: "0.5", earn: "1", locked: "0" },
      { accountId: "a", asset: "LDO", free: "2", inOrders: "0", earn: "0", locked: "0" },
    ]);
  });

  it("reads the account's own fee", () => {
    const body = answer(
      '{"makerCommission":15,"commissionRates":{"maker":"0.00150000","taker":"0.00250000","buyer":"0.00000000","seller":"0.00000000"}}',
    );
    expect(parseFeeTier(body)).toEqual({ maker: "0.0015", taker: "0.0025", feeAsset: "received" });
  });

  it("finds every right that moves money, also one that is new", () => {
    const body = answer(
      '{"ipRestrict":true,"createTime":1698645219000,"enableReading":true,"enableWithdrawals":true,"enableInternalTransfer":true,"permitsUniversalTransfer":true,"enableSpotAndMarginTrading":false,"enableSubAccountTransfer":true,"tradingAuthorityExpirationTime":1700000000000}',
    );
    const permissions = parsePermissions(body, NOW);
    const dangerous = permissions.rights.filter(({ need, granted }) => need === "mustBeOff" && granted === "yes");
    expect(dangerous.map(({ id }) => id)).toEqual([
      "enableWithdrawals",
      "enableInternalTransfer",
      "permitsUniversalTransfer",
      "enableSubAccountTransfer",
    ]);
    expect(permissions).toMatchObject({ ipRestricted: true, expiresAt: 1_700_000_000_000 });
    expect(permissions.rights.find(({ id }) => id === "enableSpotAndMarginTrading")?.granted).toBe("no");
    // What is missing must not pass for off.
    expect(() => parsePermissions(answer('{"enableReading":true}'), NOW)).toThrow(EngineError);
  });

  it("reads deposits and withdrawals", () => {
    const deposit = answer(
      '{"id":"769800519366885376","amount":"0.001","coin":"BNB","network":"BNB","status":1,"txId":"98A3","insertTime":1661493146000}',
    );
    expect(parseDeposit(deposit)).toMatchObject({
      kind: "deposit",
      asset: "BNB",
      amount: "0.001",
      fee: null,
      status: "done",
      reference: "98A3",
    });
    const withdrawal = answer(
      '{"id":"b6ae22b3","amount":"8.91000000","transactionFee":"0.004","coin":"USDT","status":6,"txId":"0xb5","applyTime":"2019-10-12 11:12:02"}',
    );
    expect(parseWithdrawal(withdrawal)).toMatchObject({
      amount: "-8.91",
      fee: "0.004",
      status: "done",
      tsEvent: Date.UTC(2019, 9, 12, 11, 12, 2),
    });
  });
});

const PLACED = `{"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"${own}","transactTime":1507725176595,"price":"4000.00000000","origQty":"10.00000000","executedQty":"10.00000000",
  "origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"39995.00000000","status":"FILLED","timeInForce":"GTC","type":"LIMIT","side":"SELL","fills":[
  {"price":"4000.00000000","qty":"5.00000000","commission":"4.00000000","commissionAsset":"USDT","tradeId":56},{"price":"3999.00000000","qty":"5.00000000","commission":"19.99500000","commissionAsset":"BNB","tradeId":57}]}`;

describe("orders", () => {
  it("reads a placed order with its fills and each fee's own asset", () => {
    const body = answer(PLACED);
    const order = parseOrder(body, btc);
    expect(order).toEqual({
      clientOrderId: own,
      venueOrderId: "28",
      symbol: "BTC/USDT",
      side: "sell",
      quantity: "10",
      limitPrice: "4000",
      state: "filled",
      filledQuantity: "10",
      averagePrice: "3999.5",
      createdAt: 1_507_725_176_595,
    });
    expect(parseOwnFills(body, order, own, NOW)).toMatchObject([
      { tradeId: "56", price: "4000", quantity: "5", fee: { asset: "USDT", amount: "4" } },
      { tradeId: "57", price: "3999", quantity: "5", fee: { asset: "BNB", amount: "19.995" } },
    ]);
  });

  it("does not take fills that do not add up, nor an answer about another market", () => {
    const short = answer(PLACED.replace('"qty":"5.00000000","commission":"4', '"qty":"4.00000000","commission":"4'));
    expect(() => parseOwnFills(short, parseOrder(short, btc), own, NOW)).toThrow(/fills/);
    expect(() => parseOrder(answer(PLACED.replace("BTCUSDT", "ETHUSDT")), btc)).toThrow(/symbol/);
  });

  it("knows old orders without a sum, and orders by what they spend", () => {
    expect(parseOrder(answer(PLACED.replace('"39995.00000000"', '"-1.00000000"')), btc).averagePrice).toBeNull();
    const spends = PLACED.replace('"origQuoteOrderQty":"0.0', '"origQuoteOrderQty":"100.0').replace(
      '"type":"LIMIT"',
      '"type":"MARKET"',
    );
    expect(parseOrder(answer(spends.replace('"origQty":"10.0', '"origQty":"0.0')), btc)).toMatchObject({
      quantity: "10",
      limitPrice: null,
    });
  });

  it("reads trades", () => {
    const row = answer(
      '{"symbol":"BTCUSDT","id":28457,"orderId":100234,"orderListId":-1,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012","commission":"10.10000000","commissionAsset":"BNB","time":1499865549590,"isBuyer":true,"isMaker":false,"isBestMatch":true}',
    );
    const trade = parseTrade(row, btc, NOW);
    expect([trade.id, trade.orderId]).toEqual([28_457n, "100234"]);
    expect(trade.fill(own)).toMatchObject({
      side: "buy",
      price: "4.000001",
      quantity: "12",
      liquidity: "taker",
      fee: { asset: "BNB", amount: "10.1" },
    });
  });

  it.each([
    ["limitIoc", {}, { type: "LIMIT", timeInForce: "IOC", quantity: "0.1", price: "30000.5" }],
    ["limit", {}, { type: "LIMIT", timeInForce: "GTC", quantity: "0.1", price: "30000.5" }],
    ["postOnly", {}, { type: "LIMIT_MAKER", quantity: "0.1", price: "30000.5" }],
    // Trap 2: no price, or the library would send amount x price as what is spent.
    ["market", { limitPrice: null }, { type: "MARKET", quantity: "0.1" }],
    ["market", { limitPrice: null, quoteAmount: "25" }, { type: "MARKET", quoteOrderQty: "25" }],
  ] as const)("sends %s exactly, with our id", (kind, changes, sent) => {
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
    expect(orderParams(request as unknown as Parameters<typeof orderParams>[0], btc)).toEqual({
      symbol: "BTCUSDT",
      side: "BUY",
      newClientOrderId: own,
      newOrderRespType: "FULL",
      ...sent,
    });
  });
});

describe("broken answers", () => {
  const bodies = [
    PLACED,
    INFO,
    '{"balances":[{"asset":"BTC","free":"1","locked":"0"}],"commissionRates":{"maker":"0.1","taker":"0.1"}}',
  ];
  const readers: readonly ((body: Answer) => unknown)[] = [
    (body) => parseOrder(body, btc),
    (body) => parseOwnFills(body, parseOrder(answer(PLACED), btc), own, NOW),
    parseMarkets,
    (body) => parseBalances(body, account, table),
    parseFeeTier,
    (body) => parseTickers(body, table, NOW),
    (body) => parseBook(body, btc, NOW),
    (body) => parseCandles(body, "1m", NOW),
    (body) => parsePermissions(body, NOW),
    (body) => parseTrade(body, btc, NOW),
    parseDeposit,
    parseWithdrawal,
    parseTime,
    parseStatus,
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
          read(new Answer(BINANCE, "test", body));
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
  const file = join(WIRE, "gocryptotrader", "binance", "http.json");

  /** The recorded body of a route, with numbers as text. */
  function recorded(route: string, method: string): Answer {
    const [first] = answer(readFileSync(file, "utf8"), route).at("routes").at(route).at(method).list();
    if (first === undefined) throw new Error(`nothing recorded for ${method} ${route}`);
    return new Answer(BINANCE, route, first.at("data").value);
  }

  it("are read unharmed", ({ skip }) => {
    skip(!existsSync(file), WHY_NOT);
    const markets = parseMarkets(recorded("/api/v3/exchangeInfo", "GET"));
    expect(markets.markets.length).toBeGreaterThan(0);
    expect(parseBalances(recorded("/api/v3/account", "GET"), account, markets)).toBeInstanceOf(Array);
    expect(parseCandles(recorded("/api/v3/klines", "GET"), "5m", NOW)).not.toHaveLength(0);
    expect(parseBook(recorded("/api/v3/depth", "GET"), btc, NOW).asks[0]).toEqual(["32085.66", "2.048437"]);
    const ltc = { ...btc, id: "LTCBTC" };
    const orders = recorded("/api/v3/openOrders", "GET").list();
    expect(parseOrder(orders[0] ?? answer("{}"), ltc)).toMatchObject({
      state: "open",
      quantity: "1",
      limitPrice: "0.1",
    });
  });
});
