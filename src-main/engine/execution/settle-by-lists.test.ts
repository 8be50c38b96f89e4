// What do a venue's lists prove of an order, and what do they leave to its look-up?
import { describe, expect, it } from "vitest";
import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Fill, Order } from "#shared/domain/order.ts";
import { planSettlements } from "./settle-by-lists.ts";

/** Only what is read of them. */
const ORDER = { clientOrderId: "mine", venueOrderId: null, quantity: "2" } as unknown as Order;
const listed = (more: object = {}) =>
  ({ clientOrderId: "mine", venueOrderId: "v1", state: "open", filledQuantity: "0", ...more }) as unknown as VenueOrder;
const fill = (quantity: string, more: object = {}) =>
  ({ clientOrderId: "mine", venueOrderId: "v1", quantity, ...more }) as unknown as Fill;

const how = (open: readonly VenueOrder[], fills: readonly Fill[], order = ORDER) =>
  planSettlements([order], { open, fills }).get(order.clientOrderId)?.how;

describe("planSettlements", () => {
  it.each([
    ["an order in the open list", [listed()], [], "open orders"],
    ["one with as many fills as the list counts", [listed({ filledQuantity: "1" })], [fill("1")], "open orders"],
    ["one with more: it was filled between the two", [listed()], [fill("1")], "open orders"],
    [
      "one whose fills are named by the venue's id",
      [listed({ filledQuantity: "1" })],
      [fill("1", { clientOrderId: "v1" })],
      "open orders",
    ],
    ["one that was filled whole", [], [fill("1.5"), fill("0.5")], "fills"],
  ] as const)("settles %s", (_what, open, fills, expected) => {
    expect(how(open, fills)).toBe(expected);
  });

  it.each([
    ["an order in neither list", [], []],
    ["one with a part of its fills, which may be canceled or not shown yet", [], [fill("1.9")]],
    ["one with fewer fills than the list counts", [listed({ filledQuantity: "1" })], [fill("0.5")]],
    ["one that the open list shows as over", [listed({ state: "canceled" })], []],
    ["one of another's id", [listed({ clientOrderId: "theirs" })], [fill("2", { clientOrderId: "theirs" })]],
    ["one without an id of ours", [listed({ clientOrderId: null })], []],
  ] as const)("leaves %s to its look-up", (_what, open, fills) => {
    expect(how(open, fills)).toBeUndefined();
  });

  it("knows fills by the venue's id that the journal has", () => {
    const known = { ...ORDER, venueOrderId: "v9" } as Order;
    expect(how([], [fill("2", { clientOrderId: "?", venueOrderId: "v9" })], known)).toBe("fills");
  });
});
