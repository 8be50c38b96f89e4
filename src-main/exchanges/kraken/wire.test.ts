// What really goes over the wire, and what is made of what comes back? Through the real library and real HTTP on this computer.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import type { OrderRequest, VenueClient } from "#engine/ports/exchange-client.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { clientOrderIdSchema, marketSymbolSchema } from "#shared/domain/ids.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { krakenVenue } from "./index.ts";
import { KRAKEN } from "./quirks.ts";

interface Seen {
  readonly path: string;
  readonly params: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
}
type Handler = (seen: Seen, response: ServerResponse) => void;

const ok =
  (result: unknown): Handler =>
  (_seen, response) =>
    void response.end(JSON.stringify({ error: [], result }));
const fails =
  (...error: string[]): Handler =>
  (_seen, response) =>
    void response.end(JSON.stringify({ error, result: null }));
const status =
  (code: number, headers: Record<string, string> = {}, text = "{}"): Handler =>
  (_seen, response) =>
    void response.writeHead(code, headers).end(text);
const cut: Handler = (_seen, response) => void response.destroy();

const PUBLIC: Readonly<Record<string, Handler>> = {
  Assets: ok({ XXBT: { altname: "XBT" }, ZUSD: { altname: "USD" } }),
  AssetPairs: ok({
    XXBTZUSD: { altname: "XBTUSD", base: "XXBT", quote: "ZUSD", tick_size: "0.1", lot_decimals: 8, status: "online" },
  }),
};

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const secret = Buffer.alloc(64, 7).toString("base64");
const key: Credentials = { apiKey: new Secret("K".repeat(56)), secret: new Secret(secret), passphrase: null };
const account = accountSchema.parse({
  id: "a",
  name: "A",
  kind: "exchange",
  venue: KRAKEN,
  fees: { maker: "0", taker: "0" },
});
const symbol = marketSymbolSchema.parse("BTC/USD");
const clientOrderId = clientOrderIdSchema.parse("6d1b345e-2821-40e2-ad83-4ecb18a06876");
const order: OrderRequest = {
  clientOrderId,
  symbol,
  side: "buy",
  kind: "limitIoc",
  quantity: decimalString("0.12345678"),
  limitPrice: decimalString("30000.1"),
};

