import { describe, expect, it } from "vitest";
import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import { InvariantError } from "#shared/domain/assert.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { type Fill, fillSchema, type Order, orderSchema } from "#shared/domain/order.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeFillKey } from "./compute-order-fills.ts";
import { observeOrder } from "./observe-order.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const AT = unixMs(2_000);

const order = (state: Order["state"], patch: Partial<Order> = {}): Order =>
  orderSchema.parse({
    clientOrderId: ID,
    profileId: "p",
    accountId: "a",
    planId: ID,
    legIndex: 0,
    venue: "sim-alpha",
    symbol: "BTC/USD",
    side: "buy",
    kind: "limitIoc",
    quantity: "2",
    limitPrice: "100",
    state,
    venueOrderId: null,
    filledQuantity: "0",
    averagePrice: null,
    fees: [],
    reason: null,
    detail: null,
    attempt: 1,
    sentAt: 1_000,
    expiresAt: 6_000,
    updatedAt: 1_000,
    ...patch,
  });

const fill = (tradeId: string, quantity: string, patch: Record<string, unknown> = {}): Fill =>
  fillSchema.parse({
    venue: "sim-alpha",
    symbol: "BTC/USD",
    tradeId,
    clientOrderId: ID,
    venueOrderId: "v1",
    side: "buy",
    price: "100",
    quantity,
    fee: { asset: "USD", amount: "0.1" },
    liquidity: "taker",
    tsEvent: 1_500,
    tsInit: 1_500,
    ...patch,
  });

const told = (state: VenueOrder["state"], filledQuantity: string, patch: Partial<VenueOrder> = {}): VenueOrder => ({
  ...({
    clientOrderId: ID,
    venueOrderId: "v1",
    symbol: "BTC/USD",
    side: "buy",
    quantity: "2",
    limitPrice: "100",
  } as never as VenueOrder),
  averagePrice: null,
  createdAt: unixMs(1_500),
  state,
  filledQuantity: filledQuantity as VenueOrder["filledQuantity"],
  ...patch,
});

function observe(before: Order, seen: VenueOrder | null, fills: readonly Fill[], known: readonly Fill[] = []) {
  const find = (candidate: Fill) => known.find((one) => computeFillKey(one) === computeFillKey(candidate));
  return observeOrder(before, known, find, { order: seen, fills }, AT);
}

const outline = (events: readonly JournalEvent[]) =>
  events.map((event) =>
    event.kind === "order.fill" ? event.fill.tradeId : event.kind === "order.state" ? event.to : event.kind,
  );

const whole = [fill("t1", "2")];
const half = [fill("t1", "1")];

describe("what an observation proves", () => {
  const cases: readonly (readonly [string, Order["state"], VenueOrder | null, readonly Fill[], readonly string[]])[] = [
    ["working", "SUBMITTING", told("open", "0"), [], ["OPEN"]],
    ["partly filled", "SUBMITTING", told("open", "1"), half, ["t1", "PARTIAL"]],
    ["filled", "SUBMITTING", told("filled", "2"), whole, ["t1", "FILLED"]],
    ["filled, but its fills are not told yet", "SUBMITTING", told("filled", "2"), [], ["OPEN"]],
    ["filled, with a part of its fills", "UNKNOWN", told("filled", "2"), half, ["t1", "PARTIAL"]],
    ["canceled without a fill", "UNKNOWN", told("canceled", "0"), [], ["CANCELED"]],
    ["canceled with all its fills", "UNKNOWN", told("canceled", "1"), half, ["t1", "CANCELED"]],
    ["canceled with fills not told yet", "UNKNOWN", told("canceled", "1"), [], ["OPEN"]],
    ["canceled, and all of it filled", "CANCELING", told("canceled", "2"), whole, ["t1", "FILLED"]],
    ["expired", "UNKNOWN", told("expired", "0"), [], ["EXPIRED"]],
    ["rejected", "UNKNOWN", told("rejected", "0"), [], ["REJECTED"]],
    ["rejected with a fill: not an end that can be", "UNKNOWN", told("rejected", "1"), half, ["t1", "PARTIAL"]],
    ["fills alone, some", "UNKNOWN", null, half, ["t1", "PARTIAL"]],
    ["fills alone, all", "UNKNOWN", null, whole, ["t1", "FILLED"]],
    ["nothing at all", "UNKNOWN", null, [], []],
    ["still working while being canceled", "CANCEL_UNKNOWN", told("open", "0"), [], ["CANCELING"]],
    ["a late fill", "CANCELED", null, half, ["t1", "UNKNOWN"]],
    ["an ended order, told again", "CANCELED", told("canceled", "0"), [], []],
    ["one fill told twice", "SUBMITTING", told("filled", "2"), [...whole, ...whole], ["t1", "FILLED"]],
    ["another order's fill", "UNKNOWN", null, [fill("t9", "1", { clientOrderId: ID.replace("1", "2") })], []],
  ];

  it.each(cases)("%s", (_name, state, seen, fills, expected) => {
    expect(outline(observe(order(state), seen, fills))).toEqual(expected);
  });

  it("writes nothing when nothing is new", () => {
    const open = order("OPEN", { venueOrderId: "v1" as Order["venueOrderId"] });
    expect(observe(open, told("open", "0"), [])).toEqual([]);
  });

  it("takes a fill that is journaled already for what it is", () => {
    const partial = order("PARTIAL", { venueOrderId: "v1" as never, filledQuantity: "1" as never });
    expect(observe(partial, told("open", "1"), half, half)).toEqual([]);
    expect(outline(observe(partial, told("filled", "2"), [...half, fill("t2", "1")], half))).toEqual(["t2", "FILLED"]);
  });

  it("halts when more was filled than ordered, and books what was", () => {
    const events = observe(order("SUBMITTING"), told("filled", "2"), [fill("t1", "2"), fill("t2", "0.0001")]);
    expect(outline(events)).toEqual(["t1", "t2", "profile.tradingState", "FILLED"]);
    expect(events[2]).toMatchObject({ state: "halted", reason: { code: "OVERFILL" } });
    expect(events[3]).toMatchObject({ order: { filledQuantity: "2.0001", averagePrice: "100" } });
  });

  it("refuses one trade id with two contents, and another order under our id", () => {
    for (const other of [fill("t1", "1.5"), fill("t1", "1", { price: "101" })]) {
      expect(() => observe(order("UNKNOWN"), null, [...half, other])).toThrow(InvariantError);
    }
    for (const patch of [{ side: "sell" }, { symbol: "ETH/USD" }, { quantity: "3" }]) {
      expect(() => observe(order("UNKNOWN"), told("open", "0", patch as Partial<VenueOrder>), [])).toThrow(
        InvariantError,
      );
    }
    const known = order("OPEN", { venueOrderId: "v2" as Order["venueOrderId"] });
    expect(() => observe(known, told("open", "0"), [])).toThrow(InvariantError);
  });
});
