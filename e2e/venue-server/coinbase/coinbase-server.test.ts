// Is the Coinbase Advanced server as strict as the venue, and does it answer in its words?

import { createPrivateKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { coinbase } from "ccxt";
import { afterEach, describe, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { BROKEN_BODIES } from "../core/faults.ts";
import type { VenueServerOptions } from "../core/venue-world.ts";
import { shapeProblems } from "../core/wire-shape.ts";
import { PAGES, PRIVATE_PER_SECOND, PUBLIC_PER_SECOND, V2_PER_HOUR } from "./quirks.ts";
import { type CoinbaseKeyOptions, startCoinbaseServer } from "./start-coinbase-server.ts";
import { callerOf, send } from "./test-caller.ts";

const ID = "2f1b6b5e-7f0a-4e6b-9a39-0d8f7a3f4c11";
const ORDERS = "/api/v3/brokerage/orders";
const PRICES = { "BTC/USD": "100000", "ETH/USD": "4000" };

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

async function open(options: VenueServerOptions = {}, keyOptions: CoinbaseKeyOptions = {}) {
  const clock = new ManualClock();
  const server = await startCoinbaseServer({ clock, prices: PRICES, ...options });
  closing.push(server);
  server.account.fund("USD", "20000").fund("BTC", "2");
  const key = server.addKey(keyOptions);
  const call = callerOf(server.url, key, () => clock.now());
  const place = (configuration: object, more: object = {}) =>
    call("POST", ORDERS, {
      client_order_id: ID,
      product_id: "BTC-USD",
      side: "BUY",
      order_configuration: configuration,
      ...more,
    });
  return { clock, server, account: server.account, key, call, place };
}

const gtc = (price: string, size = "0.1", more: object = {}) => ({
  limit_limit_gtc: { base_size: size, limit_price: price, ...more },
});

describe("keys", () => {
  it.each(["sec1", "pkcs8", "ed25519"] as const)(
    "signs with a key as %s, which the key file holds too",
    async (format) => {
      const { call, key } = await open({}, { format });
      expect(await call("GET", "/api/v3/brokerage/key_permissions")).toMatchObject({
        status: 200,
        body: { can_view: true, can_trade: true, can_transfer: false, portfolio_type: "DEFAULT" },
      });
      const file: unknown = JSON.parse(key.keyFile);
      expect(file).toEqual(
        format === "ed25519"
          ? { id: key.apiKey, privateKey: key.secret }
          : { name: key.apiKey, privateKey: key.secret },
      );
      if (format === "ed25519") {
        expect(key.secret).toHaveLength(88);
        expect(key.apiKey).toMatch(/^[0-9a-f-]{36}$/);
      } else {
        expect(key.secret).toContain(format === "sec1" ? "BEGIN EC PRIVATE KEY" : "BEGIN PRIVATE KEY");
        expect(createPrivateKey(key.secret).asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
        expect(key.apiKey).toMatch(/^organizations\/[0-9a-f-]{36}\/apiKeys\/[0-9a-f-]{36}$/);
      }
    },
  );

  const SECONDS = 1_767_571_200;
  it.each<[string, Parameters<Awaited<ReturnType<typeof open>>["call"]>[3]]>([
    ["another request's uri", { claims: { uri: "POST api.coinbase.com/api/v3/brokerage/accounts" } }],
    ["another host", { claims: { uri: "GET example.com/api/v3/brokerage/accounts" } }],
    ["no uri", { claims: { uri: undefined } }],
    ["a life over 120 s", { claims: { exp: SECONDS + 121 } }],
    ["its time over", { claims: { nbf: SECONDS - 130, exp: SECONDS - 10 } }],
    ["its time to come", { claims: { nbf: SECONDS + 60, exp: SECONDS + 180 } }],
    ["another subject", { claims: { sub: "organizations/a/apiKeys/b" } }],
    ["an unknown issuer", { claims: { iss: "me" } }],
    ["an unknown key", { head: { kid: "organizations/a/apiKeys/b" } }],
    ["another algorithm", { head: { alg: "none" } }],
    ["a changed signature", { token: (token) => token.replace(/..$/, "AA") }],
    ["no signature", { token: (token) => token.split(".").slice(0, 2).join(".") }],
    ["nonsense", { token: () => "a.b.c" }],
  ])("refuses a token with %s", async (_what, changes) => {
    const { call } = await open();
    expect(await call("GET", "/api/v3/brokerage/accounts", undefined, changes)).toEqual({
      status: 401,
      text: "Unauthorized\n",
      body: undefined,
    });
  });

  it("takes the uri with the real host, and as a list (as ccxt sends with Ed25519 keys)", async () => {
    const { call } = await open();
    const uri = "GET api.coinbase.com/api/v3/brokerage/accounts";
    expect((await call("GET", "/api/v3/brokerage/accounts", undefined, { claims: { uri } })).status).toBe(200);
    const claims = { uri: undefined, uris: [uri] };
    expect((await call("GET", "/api/v3/brokerage/accounts?limit=1", undefined, { claims })).status).toBe(200);
  });

  it("refuses a token that comes late, and goes by its own clock", async () => {
    const { call, server, clock } = await open();
    const accounts = "/api/v3/brokerage/accounts";
    server.faults.add({ kind: "delay", delayMs: 130_000 }, { path: accounts });
    const late = call("GET", accounts);
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(130_000);
    expect((await late).status).toBe(401);
    server.setClockOffset(-60_000);
    expect((await call("GET", accounts)).status).toBe(401);
    server.setClockOffset(60_000);
    expect((await call("GET", accounts)).status).toBe(200);
    expect((await send(server.url, "GET", "/v2/time")).body).toEqual({
      data: { iso: "2026-01-05T00:03:10Z", epoch: clock.now() / 1_000 + 60 },
    });
  });

  it("asks for rights, an allowed address, and a key that still is", async () => {
    const viewer = await open({}, { permissions: ["can_view"] });
    expect(await viewer.place(gtc("90000"))).toMatchObject({
      status: 403,
      body: { error: "PERMISSION_DENIED", error_details: "Missing required scopes" },
    });
    const { server } = viewer;
    const trader = callerOf(server.url, server.addKey({ permissions: ["can_trade"] }), () => viewer.clock.now());
    expect((await trader("GET", "/v2/accounts")).body).toMatchObject({ errors: [{ id: "invalid_scope" }] });
    expect((await trader("GET", "/api/v3/brokerage/key_permissions")).body).toMatchObject({ can_view: false });
    const elsewhere = callerOf(server.url, server.addKey({ ipAllowList: ["192.0.2.1"] }), () => viewer.clock.now());
    expect((await elsewhere("GET", "/api/v3/brokerage/accounts")).status).toBe(401);
    viewer.key.revoke();
    expect((await viewer.call("GET", "/api/v3/brokerage/accounts")).status).toBe(401);
  });

  it("keeps accounts apart", async () => {
    const { server, clock, place } = await open();
    await place(gtc("90000"));
    const other = callerOf(server.url, server.addKey({ account: server.addAccount() }), () => clock.now());
    expect((await other("GET", `${ORDERS}/historical/batch`)).body).toMatchObject({ orders: [] });
  });
});

describe("orders", () => {
  it("rests, holds, is found and is canceled", async () => {
    const { place, call } = await open();
    const placed = await place(gtc("90000", "0.1", { post_only: true }));
    const id = (placed.body as { order_id: string }).order_id;
    expect(placed.body).toEqual({
      success: true,
      failure_reason: "UNKNOWN_FAILURE_REASON",
      order_id: id,
      success_response: {
        order_id: id,
        product_id: "BTC-USD",
        side: "BUY",
        client_order_id: ID,
        attached_order_id: "",
      },
      order_configuration: gtc("90000", "0.1", { post_only: true }),
    });
    expect((await call("GET", `${ORDERS}/historical/${id}`)).body).toMatchObject({
      order: {
        status: "OPEN",
        client_order_id: ID,
        filled_size: "0",
        outstanding_hold_amount: "9000",
        order_type: "LIMIT",
      },
    });
    const { accounts } = (await call("GET", "/api/v3/brokerage/accounts")).body as { accounts: object[] };
    expect(accounts.find((one) => "currency" in one && one.currency === "USD")).toMatchObject({
      available_balance: { value: "10946", currency: "USD" },
      hold: { value: "9054", currency: "USD" },
      type: "ACCOUNT_TYPE_FIAT",
    });
    // In /v2 the hold is not told apart.
    expect((await call("GET", "/v2/accounts/USD")).body).toMatchObject({ data: { balance: { amount: "20000" } } });
    const cancel = (ids: string[]) => call("POST", `${ORDERS}/batch_cancel`, { order_ids: ids });
    expect((await cancel([id, "nobody"])).body).toEqual({
      results: [
        { success: true, failure_reason: "UNKNOWN_CANCEL_FAILURE_REASON", order_id: id },
        { success: false, failure_reason: "UNKNOWN_CANCEL_ORDER", order_id: "nobody" },
      ],
    });
    expect((await cancel([id])).body).toMatchObject({ results: [{ failure_reason: "DUPLICATE_CANCEL_REQUEST" }] });
    expect((await call("GET", `${ORDERS}/historical/${id}`)).body).toMatchObject({ order: { status: "CANCELLED" } });
  });

  it("returns the first order for a repeated client_order_id, filled or not, and makes no second one", async () => {
    const { place, account } = await open();
    const first = await place({ sor_limit_ioc: { base_size: "0.1", limit_price: "100010" } });
    const again = await place({ market_market_ioc: { quote_size: "5" } });
    expect(again.body).toEqual(first.body);
    expect(account.orders()).toHaveLength(1);
    expect(account.history.fills).toHaveLength(1);
  });

  it.each<[string, string, object, object?]>([
    ["INSUFFICIENT_FUND", "PREVIEW_INSUFFICIENT_FUND", gtc("90000", "1")],
    ["INVALID_PRICE_PRECISION", "PREVIEW_INVALID_PRICE_PRECISION", gtc("90000.001")],
    ["INVALID_SIZE_PRECISION", "PREVIEW_INVALID_SIZE_PRECISION", gtc("90000", "0.123456789")],
    ["UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_BASE_SIZE_TOO_LARGE", gtc("90000", "3401")],
    ["UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL", gtc("90000", "0.00001")],
    ["UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL", { market_market_ioc: { quote_size: "0.99" } }],
    ["INVALID_SIZE_PRECISION", "PREVIEW_INVALID_SIZE_PRECISION", { market_market_ioc: { quote_size: "10.001" } }],
    [
      "INVALID_LIMIT_PRICE_POST_ONLY",
      "PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY",
      gtc("100010", "0.1", { post_only: true }),
    ],
    ["INVALID_REQUEST", "PREVIEW_INVALID_ORDER_CONFIG", gtc("0")],
    ["INVALID_REQUEST", "PREVIEW_INVALID_ORDER_CONFIG", { market_market_ioc: { base_size: "1", quote_size: "5" } }],
    ["UNSUPPORTED_ORDER_CONFIGURATION", "PREVIEW_INVALID_ORDER_CONFIG", { limit_limit_fok: {} }],
    ["UNSUPPORTED_ORDER_CONFIGURATION", "PREVIEW_INVALID_ORDER_CONFIG", {}],
    ["INVALID_PRODUCT_ID", "PREVIEW_INVALID_PRODUCT_ID", gtc("1"), { product_id: "CELO-USD" }],
  ])("refuses with %s / %s, the same in a preview", async (reason, previewReason, configuration, more = {}) => {
    const { place, call, account } = await open();
    expect(await place(configuration, more)).toMatchObject({
      status: 200,
      body: {
        success: false,
        order_id: "",
        error_response: { error: reason, preview_failure_reason: previewReason, new_order_failure_reason: reason },
        order_configuration: configuration,
      },
    });
    const preview = { product_id: "BTC-USD", side: "BUY", order_configuration: configuration, ...more };
    expect((await call("POST", `${ORDERS}/preview`, preview)).body).toMatchObject({ errs: [previewReason] });
    expect(account.orders()).toEqual([]);
  });

  it("refuses a body that the interface does not know", async () => {
    const { call, place } = await open();
    expect(await place(gtc("90000"), { client_order_id: undefined })).toMatchObject({
      status: 400,
      body: { error: "INVALID_ARGUMENT" },
    });
    expect((await place(gtc("90000"), { side: "buy" })).status).toBe(400);
    expect((await place(gtc("90000"), { size: "1" })).status).toBe(400);
    expect((await call("POST", ORDERS)).status).toBe(400);
  });

  it("previews without placing", async () => {
    const { call, account } = await open();
    const preview = { product_id: "BTC-USD", side: "BUY", order_configuration: gtc("90000") };
    expect((await call("POST", `${ORDERS}/preview`, preview)).body).toMatchObject({
      errs: [],
      warning: [],
      base_size: "0.1",
      quote_size: "9000",
      commission_total: "108",
      order_total: "9108",
      best_bid: "99999.99",
      best_ask: "100000.01",
    });
    expect(account.orders()).toEqual([]);
  });

  it("tells a buy by quote with its fee inside, and its fills' sizes in quote", async () => {
    const { place, call } = await open();
    await place({ market_market_ioc: { quote_size: "1012.00" } });
    const { orders } = (await call("GET", `${ORDERS}/historical/batch`)).body as { orders: object[] };
    expect(orders[0]).toMatchObject({
      status: "FILLED",
      order_type: "MARKET",
      time_in_force: "IMMEDIATE_OR_CANCEL",
      size_in_quote: true,
      size_inclusive_of_fees: true,
      filled_size: "0.00999999",
      completion_percentage: "100",
      settled: true,
    });
    const { fills } = (await call("GET", `${ORDERS}/historical/fills`)).body as { fills: { size: string }[] };
    expect(fills).toMatchObject([{ price: "100000.01", size: "999.9990999999", size_in_quote: true, side: "BUY" }]);
  });

  it("takes what is there with an IOC order and cancels the rest", async () => {
    const { place, call, server } = await open();
    server.market.setBook("BTC/USD", { bids: [["99999", "1"]], asks: [["100000", "0.04"]] });
    await place({ sor_limit_ioc: { base_size: "0.1", limit_price: "100000" } });
    const { orders } = (await call("GET", `${ORDERS}/historical/batch`)).body as { orders: object[] };
    expect(orders).toMatchObject([
      {
        status: "CANCELLED",
        filled_size: "0.04",
        average_filled_price: "100000",
        total_fees: "48",
        completion_percentage: "40",
      },
    ]);
  });

  it("fills what rests when the book comes, as maker", async () => {
    const { place, call, server } = await open();
    await place(gtc("90000"));
    server.market.setPrice("BTC/USD", "89000");
    const { fills } = (await call("GET", `${ORDERS}/historical/fills?product_ids=BTC-USD`)).body as { fills: object[] };
    expect(fills).toMatchObject([{ price: "90000", size: "0.1", commission: "54", liquidity_indicator: "MAKER" }]);
  });

  it("hides a young order from look-ups", async () => {
    const { place, call, account, clock } = await open();
    account.visibilityLagMs = 1_000;
    const { order_id: id } = (await place(gtc("90000"))).body as { order_id: string };
    expect((await call("GET", `${ORDERS}/historical/${id}`)).body).toEqual({
      error: "unknown",
      error_details: "order with this orderID was not found",
      message: "order with this orderID was not found",
    });
    await clock.advance(1_000);
    expect((await call("GET", `${ORDERS}/historical/${id}`)).status).toBe(200);
  });
});

describe("lists", () => {
  it("pages accounts: 49 at a time, 250 at most", async () => {
    const { call, account } = await open();
    for (let index = 0; index < 600; index += 1) account.fund(`COIN${String(index).padStart(3, "0")}`, "1");
    account.extraBalances.set("ETH2", decimalString("3"));
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor = "";
    for (let page = 0; page < 4; page += 1) {
      const reply = await call("GET", `/api/v3/brokerage/accounts?limit=1000&cursor=${cursor}`);
      const body = reply.body as { accounts: { uuid: string; type: string }[]; has_next: boolean; cursor: string };
      seen.push(...body.accounts.map(({ uuid }) => uuid));
      sizes.push(body.accounts.length);
      cursor = body.cursor;
      if (!body.has_next) break;
    }
    expect(sizes).toEqual([250, 250, seen.length - 500]);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(600);
    const usual = (await call("GET", "/api/v3/brokerage/accounts")).body as { size: number };
    expect(usual.size).toBe(PAGES.accounts.usual);
  });

  it("filters and pages orders, newest first", async () => {
    const { call, account, clock } = await open();
    const start = clock.now();
    for (let index = 0; index < 7; index += 1) {
      const order = { client_order_id: `${ID}-${index}`, product_id: index < 5 ? "BTC-USD" : "ETH-USD", side: "BUY" };
      await call("POST", ORDERS, { ...order, order_configuration: gtc("1000", "0.01") });
      await clock.advance(1_000);
    }
    account.cancel(account.orders()[0]?.order.venueOrderId ?? "");
    const ids = async (query: string) => {
      const reply = await call("GET", `${ORDERS}/historical/batch?${query}`);
      const body = reply.body as { orders: { client_order_id: string }[]; cursor: string; has_next: boolean };
      return { ...body, last: body.orders.map((one) => one.client_order_id.slice(-1)).join("") };
    };
    const first = await ids("limit=3");
    const second = await ids(`limit=3&cursor=${first.cursor}`);
    const third = await ids(`limit=3&cursor=${second.cursor}`);
    expect([first.last, second.last, third.last]).toEqual(["654", "321", "0"]);
    expect([first.has_next, second.has_next, third.has_next, third.cursor]).toEqual([true, true, false, ""]);
    expect((await ids("order_status=OPEN&product_ids=BTC-USD")).last).toBe("4321");
    expect((await ids("order_status=CANCELLED")).last).toBe("0");
    expect((await ids("product_id=ETH-USD")).last).toBe("65");
    const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
    expect((await ids(`start_date=${at(2)}&end_date=${at(4)}`)).last).toBe("32");
    expect((await call("GET", `${ORDERS}/historical/batch?order_status=OPEN&order_status=FILLED`)).status).toBe(400);
    expect((await call("GET", `${ORDERS}/historical/batch?cursor=nobody`)).status).toBe(400);
  });

  it("pages fills", async () => {
    const { call } = await open();
    for (let index = 0; index < 5; index += 1) {
      const order = { client_order_id: `${ID}-${index}`, product_id: "BTC-USD", side: "SELL" };
      await call("POST", ORDERS, {
        ...order,
        order_configuration: { market_market_ioc: { base_size: `0.0${index + 1}` } },
      });
    }
    const sizes: string[] = [];
    let cursor = "";
    do {
      const reply = await call("GET", `${ORDERS}/historical/fills?limit=2&cursor=${cursor}`);
      const body = reply.body as { fills: { size: string }[]; cursor: string };
      sizes.push(...body.fills.map(({ size }) => size));
      cursor = body.cursor;
    } while (cursor !== "");
    expect(sizes).toEqual(["0.05", "0.04", "0.03", "0.02", "0.01"]);
  });

  it("pages /v2 by next_uri: 25 at a time, and tells sends, fiat payments, fills and rewards", async () => {
    const { call, account, place, clock } = await open();
    for (let index = 0; index < 60; index += 1)
      account.transfer({ kind: "deposit", asset: "BTC", amount: "0.01", at: unixMs(clock.now() - 60_000 + index) });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.5", fee: "0.001", txid: "abc" });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.4", status: "pending" });
    account.transfer({ kind: "deposit", asset: "USD", amount: "100" });
    await place({ market_market_ioc: { base_size: "0.1" } }, { side: "SELL" });
    let uri: string | null = "/v2/accounts/BTC/transactions";
    const types: string[] = [];
    const pages: number[] = [];
    while (uri !== null) {
      const reply = await call("GET", uri);
      const body = reply.body as { data: { type: string }[]; pagination: { next_uri: string | null } };
      types.push(...body.data.map(({ type }) => type));
      pages.push(body.data.length);
      uri = body.pagination.next_uri;
    }
    expect(pages).toEqual([25, 25, 13]);
    expect(types.filter((type) => type === "send")).toHaveLength(62);
    expect(types.filter((type) => type === "advanced_trade_fill")).toHaveLength(1);
    const { data } = (await call("GET", "/v2/accounts/BTC/transactions?limit=100")).body as { data: object[] };
    expect(data).toContainEqual(
      expect.objectContaining({
        amount: { amount: "-0.501", currency: "BTC" },
        status: "completed",
        network: expect.objectContaining({ hash: "abc", transaction_fee: { amount: "0.001", currency: "BTC" } }),
      }),
    );
    expect(data).toContainEqual(expect.objectContaining({ status: "pending" }));
    expect((await call("GET", "/v2/accounts/BTC/deposits")).body).toMatchObject({ data: [] });
    expect((await call("GET", "/v2/accounts/USD/deposits")).body).toMatchObject({
      data: [{ status: "completed", amount: { amount: "100.00", currency: "USD" }, resource: "deposit" }],
    });
    expect((await call("GET", "/v2/accounts/NOPE/deposits")).body).toEqual({
      errors: [{ id: "not_found", message: "Not found" }],
    });
  });
});

describe("markets", () => {
  it("tells products with their other names and states", async () => {
    const { server } = await open();
    const product = async (id: string) =>
      (await send(server.url, "GET", `/api/v3/brokerage/market/products/${id}`)).body;
    expect(await product("CGLD-USD")).toMatchObject({ base_currency_id: "CGLD", price: "0.45" });
    expect(await product("BTC-USDC")).toMatchObject({ alias: "BTC-USD", alias_to: [] });
    expect(await product("BTC-USD")).toMatchObject({ alias: "", alias_to: ["BTC-USDC"], status: "online" });
    expect((await send(server.url, "GET", "/api/v3/brokerage/market/products/CELO-USD")).status).toBe(404);
    for (const [state, flag] of [
      ["cancelOnly", "cancel_only"],
      ["limitOnly", "limit_only"],
      ["postOnly", "post_only"],
    ] as const) {
      server.setState(state);
      expect(await product("BTC-USD")).toMatchObject({ [flag]: true, status: "online" });
    }
    server.market.setStatus("BTC/USD", "offline");
    expect(await product("BTC-USD")).toMatchObject({ trading_disabled: true });
    const futures = await send(server.url, "GET", "/api/v3/brokerage/market/products?product_type=FUTURE");
    expect(futures.body).toMatchObject({ products: [], num_products: 0 });
  });

  it("tells books, best prices, fees and time, with a key and without", async () => {
    const { server, call, clock, place } = await open();
    server.market.setBook("BTC/USD", { bids: [["99999", "1"]], asks: [["100001", "2"]] });
    const v3 = "/api/v3/brokerage";
    expect((await send(server.url, "GET", `${v3}/market/product_book?product_id=BTC-USD&limit=1`)).body).toMatchObject({
      pricebook: { bids: [{ price: "99999", size: "1" }], asks: [{ price: "100001", size: "2" }] },
      mid_market: "100000",
      spread_absolute: "2",
      spread_bps: "0.2",
    });
    const best = await call("GET", `${v3}/best_bid_ask?product_ids=BTC-USD&product_ids=ETH-USD`);
    expect(best.body).toMatchObject({ pricebooks: [{ product_id: "BTC-USD" }, { bids: [{ price: "3999.99" }] }] });
    expect((await call("GET", `${v3}/products?product_ids=BTC-USD`)).body).toMatchObject({ num_products: 1 });
    expect((await send(server.url, "GET", `${v3}/products`)).status).toBe(401);
    expect((await send(server.url, "GET", `${v3}/time`)).body).toEqual({
      iso: "2026-01-05T00:00:00.000Z",
      epochSeconds: "1767571200",
      epochMillis: String(clock.now()),
    });
    await place({ sor_limit_ioc: { base_size: "0.1", limit_price: "100001" } });
    expect((await call("GET", `${v3}/transaction_summary`)).body).toMatchObject({
      total_volume: 10_000.1,
      total_fees: 120.0012,
      fee_tier: { maker_fee_rate: "0.006", taker_fee_rate: "0.012" },
    });
  });

  it("gives candles newest first, of every length, and not too many", async () => {
    const { server, clock } = await open();
    const at = (hours: number) => String((clock.now() + hours * HOUR_MS) / 1_000);
    const candles = (granularity: string, start: string, end: string) =>
      send(
        server.url,
        "GET",
        `/api/v3/brokerage/market/products/SOL-USD/candles?granularity=${granularity}&start=${start}&end=${end}`,
      );
    const six = (await candles("SIX_HOUR", at(-24), at(0))).body as { candles: { start: string; volume: string }[] };
    expect(six.candles.map(({ start }) => start)).toEqual([at(0), at(-6), at(-12), at(-18), at(-24)]);
    const ones = (await candles("ONE_HOUR", at(-6), at(-1))).body as { candles: { volume: string; open: string }[] };
    expect(ones.candles).toHaveLength(6);
    const sum = ones.candles.reduce((total, { volume }) => total + Number(volume), 0);
    expect(Number(six.candles[1]?.volume)).toBeCloseTo(sum, 6);
    expect((await candles("ONE_MINUTE", at(-24), at(0))).status).toBe(400);
    expect((await candles("1h", at(-24), at(0))).status).toBe(400);
  });
});

describe("limits and faults", () => {
  it("answers 429 past 30 private requests a second per user and 10 public ones per address", async () => {
    const { call, server, clock } = await open();
    const statuses = async (count: number, run: () => Promise<{ status: number }>) => {
      const seen: number[] = [];
      for (let index = 0; index < count; index += 1) seen.push((await run()).status);
      return seen;
    };
    const accounts = () => call("GET", "/api/v3/brokerage/key_permissions");
    expect(await statuses(PRIVATE_PER_SECOND + 1, accounts)).toEqual([...Array(PRIVATE_PER_SECOND).fill(200), 429]);
    expect((await accounts()).body).toEqual({ errors: [{ id: "rate_limit_exceeded", message: "Too many requests" }] });
    await clock.advance(100);
    expect(await statuses(4, accounts)).toEqual([200, 200, 200, 429]);
    const time = () => send(server.url, "GET", "/api/v3/brokerage/time");
    expect(await statuses(PUBLIC_PER_SECOND + 1, time)).toEqual([...Array(PUBLIC_PER_SECOND).fill(200), 429]);
    // /v2 counts on its own, by the hour.
    expect((await call("GET", "/v2/accounts")).status).toBe(200);
    expect(V2_PER_HOUR).toBe(10_000);
  });

  it("acts and is silent, fails after acting, breaks its body, fills in part, is under maintenance", async () => {
    const { call, place, server, account } = await open();
    const path = ORDERS;
    server.faults.add({ kind: "dropReply" }, { path });
    await expect(place(gtc("90000", "0.01"))).rejects.toThrow();
    expect(account.orders()).toHaveLength(1);
    expect((await place(gtc("90000", "0.01"))).body).toMatchObject({ success: true });
    expect(account.orders()).toHaveLength(1);
    server.faults.add({ kind: "status", status: 500, executed: true }, { path });
    expect(await place(gtc("90000", "0.01"), { client_order_id: "b" })).toMatchObject({ status: 500 });
    server.faults.add({ kind: "status", status: 502 }, { path });
    expect(await place(gtc("90000", "0.01"), { client_order_id: "c" })).toMatchObject({ status: 502 });
    expect(account.orders().map(({ clientId }) => clientId)).toEqual([ID, "b"]);
    server.faults.add({ kind: "text", text: BROKEN_BODIES.malformedJson }, { path });
    expect(await place(gtc("90000", "0.01"), { client_order_id: "d" })).toMatchObject({ status: 200, body: undefined });
    server.faults.add({ kind: "partialFill", share: decimalString("0.25") }, { path });
    const partial = await place(gtc("100010", "0.04"), { client_order_id: "e" });
    const { order_id: id } = partial.body as { order_id: string };
    expect((await call("GET", `${ORDERS}/historical/${id}`)).body).toMatchObject({
      order: { status: "OPEN", filled_size: "0.01", completion_percentage: "25" },
    });
    server.setState("maintenance");
    expect((await call("GET", `${ORDERS}/historical/${id}`)).status).toBe(503);
    expect(server.requests.of(ORDERS, "POST").map(({ status }) => status)).toEqual([null, 200, 500, 502, 200, 200]);
  });
});

const WIRE = path.resolve(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
const HAS_WIRE = existsSync(WIRE);

describe("recorded bodies", () => {
  it("have the fields and kinds of value that this server answers with", async ({ skip }) => {
    skip(!HAS_WIRE, `no recorded messages in ${WIRE} (SCHWABOT_REFERENCE_DATA names another folder)`);
    const { call, place, server, account } = await open();
    const anyone = (target: string) => send(server.url, "GET", target);
    const placed = await place(gtc("90000", "0.01"));
    const { order_id: id } = placed.body as { order_id: string };
    await place({ market_market_ioc: { quote_size: "100" } }, { client_order_id: "b" });
    account.transfer({ kind: "deposit", asset: "USD", amount: "100" });
    account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.1" });
    const v3 = "/api/v3/brokerage";
    const nautilus = "nautilus_trader/coinbase";
    const net = "jkorf/Coinbase.Net/Endpoints/AdvancedTrade";
    const cases: readonly (readonly [string, { readonly body: unknown }])[] = [
      [`${nautilus}/http_accounts.json`, await call("GET", `${v3}/accounts`)],
      [`${nautilus}/http_products.json`, await anyone(`${v3}/market/products`)],
      [`${nautilus}/http_product.json`, await anyone(`${v3}/market/products/BTC-USD`)],
      [`${nautilus}/http_product_book.json`, await anyone(`${v3}/market/product_book?product_id=BTC-USD`)],
      [`${nautilus}/http_ticker.json`, await anyone(`${v3}/market/products/BTC-USD/ticker?limit=3`)],
      [`${nautilus}/http_order.json`, await call("GET", `${ORDERS}/historical/${id}`)],
      [`${nautilus}/http_orders_list.json`, await call("GET", `${ORDERS}/historical/batch`)],
      [`${nautilus}/http_fills.json`, await call("GET", `${ORDERS}/historical/fills`)],
      [`${net}/Account/GetApiKeyInfo.txt`, await call("GET", `${v3}/key_permissions`)],
      [`${net}/Account/GetFeeInfo2.txt`, await call("GET", `${v3}/transaction_summary`)],
      [`${net}/Account/GetPortfolios.txt`, await call("GET", `${v3}/portfolios`)],
      [`${net}/Account/GetDeposits.txt`, await call("GET", "/v2/accounts/USD/deposits")],
      [`${net}/Trading/CancelOrders.txt`, await call("POST", `${ORDERS}/batch_cancel`, { order_ids: [id] })],
      [`${net}/ExchangeData/GetCryptoAssets.txt`, await anyone("/v2/currencies/crypto")],
      [`${net}/ExchangeData/GetFiatAssets.txt`, await anyone("/v2/currencies")],
      [`${net}/ExchangeData/GetExchangeRates.txt`, await anyone("/v2/exchange-rates")],
    ];
    // What the file of a library's test shows besides: a page that was empty, an order of another kind.
    const other = /order_configuration|pagination\.(next|previous)/;
    for (const [file, { body }] of cases) {
      const problems = shapeProblems(body, recorded(file)).filter((problem) => !other.test(problem));
      expect([file, problems]).toEqual([file, []]);
    }
  });
});

/** Files of Coinbase.Net have three lines before the body. */
function recorded(file: string): unknown {
  const text = readFileSync(path.join(WIRE, file), "utf8");
  return JSON.parse(file.endsWith(".txt") ? text.split("\n").slice(3).join("\n") : text);
}

describe("the real ccxt", () => {
  const connect = async (format: "sec1" | "ed25519") => {
    const server = await startCoinbaseServer({ prices: PRICES });
    closing.push(server);
    server.account.fund("USD", "20000").fund("BTC", "2").fund("CELO", "10");
    const { apiKey, secret } = server.addKey({ format });
    const exchange = new coinbase({
      apiKey,
      secret,
      enableRateLimit: false,
      options: { fetchBalance: "v3PrivateGetBrokerageAccounts" },
    });
    exchange.urls.api = { rest: server.url };
    return { server, exchange };
  };

  it.each(["sec1", "ed25519"] as const)("signs, reads, trades and cancels with a key as %s", async (format) => {
    const { server, exchange } = await connect(format);
    await exchange.loadMarkets();
    expect(exchange.market("BTC/USD")).toMatchObject({ id: "BTC-USD", active: true, taker: 0.012 });
    expect(exchange.market("CELO/USD")).toMatchObject({ id: "CGLD-USD" });
    const { id = "" } = await exchange.createOrder("BTC/USD", "limit", "buy", 0.1, 90_000, { client_order_id: ID });
    expect(server.account.openOrders().map(({ clientId }) => clientId)).toEqual([ID]);
    expect(await exchange.fetchBalance()).toMatchObject({
      BTC: { total: 2 },
      USD: { free: 10_892, used: 9_108 },
      CELO: { free: 10 },
    });
    expect(await exchange.fetchOrder(id)).toMatchObject({ status: "open", clientOrderId: ID, amount: 0.1 });
    expect((await exchange.fetchOpenOrders("BTC/USD")).map((one) => one.id)).toEqual([id]);
    await exchange.cancelOrder(id);
    expect(await exchange.fetchOpenOrders("BTC/USD")).toEqual([]);
    await exchange.createOrder("BTC/USD", "market", "buy", 0, undefined, { cost: 100, client_order_id: "b" });
    expect(await exchange.fetchMyTrades("BTC/USD")).toMatchObject([{ side: "buy", price: 100_000.01 }]);
    expect(await exchange.fetchTicker("BTC/USD")).toMatchObject({ bid: 99_999.99, ask: 100_000.01 });
    expect((await exchange.fetchOrderBook("BTC/USD")).bids[0]).toEqual([99_999.99, 100_000]);
    expect((await exchange.fetchOHLCV("SOL/USD", "1h", undefined, 5)).length).toBeGreaterThan(3);
    expect(await exchange.fetchTradingFees()).toMatchObject({ "BTC/USD": { maker: 0.006, taker: 0.012 } });
  });

  it("shows the traps: random client ids, errors by their class", async () => {
    const { server, exchange } = await connect("sec1");
    await exchange.loadMarkets();
    await exchange.createOrder("BTC/USD", "limit", "buy", 0.01, 90_000, { clientOrderId: ID });
    expect(server.account.openOrders()[0]?.clientId).toMatch(/^ccxt-/);
    await expect(exchange.createOrder("BTC/USD", "limit", "buy", 5, 90_000)).rejects.toThrow("Insufficient balance");
    await expect(exchange.fetchOrder("nobody")).rejects.toMatchObject({ name: "ExchangeError" });
    await expect(exchange.cancelOrder("nobody")).rejects.toMatchObject({ name: "BadRequest" });
    exchange.apiKey = "organizations/a/apiKeys/b";
    await expect(exchange.fetchBalance()).rejects.toMatchObject({ name: "AuthenticationError" });
  });
});
