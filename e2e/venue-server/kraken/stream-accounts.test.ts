// Does the Kraken server's private stream take only real tokens with enough rights, and tell each step of an order? Without a socket.
import { describe, expect, it } from "vitest";
import { KRAKEN_STREAM } from "#exchanges/kraken/stream.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { NewOrder } from "../core/placed-order.ts";
import type { KrakenRight } from "./quirks.ts";
import { BEAT_MS, PRIVATE_PATH, REFUSALS, TOKEN_SECONDS } from "./stream-quirks.ts";
import { type Frame, openStreams } from "./stream-test-peer.ts";

const RIGHTS: readonly KrakenRight[] = ["query-funds", "query-open-trades", "create-ws-token"];
const CLIENT_ID = "6d1b345e-2821-40e2-ad83-4ecb18a06876";

function open(permissions: readonly KrakenRight[] = RIGHTS) {
  const streams = openStreams();
  const { keys, tokens, world, clock } = streams;
  const credentials = streams.addKey({ permissions });
  const key = ensure(keys.find(credentials.apiKey), "the key just added");
  const token = () => tokens.issue(key, clock.now()).token;
  const socket = streams.connect(PRIVATE_PATH);
  socket.frames();
  const ask = (channel: string, more: object = {}, to = socket) =>
    to.ask({ method: "subscribe", params: { channel, token: token(), ...more }, req_id: 1 });
  return { ...streams, account: world.account, credentials, key, token, socket, ask };
}

const order = (more: Partial<NewOrder>): NewOrder => ({
  clientId: CLIENT_ID,
  symbol: "BTC/USD",
  side: "buy",
  kind: "limit",
  quantity: "0.1",
  limitPrice: "90000",
  meta: { oflags: "fciq" },
  ...more,
});
const steps = (frames: readonly Frame[]) =>
  frames
    .filter(({ channel }) => channel === "executions")
    .flatMap(({ data }) => data.map((row: Frame) => [row.exec_type, row.order_status]));

describe("tokens", () => {
  it.each([
    ["none", undefined],
    ["one that was never given out", "nobody's"],
    ["one of another type", 7],
  ])("%s is refused", (_name, token) => {
    const { socket } = open();
    expect(socket.ask({ method: "subscribe", params: { channel: "balances", token } })).toMatchObject([
      { method: "subscribe", success: false, error: REFUSALS.session },
    ]);
    expect(socket.ask({ method: "unsubscribe", params: { channel: "balances", token } })).toMatchObject([
      { error: REFUSALS.session },
    ]);
  });

  it("must be used within 15 minutes, and hold as long as something stands with them", async () => {
    const { token, clock, connect, socket } = open();
    const [late, used] = [token(), token()];
    const subscribe = (to: typeof socket, text: string, method = "subscribe") =>
      to.ask({ method, params: { channel: "balances", token: text } })[0];
    expect(subscribe(socket, used)).toMatchObject({ success: true });
    await clock.advance(TOKEN_SECONDS * 1_000 + 1);
    expect(subscribe(connect(PRIVATE_PATH), late)).toMatchObject({ channel: "status" });
    const other = connect(PRIVATE_PATH);
    other.frames();
    expect(subscribe(other, late)).toMatchObject({ error: REFUSALS.session });
    expect(subscribe(other, used)).toMatchObject({ success: true });
    subscribe(socket, used, "unsubscribe");
    other.session.onClose?.();
    const last = connect(PRIVATE_PATH);
    last.frames();
    expect(subscribe(last, used)).toMatchObject({ error: REFUSALS.session });
  });

  it("of a key that was deleted are worth nothing", () => {
    const { token, keys, credentials, socket } = open();
    const text = token();
    keys.revoke(credentials.apiKey);
    expect(socket.ask({ method: "subscribe", params: { channel: "balances", token: text } })).toMatchObject([
      { error: REFUSALS.session },
    ]);
  });

  it.each([
    ["executions", ["query-funds", "create-ws-token"]],
    ["balances", ["query-open-trades", "create-ws-token"]],
  ] as const)("do not give %s to a key without the right", (channel, permissions) => {
    expect(open(permissions).ask(channel)).toMatchObject([{ success: false, error: REFUSALS.permission }]);
  });

  it("give no public channel here, and nothing twice", () => {
    const { ask } = open();
    expect(ask("ticker", { symbol: ["BTC/USD"] })).toMatchObject([{ error: REFUSALS.publicHere }]);
    expect(ask("wishes")).toMatchObject([{ error: REFUSALS.channel }]);
    expect(ask("balances")).toHaveLength(2);
    expect(ask("balances")).toMatchObject([{ error: REFUSALS.already }]);
  });
});

