// Is what tilts turn over counted once, from the first fill of a plan on, and forgotten after 30 days?
import { expect, test } from "vitest";
import type { JournalEntry, JournalEvent } from "#shared/domain/journal.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { TiltBookOfRecord } from "./tilt-book-of-record.ts";

const line = (asset: string, from: string, to: string) => ({ asset, from, to, signalId: null });
const planned = (planId: string, tilts?: readonly ReturnType<typeof line>[], trade?: object) =>
  ({ kind: "plan.previewed", nonce: "n", plan: { planId, tilts, trade } }) as unknown as JournalEvent;
const filled = (planId: string) => ({ kind: "order.fill", planId, fill: {} }) as unknown as JournalEvent;
const aborted = (planId: string) =>
  ({ kind: "plan.state", planId, from: "APPROVED", to: "ABORTED", reason: null }) as unknown as JournalEvent;

function bookOf() {
  const book = new TiltBookOfRecord();
  const apply = (at: number, ...events: readonly JournalEvent[]) =>
    events.map((event) => book.apply({ seq: 1, ts: unixMs(at), profileId: null, event } as JournalEntry));
  return { book, apply, spent: (at: number) => book.spent(unixMs(at)).toString() };
}

const UP = [line("BTC", "0.4", "0.44"), line("USD", "0.2", "0.16")];

test("half of all moves from one tilt to the next, and nothing for a plan that never traded or serves no targets", () => {
  const { book, apply, spent } = bookOf();
  expect(apply(1, planned("a", UP))).toEqual([false]);
  expect(spent(1)).toBe("0");
  expect(apply(2, filled("a"), filled("a"))).toEqual([true, false]);
  expect(spent(2)).toBe("0.04");
  expect(book.taken).toMatchObject({ BTC: expect.objectContaining({}), USD: expect.objectContaining({}) });
  apply(3, planned("trade", undefined, { symbol: "BTC/USD" }), filled("trade"));
  apply(4, planned("gone", [line("BTC", "0.4", "0.5"), line("USD", "0.2", "0.1")]), aborted("gone"), filled("gone"));
  // The same tilt again turns nothing over.
  apply(5, planned("same", UP), filled("same"));
  expect(spent(5)).toBe("0.04");
  apply(6, planned("back"), filled("back"));
  expect(spent(6)).toBe("0.08");
  expect(book.taken).toEqual({});
});

test("what is 30 days old counts no more", () => {
  const { apply, spent } = bookOf();
  apply(0, planned("a", UP), filled("a"));
  expect(spent(30 * DAY_MS - 1)).toBe("0.04");
  expect(spent(30 * DAY_MS)).toBe("0");
});