async function open() {
  const clock = new ManualClock();
  const seen: Seen[] = [];
  const handlers = new Map<string, Handler>(Object.entries(PUBLIC));
  handlers.set("Time", (_seen, response) => ok({ unixtime: Math.floor(clock.now() / 1000) })(_seen, response));
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part) => (text += String(part)));
    request.on("end", () => {
      const path = (request.url ?? "").split("/").at(-1)?.split("?")[0] ?? "";
      const one: Seen = { path, params: new URLSearchParams(text), headers: request.headers };
      seen.push(one);
      (handlers.get(path) ?? fails("EGeneral:Unknown method"))(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  const adapter = krakenVenue.adapter({
    venue: KRAKEN,
    endpoint: "loopback",
    loopbackOrigin: `http://127.0.0.1:${port}`,
    clock,
    logger: silentLogger,
    nonces: { reserve: async (_key, atLeast) => atLeast },
  });
  const client = (credentials = async () => key): VenueClient => adapter.client(account, credentials);
  const of = (path: string) => seen.filter((one) => one.path === path);
  return {
    clock,
    handlers,
    adapter,
    client,
    of,
    server,
    answer: (path: string, how: Handler) => handlers.set(path, how),
  };
}

describe("an order on the wire", () => {
  it("carries our texts, our id, a deadline and a signature, and no identity of the library", async () => {
    const { clock, client, of, answer } = await open();
    answer("AddOrder", ok({ descr: {}, txid: ["OUF4EM-FRGI2-MQMWZD"] }));
    expect(await client().submitOrder(order, {})).toMatchObject({
      kind: "accepted",
      order: { venueOrderId: "OUF4EM-FRGI2-MQMWZD", clientOrderId, state: "open" },
      fills: [],
    });
    const [sent] = of("AddOrder");
    expect(Object.fromEntries(sent?.params ?? [])).toMatchObject({
      pair: "XXBTZUSD",
      type: "buy",
      ordertype: "limit",
      timeinforce: "IOC",
      volume: "0.12345678",
      price: "30000.1",
      cl_ord_id: clientOrderId,
    });
    const deadline = Date.parse(sent?.params.get("deadline") ?? "");
    // The venue's time has whole seconds.
    expect(Math.abs(deadline - clock.now() - 5_000)).toBeLessThanOrEqual(500);
    expect(sent?.headers["api-key"]).toBe("K".repeat(56));
    expect(sent?.headers["api-sign"]).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    expect(sent?.headers["user-agent"]).toBe("Schwabot");
  });

  it.each([
    ["the connection is cut", cut],
    ["an answer is no JSON (trap 7)", status(200, {}, "<html>")],
    ["an answer is empty", status(200, {}, "")],
    ["there is no order id (trap 8)", ok({ descr: {} })],
    ["the gateway breaks", status(502, {}, "<html>")],
    ["the venue is busy", fails("EService:Busy")],
    ["the error is unheard of", fails("ENew:What")],
    ["an order with the id is there", fails("EOrder:Duplicate cl_ord_id")],
  ] as const)("is unknown and was sent once when %s", async (_name, how) => {
    const { client, of, answer } = await open();
    answer("AddOrder", how);
    expect(await client().submitOrder(order, {})).toMatchObject({ kind: "unknown" });
    expect(of("AddOrder")).toHaveLength(1);
  });

  it.each([
    ["funds are short", fails("EOrder:Insufficient funds"), "EOrder:Insufficient funds"],
    ["too much was asked", status(429, { "retry-after": "5" }), "HTTP 429"],
    ["the place is not served", status(451), "HTTP 451"],
    ["the key is unknown", fails("EAPI:Invalid key"), "EAPI:Invalid key"],
  ] as const)("is rejected and was sent once when %s", async (_name, how, code) => {
    const { client, of, answer } = await open();
    answer("AddOrder", how);
    const outcome = await client().submitOrder(order, {});
    expect(outcome).toMatchObject({ kind: "rejected" });
    if (outcome.kind === "rejected")
      expect([code, "RateLimitExceeded", "DDoSProtection", "ExchangeNotAvailable"]).toContain(outcome.code);
    expect(of("AddOrder")).toHaveLength(1);
  });

  it("is rejected as not sent when nobody listens", async () => {
    const { client, server, adapter } = await open();
    await adapter.market.fetchInstruments({});
    await adapter.market.fetchTime({});
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    expect(await client().submitOrder(order, {})).toMatchObject({ kind: "rejected", code: "NOT_SENT" });
  });

  it("is not sent with a secret that cannot sign, which is nowhere in the message", async () => {
    const { client, of } = await open();
    const bad = "no base64: §§§ canary";
    const outcome = await client(async () => ({ ...key, secret: new Secret(bad) })).submitOrder(order, {});
    expect(outcome).toMatchObject({ kind: "rejected", code: "SIGNING" });
    expect(JSON.stringify(outcome)).not.toContain("canary");
    expect(of("AddOrder")).toHaveLength(0);
  });

  it("is tried once more after a number that the venue did not accept, with a higher one", async () => {
    const { client, of, answer, handlers } = await open();
    const accept = ok({ txid: ["OAAAAA-BBBBB-CCCCCC"] });
    answer("AddOrder", (seen, response) => {
      handlers.set("AddOrder", accept);
      fails("EAPI:Invalid nonce")(seen, response);
    });
    expect(await client().submitOrder(order, {})).toMatchObject({ kind: "accepted" });
    const [first, second] = of("AddOrder").map(({ params }) => Number(params.get("nonce")));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(50_000_000);
    answer("AddOrder", fails("EAPI:Invalid nonce"));
    expect(await client().submitOrder(order, {})).toMatchObject({ kind: "rejected", code: "EAPI:Invalid nonce" });
    expect(of("AddOrder")).toHaveLength(4);
  });

  it("is never what a validate-only call answered", async () => {
    const { client, of, answer } = await open();
    answer("AddOrder", ok({ descr: { order: "buy" } }));
    expect(await client().validateOrder(order, {})).toEqual({ kind: "valid" });
    expect(of("AddOrder")[0]?.params.get("validate")).toBe("true");
    answer("AddOrder", fails("EOrder:Order minimum not met"));
    expect(await client().validateOrder(order, {})).toMatchObject({
      kind: "invalid",
      code: "EOrder:Order minimum not met",
    });
  });
});

describe("calls of one key", () => {
  it("reach the venue with strictly rising numbers, from several clients at once", async () => {
    const { client, of, answer, clock } = await open();
    answer("BalanceEx", ok({ XXBT: { balance: "1.0", hold_trade: "0" } }));
    const clients = [client(), client(), client()];
    let done = 0;
    const calls = Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        await clients[index % 3]?.fetchBalances({});
        done += 1;
      }),
    );
    for (let turn = 0; done < 60 && turn < 5_000; turn += 1) {
      await clock.advance(500);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await calls;
    const numbers = of("BalanceEx").map(({ params }) => Number(params.get("nonce")));
    expect(numbers).toHaveLength(60);
    expect(numbers.every((nonce, index) => index === 0 || nonce > (numbers[index - 1] ?? 0))).toBe(true);
  });

  it("ask for the key once, and again only after it could not be read", async () => {
    const { client, answer } = await open();
    answer("BalanceEx", ok({ XXBT: { balance: "1.0", hold_trade: "0" } }));
    let asked = 0;
    const locked = client(async () => {
      asked += 1;
      if (asked === 1) throw new EngineError("SECRET_LOCKED", "The vault is locked.");
      return key;
    });
    expect(await locked.submitOrder(order, {})).toMatchObject({ kind: "rejected", code: "SECRET_LOCKED" });
    expect(await locked.fetchBalances({})).toHaveLength(1);
    await locked.fetchBalances({});
    expect(asked).toBe(2);
  });

  it("say why they failed until one succeeds", async () => {
    const { client, answer, clock } = await open();
    const one = client();
    answer("BalanceEx", fails("EAPI:Invalid key"));
    await expect(one.fetchBalances({})).rejects.toMatchObject({ code: "VENUE_AUTH", retryable: false });
    expect(one.diagnostics()).toMatchObject({
      failing: { code: "VENUE_AUTH", since: clock.now() },
      lastAnswerAt: clock.now(),
    });
    answer("BalanceEx", ok({}));
    await one.fetchBalances({});
    expect(one.diagnostics().failing).toBeNull();
  });

  it("wait while the venue asked for a pause", async () => {
    const { client, answer, clock, of } = await open();
    const one = client();
    answer("BalanceEx", status(429, { "retry-after": "7" }));
    await expect(one.fetchBalances({})).rejects.toMatchObject({
      code: "VENUE_RATE_LIMITED",
      data: { retryAfterMs: 7_000 },
    });
    expect(one.diagnostics().pausedUntil).toBe(clock.now() + 7_000);
    answer("BalanceEx", ok({}));
    const next = one.fetchBalances({});
    await clock.advance(6_999);
    expect(of("BalanceEx")).toHaveLength(1);
    await clock.advance(1);
    expect(await next).toEqual([]);
  });

  it("stop at once for everybody when the address is blocked", async () => {
    const { client, adapter, answer, clock, of } = await open();
    answer("BalanceEx", status(418, { "retry-after": "120" }));
    await adapter.market.fetchTime({});
    await expect(client().fetchBalances({})).rejects.toMatchObject({ code: "VENUE_BANNED" });
    await expect(adapter.market.fetchTime({})).rejects.toMatchObject({
      code: "VENUE_BANNED",
      data: { until: clock.now() + 120_000 },
    });
    expect(await client().submitOrder(order, {})).toMatchObject({ kind: "rejected", code: "VENUE_BANNED" });
    expect(of("AddOrder")).toHaveLength(0);
    await clock.advance(120_000);
    await adapter.market.fetchTime({});
  });
});