describe("executions", () => {
  it("begin with the open orders, and tell each step of a resting order with both ids", async () => {
    const { ask, account, socket, world } = open();
    account.fund("USD", "50000");
    account.submit(order({ clientId: null }));
    const [reply, snapshot] = ask("executions");
    expect(reply).toMatchObject({
      method: "subscribe",
      result: { channel: "executions", maxratecount: 125, snap_orders: true, snap_trades: false },
      success: true,
      req_id: 1,
    });
    expect(snapshot).toMatchObject({ channel: "executions", type: "snapshot", sequence: 1 });
    expect(steps([snapshot])).toEqual([["new", "new"]]);

    const placed = account.submit(order({ quantity: "0.2" }));
    if (placed.kind !== "accepted") throw new Error("refused");
    socket.session.onEvent?.();
    const frames = socket.frames();
    expect(steps(frames)).toEqual([
      ["pending_new", "pending_new"],
      ["new", "new"],
    ]);
    expect(frames.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(frames[1].data[0]).toEqual({
      order_id: placed.placed.order.venueOrderId,
      order_userref: 0,
      cl_ord_id: CLIENT_ID,
      symbol: "BTC/USD",
      side: "buy",
      order_type: "limit",
      order_qty: 0.2,
      limit_price: 90_000,
      limit_price_type: "static",
      time_in_force: "GTC",
      post_only: false,
      reduce_only: false,
      margin: false,
      fee_ccy_pref: "fciq",
      exec_type: "new",
      order_status: "new",
      cum_qty: 0,
      cum_cost: 0,
      avg_price: 0,
      timestamp: expect.stringMatching(/\.\d{6}Z$/),
    });
    // The market comes down to it: it fills at the next beat, without any request.
    world.market.setBook("BTC/USD", { bids: [["89000", "1"]], asks: [["89999", "0.15"]] });
    const filled = await socket.pass(BEAT_MS);
    expect(steps(filled)).toEqual([
      ["trade", "filled"],
      ["filled", "filled"],
      ["trade", "partially_filled"],
    ]);
    expect(filled[0].data[0]).toMatchObject({
      exec_id: expect.stringMatching(/^T/),
      trade_id: expect.any(Number),
      last_qty: 0.1,
      last_price: 90_000,
      liquidity_ind: "m",
      fees: [{ asset: "USD", qty: expect.any(Number) }],
      cum_qty: 0.1,
    });
    account.cancel(placed.placed.order.venueOrderId);
    socket.session.onEvent?.();
    expect(steps(socket.frames())).toEqual([["canceled", "canceled"]]);
    expect(await socket.pass(BEAT_MS)).toEqual([]);
  });

  it("tell an order that fills at once, or not at all, to its end", () => {
    const { ask, account, socket } = open();
    account.fund("USD", "50000");
    ask("executions");
    account.submit(order({ kind: "market", limitPrice: null }));
    account.submit(order({ kind: "limitIoc", clientId: null }));
    socket.session.onEvent?.();
    const frames = socket.frames();
    expect(steps(frames)).toEqual([
      ["pending_new", "pending_new"],
      ["new", "new"],
      ["trade", "filled"],
      ["filled", "filled"],
      ["pending_new", "pending_new"],
      ["new", "new"],
      ["canceled", "canceled"],
    ]);
    expect(frames.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(frames[4].data[0]).toMatchObject({ time_in_force: "IOC" });
    expect(frames[4].data[0]).not.toHaveProperty("cl_ord_id");
  });

  it("leave out what was not asked for", () => {
    const { ask, account, socket } = open();
    account.fund("USD", "50000");
    account.submit(order({}));
    account.submit(order({ kind: "market", limitPrice: null, clientId: null }));
    const [, snapshot] = ask("executions", { snap_orders: false, snap_trades: true, order_status: false });
    expect(steps([snapshot])).toEqual([["trade", "filled"]]);
    account.submit(order({ clientId: null, limitPrice: "80000" }));
    socket.session.onEvent?.();
    expect(steps(socket.frames())).toEqual([["new", "new"]]);
  });

  it("are of the key's own account", () => {
    const { ask, socket, world } = open();
    ask("executions");
    const other = world.addAccount();
    other.fund("USD", "50000");
    other.submit(order({}));
    socket.session.onEvent?.();
    expect(socket.frames()).toEqual([]);
  });
});

describe("balances", () => {
  it("begin with each asset and its wallets, and tell each line of the ledger with the total after it", async () => {
    const { ask, account, socket } = open();
    account.fund("USD", "50000").fund("BTC", "1");
    account.extraBalances.set("XBT.F", "0.5");
    const [reply, snapshot] = ask("balances");
    expect(reply).toMatchObject({ result: { channel: "balances", snapshot: true }, success: true });
    expect(snapshot).toEqual({
      channel: "balances",
      type: "snapshot",
      data: [
        {
          asset: "BTC",
          asset_class: "currency",
          balance: 1.5,
          wallets: [
            { type: "spot", id: "main", balance: 1 },
            { type: "earn", id: "flexible", balance: 0.5 },
          ],
        },
        {
          asset: "USD",
          asset_class: "currency",
          balance: 50_000,
          wallets: [{ type: "spot", id: "main", balance: 50_000 }],
        },
      ],
      sequence: 1,
    });
    account.submit(order({ kind: "market", limitPrice: null }));
    socket.session.onEvent?.();
    const lines = socket.frames();
    expect(lines.map(({ sequence, data: [row] }) => [sequence, row.type, row.asset, row.amount, row.balance])).toEqual([
      [2, "trade", "BTC", 0.1, 1.1],
      [3, "trade", "USD", expect.any(Number), expect.any(Number)],
    ]);
    expect(lines[0].data[0]).toMatchObject({
      ledger_id: expect.stringMatching(/^L/),
      ref_id: expect.stringMatching(/^T/),
      wallet_type: "spot",
      wallet_id: "main",
    });
    account.transfer({ kind: "deposit", asset: "BTC", amount: "0.4" });
    account.fund("ETH", "2");
    expect(
      (await socket.pass(BEAT_MS)).map(({ data: [row] }) => [row.type, row.asset, row.amount, row.balance]),
    ).toEqual([
      ["deposit", "BTC", 0.4, 1.5],
      ["adjustment", "ETH", 2, 2],
    ]);
    expect(await socket.pass(BEAT_MS)).toEqual([]);
  });

  it("are kept alive by heartbeats, and answer pings", async () => {
    const { ask, socket } = open();
    ask("balances");
    expect(await socket.pass(2_000)).toEqual([{ channel: "heartbeat" }, { channel: "heartbeat" }]);
    expect(
      socket.ask(
        ensure(
          KRAKEN_STREAM.ping(() => 3),
          "a ping",
        ),
      ),
    ).toMatchObject([{ method: "pong", req_id: 3 }]);
  });
});
