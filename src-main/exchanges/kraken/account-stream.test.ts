// Does the private socket get its own token each time, and is every loss on it noticed?
import { describe, expect, it } from "vitest";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import type { Reply, VenueSession } from "#exchanges/shared/venue-session.ts";
import { KrakenAccountStream } from "./account-stream.ts";
import { KRAKEN } from "./quirks.ts";

const own = "6d1b345e-2821-40e2-ad83-4ecb18a06876";

function open(...answers: string[]) {
  const calls: string[] = [];
  const session: Pick<VenueSession, "read"> = {
    read: async (route): Promise<Reply> => {
      calls.push(route.path);
      const body = new Answer(KRAKEN, route.path, parseExactJson(answers.shift() ?? "{}"));
      return { body, headers: new Map(), tookMs: 0 };
    },
  };
  // The stream asks a session for nothing but reads.
  const stream = new KrakenAccountStream(session as VenueSession);
  return { stream, calls, opening: () => stream.opening({ signal: new AbortController().signal }) };
}

const token = (value: string) => `{"error":[],"result":{"token":"${value}","expires":900}}`;
const frame = (channel: string, type: string, sequence: number | null, ...rows: string[]) =>
  `{"channel":"${channel}","type":"${type}","data":[${rows.join(",")}]${sequence === null ? "" : `,"sequence":${sequence}`}}`;
const ORDER = `{"order_id":"OAAAAA-BBBBB-CCCCCC","cl_ord_id":"${own}","symbol":"BTC/USD","order_qty":0.005,"exec_type":"new","order_status":"new","timestamp":"2026-03-01T12:00:00.709950Z"}`;
const order = {
  type: "order",
  symbol: "BTC/USD",
  clientOrderId: own,
  venueOrderId: "OAAAAA-BBBBB-CCCCCC",
  state: "new",
  tsEvent: Date.parse("2026-03-01T12:00:00.709Z"),
};
const LINE =
  '{"ledger_id":"LAAAAA","type":"trade","asset":"BTC","amount":-0.5,"fee":0.0,"balance":0.02000000,"timestamp":"2026-03-01T12:00:00Z"}';
const lost = (channel: string, from: number, to: number) => ({
  type: "error",
  message: `Kraken's frames about ${channel} went from ${from} to ${to}: what was between them is lost.`,
  symbol: null,
  requestId: null,
});

describe("the opening", () => {
  it("asks for a token anew for each socket, and subscribes orders and balances with it", async () => {
    const { opening, calls } = open(token("the-first-token-of-two"), token("the-second-token-of-two"));
    expect((await opening()).map((text): unknown => JSON.parse(text))).toEqual([
      {
        method: "subscribe",
        params: { channel: "executions", snap_orders: true, snap_trades: false, token: "the-first-token-of-two" },
      },
      { method: "subscribe", params: { channel: "balances", snapshot: true, token: "the-first-token-of-two" } },
    ]);
    expect((await opening()).join()).toContain("the-second-token-of-two");
    expect(calls).toEqual(["GetWebSocketsToken", "GetWebSocketsToken"]);
  });

  it("fails with a typed error where there is no token in the answer", async () => {
    for (const answer of ['{"error":[],"result":{}}', token("short")])
      await expect(open(answer).opening()).rejects.toMatchObject({ code: "VENUE_ANSWER" });
  });
});