describe("a call", () => {
  it("ends after 15 s by our clock, and when it is stopped", async () => {
    const { client, answer, clock, of, adapter } = await open();
    await adapter.market.fetchInstruments({});
    answer("BalanceEx", () => {});
    const arrived = async (count: number) => {
      while (of("BalanceEx").length < count) await flushAsync();
    };
    const slow = expect(client().fetchBalances({})).rejects.toMatchObject({
      code: "VENUE_UNREACHABLE",
      retryable: true,
    });
    await arrived(1);
    await clock.advance(15_000);
    await slow;
    const stop = new AbortController();
    const stopped = expect(client().fetchBalances({ signal: stop.signal })).rejects.toMatchObject({
      code: "VENUE_UNREACHABLE",
    });
    await arrived(2);
    stop.abort();
    await stopped;
  });

  it("follows no redirect", async () => {
    const { adapter, answer } = await open();
    answer("SystemStatus", status(302, { location: "http://127.0.0.1:9/" }));
    await expect(adapter.market.fetchStatus({})).rejects.toMatchObject({ code: "VENUE_UNREACHABLE" });
  });
});

describe("the timer that cancels all orders", () => {
  // The answers of docs.kraken.com, "Cancel All Orders After X" (read 2026-11-26).
  const armed = { currentTime: "2023-03-24T17:41:56Z", triggerTime: "2023-03-24T17:42:56Z" };
  const ended = { currentTime: "2023-03-24T17:41:56Z", triggerTime: "0" };

  it("is set in whole seconds and ended by 0", async () => {
    const { client, answer, of } = await open();
    answer("CancelAllOrdersAfter", ok(armed));
    await client().cancelAllAfter?.(59_001, {});
    answer("CancelAllOrdersAfter", ok(ended));
    await client().cancelAllAfter?.(0, {});
    expect(of("CancelAllOrdersAfter").map(({ params }) => params.get("timeout"))).toEqual(["60", "0"]);
  });

  it("is not taken for set where the answer says otherwise", async () => {
    const { client, answer } = await open();
    answer("CancelAllOrdersAfter", ok(ended));
    await expect(client().cancelAllAfter?.(60_000, {})).rejects.toMatchObject({ code: "VENUE_ANSWER" });
    answer("CancelAllOrdersAfter", ok(armed));
    await expect(client().cancelAllAfter?.(0, {})).rejects.toMatchObject({ code: "VENUE_ANSWER" });
    answer("CancelAllOrdersAfter", fails("EGeneral:Permission denied"));
    await expect(client().cancelAllAfter?.(60_000, {})).rejects.toMatchObject({ code: "VENUE_PERMISSION" });
  });
});
