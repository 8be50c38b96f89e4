import { describe, expect, it } from "vitest";
import { InvariantError } from "#shared/domain/assert.ts";
import { isTerminal, type OrderState, orderStateSchema } from "#shared/domain/order.ts";
import { canOrderMove, nextOrderState, ORDER_EVENTS, type OrderEvent } from "./order-state-machine.ts";

/** The whole table, written out a second time by hand: columns are events, `-` is illegal. */
const TABLE = `
state          deny   submit     loseOutcome resend     observeWorking observePartial observeFilled observeCanceled observeExpired observeRejected proveNotPlaced attest   cancel    loseCancel     lateFill
PLANNED        DENIED SUBMITTING -           -          -              -              -             -               -              -               -              -        -         -              -
DENIED         -      -          -           -          -              -              -             -               -              -               -              -        -         -              UNKNOWN
SUBMITTING     -      -          UNKNOWN     -          OPEN           PARTIAL        FILLED        CANCELED        EXPIRED        REJECTED        -              -        -         -              -
UNKNOWN        -      -          -           SUBMITTING OPEN           PARTIAL        FILLED        CANCELED        EXPIRED        REJECTED        NOT_PLACED     ATTESTED -         -              -
OPEN           -      -          -           -          OPEN           PARTIAL        FILLED        CANCELED        EXPIRED        REJECTED        -              -        CANCELING -              -
PARTIAL        -      -          -           -          -              PARTIAL        FILLED        CANCELED        EXPIRED        -               -              -        CANCELING -              -
CANCELING      -      -          -           -          CANCELING      CANCELING      FILLED        CANCELED        EXPIRED        REJECTED        -              -        CANCELING CANCEL_UNKNOWN -
CANCEL_UNKNOWN -      -          -           -          CANCELING      CANCELING      FILLED        CANCELED        EXPIRED        REJECTED        -              ATTESTED -         -              -
FILLED         -      -          -           -          -              -              -             -               -              -               -              -        -         -              UNKNOWN
CANCELED       -      -          -           -          -              -              -             -               -              -               -              -        -         -              UNKNOWN
EXPIRED        -      -          -           -          -              -              -             -               -              -               -              -        -         -              UNKNOWN
REJECTED       -      -          -           -          -              -              -             -               -              -               -              -        -         -              UNKNOWN
NOT_PLACED     -      -          -           -          -              -              -             -               -              -               -              -        -         -              UNKNOWN
ATTESTED       -      -          -           -          -              -              -             -               -              -               -              -        -         -              UNKNOWN
`;

const [header = [], ...rows] = TABLE.trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([state, ...next]) =>
  next.map((to, column) => [state as OrderState, header[column + 1] as OrderEvent, to] as const),
);

describe("order state machine", () => {
  it("has a row per state and a column per event", () => {
    expect(rows.map(([state]) => state).sort()).toEqual([...orderStateSchema.options].sort());
    expect(header.slice(1)).toEqual([...ORDER_EVENTS]);
    expect(cells).toHaveLength(14 * 15);
  });

  it.each(cells)("%s + %s -> %s", (state, event, to) => {
    if (to === "-") expect(() => nextOrderState(state, event)).toThrow(InvariantError);
    else expect(nextOrderState(state, event)).toBe(to);
  });

  it("lets nothing but a proven late fill out of a terminal state", () => {
    for (const [state, event, to] of cells) {
      if (isTerminal(state) && to !== "-") expect(event).toBe("lateFill");
    }
  });

  it("never ends an order from silence", () => {
    for (const state of orderStateSchema.options) {
      for (const event of ["loseOutcome", "loseCancel"] as const) {
        try {
          expect(isTerminal(nextOrderState(state, event))).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(InvariantError);
        }
      }
    }
  });

  it("allows in a journal exactly the moves of the table", () => {
    const moves = new Set(cells.filter(([, , to]) => to !== "-").map(([from, , to]) => `${from}>${to}`));
    for (const from of orderStateSchema.options) {
      for (const to of orderStateSchema.options) expect(canOrderMove(from, to)).toBe(moves.has(`${from}>${to}`));
    }
  });
});