describe("frames", () => {
  it("tell orders by both ids, and whatever else is known of them", () => {
    const { stream } = open();
    expect(stream.parse(frame("executions", "snapshot", 1, ORDER))).toEqual({
      events: [order],
      connectionSequence: null,
      sentAt: null,
    });
    const short = '{"order_id":"OAAAAA-BBBBB-CCCCCC","cl_ord_id":"mine","exec_type":"canceled"}';
    expect(stream.parse(frame("executions", "update", 2, short, "{}")).events).toEqual([
      { ...order, symbol: null, clientOrderId: null, state: "canceled", tsEvent: null },
      { type: "malformed", reason: "frame.data[1].order_id should be a text" },
    ]);
  });

  it("tell balances of snapshots and of ledger lines", () => {
    const { stream } = open();
    const asset = (name: string) => `{"asset":"${name}","asset_class":"currency","balance":12.50,"wallets":[]}`;
    expect(stream.parse(frame("balances", "snapshot", 1, asset("BTC"), asset("not one"))).events).toEqual([
      { type: "balance", asset: "BTC", total: "12.5", tsEvent: null },
      { type: "balance", asset: null, total: "12.5", tsEvent: null },
    ]);
    expect(stream.parse(frame("balances", "update", 2, LINE)).events).toEqual([
      { type: "balance", asset: "BTC", total: "0.02", tsEvent: Date.parse("2026-03-01T12:00:00Z") },
    ]);
    expect(stream.parse(frame("executions", "snapshot", 1)).events).toEqual([{ type: "ignored", reason: "no data" }]);
  });

  it("are the public ones where both sockets have them", () => {
    const { stream } = open();
    const types = (text: string) => stream.parse(text).events.map(({ type }) => type);
    expect(types('{"channel":"heartbeat"}')).toEqual(["heartbeat"]);
    expect(types('{"channel":"status","type":"update","data":[{"system":"online"}]}')).toEqual(["status"]);
    expect(types('{"method":"pong","req_id":1}')).toEqual(["heartbeat"]);
    expect(types('{"method":"subscribe","result":{"channel":"executions"},"success":true}')).toEqual(["subscribed"]);
    expect(types('{"method":"subscribe","error":"ESession:Invalid session","success":false}')).toEqual(["error"]);
    expect(types('{"channel":"ticker","type":"update","data":[]}')).toEqual(["ignored"]);
    expect(types("{")).toEqual(["malformed"]);
  });

  it("never repeat the token", async () => {
    const { stream, opening } = open(token("secret-token-of-the-socket"));
    await opening();
    const { events } = stream.parse(
      '{"method":"subscribe","error":"No such token: secret-token-of-the-socket","success":false}',
    );
    expect(events).toMatchObject([{ type: "error", message: "No such token: [token]" }]);
    expect(Object.values(stream).join()).not.toContain("secret-token-of-the-socket");
  });
});

describe("the numbers of a channel's frames", () => {
  it("tell of frames that are lost, once for each loss, and what the frame says is still heard", () => {
    const { stream } = open();
    const next = (sequence: number) => stream.parse(frame("executions", "update", sequence, ORDER)).events;
    stream.parse(frame("executions", "snapshot", 1));
    expect(next(2)).toEqual([order]);
    expect(next(4)).toEqual([lost("executions", 2, 4), order]);
    expect(next(5)).toEqual([order]);
  });

  it("are counted by channel", () => {
    const { stream } = open();
    stream.parse(frame("executions", "snapshot", 1));
    stream.parse(frame("balances", "snapshot", 1));
    for (const sequence of [2, 3, 4]) stream.parse(frame("executions", "update", sequence, ORDER));
    expect(stream.parse(frame("balances", "update", 2, LINE)).events).toHaveLength(1);
    expect(stream.parse(frame("balances", "update", 4, LINE)).events[0]).toEqual(lost("balances", 2, 4));
  });

  it("that come again or late are no loss", () => {
    const { stream } = open();
    const types = (sequence: number) =>
      stream.parse(frame("executions", "update", sequence, ORDER)).events.map(({ type }) => type);
    expect([7, 7, 9, 8, 10].map(types)).toEqual([["order"], ["order"], ["error", "order"], ["order"], ["order"]]);
  });

  it("begin anew with a snapshot and with a socket", async () => {
    const { stream, opening } = open(token("a-token-of-the-socket"));
    stream.parse(frame("executions", "update", 40, ORDER));
    expect(stream.parse(frame("executions", "snapshot", 1, ORDER)).events).toEqual([order]);
    expect(stream.parse(frame("executions", "update", 2, ORDER)).events).toEqual([order]);
    await opening();
    expect(stream.parse(frame("executions", "update", 90, ORDER)).events).toEqual([order]);
  });

  it("must be there", () => {
    const { stream } = open();
    expect(stream.parse(frame("executions", "update", null, ORDER)).events).toEqual([
      { type: "malformed", reason: "frame.sequence should be a whole number" },
      order,
    ]);
  });
});
