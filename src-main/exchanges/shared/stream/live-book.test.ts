import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import type { BookRules } from "./feed-protocol.ts";
import { LiveBook } from "./live-book.ts";
import type { BookEvent, BookLevel } from "./stream-event.ts";

type Texts = readonly (readonly [string, string])[];
const level = ([price, size]: readonly [string, string]): BookLevel => [decimalString(price), decimalString(size)];
const event = (kind: BookEvent["kind"], bids: Texts, asks: Texts, more: Partial<BookEvent> = {}): BookEvent => ({
  type: "book",
  symbol: marketSymbolSchema.parse("BTC/USD"),
  kind,
  bids: bids.map(level),
  asks: asks.map(level),
  sequence: null,
  checksum: null,
  tsEvent: null,
  ...more,
});
const STREAM: BookRules = { snapshotFrom: "stream", depth: null };
const COUNTED: BookRules = {
  snapshotFrom: "rest",
  depth: null,
  follows: (last, isFirst, { first, last: end }) => {
    if (end <= last) return "stale";
    return (isFirst ? first <= last + 1 : first === last + 1) ? "yes" : "gap";
  },
};

describe("a book from the stream", () => {
  test("is what was put in and not taken out, best first", () => {
    const price = fc.integer({ min: 1, max: 60 });
    const size = fc.integer({ min: 0, max: 3 });
    const changes = fc.array(fc.array(fc.tuple(price, size), { maxLength: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(changes, changes, (bids, asks) => {
        const book = new LiveBook(STREAM);
        expect(book.take(event("snapshot", [], []))).toBe("applied");
        const truth = { bids: new Map<number, number>(), asks: new Map<number, number>() };
        for (let at = 0; at < Math.max(bids.length, asks.length); at += 1) {
          // Asks lie above all bids, so that the sides never cross.
          const down = (bids[at] ?? []).map(([p, s]) => [p, s] as const);
          const up = (asks[at] ?? []).map(([p, s]) => [p + 100, s] as const);
          const texts = (side: readonly (readonly [number, number])[]) =>
            side.map(([p, s]) => [String(p), String(s)] as const);
          expect(book.take(event("delta", texts(down), texts(up)))).toBe("applied");
          for (const [p, s] of down) s === 0 ? truth.bids.delete(p) : truth.bids.set(p, s);
          for (const [p, s] of up) s === 0 ? truth.asks.delete(p) : truth.asks.set(p, s);
        }
        const { bids: best, asks: worst } = book.levels(1_000);
        const sorted = (side: ReadonlyMap<number, number>, direction: number) =>
          [...side].sort(([one], [other]) => (one - other) * direction).map(([p, s]) => [String(p), String(s)]);
        expect(best).toEqual(sorted(truth.bids, -1));
        expect(worst).toEqual(sorted(truth.asks, 1));
      }),
    );
  });

  test("waits for a snapshot, and is lost when its sides cross", () => {
    const book = new LiveBook(STREAM);
    expect(book.take(event("delta", [["1", "1"]], []))).toBe("kept");
    expect(book.inStep).toBe(false);
    expect(book.take(event("snapshot", [["1", "1"]], [["2", "1"]]))).toBe("applied");
    expect(book.take(event("delta", [["2.0", "1"]], []))).toBe("outOfStep");
    expect(book.inStep).toBe(false);
    expect(book.levels(10)).toEqual({ bids: [], asks: [] });
  });

  test("keeps no more levels than the venue does, and is lost when the venue's sum is another", () => {
    const sums: number[] = [];
    const book = new LiveBook({
      snapshotFrom: "stream",
      depth: 2,
      checksum: (bids, asks) => {
        sums.push(bids.length * 10 + asks.length);
        return bids.length * 10 + asks.length;
      },
    });
    const bids: Texts = [
      ["3", "1"],
      ["2", "1"],
      ["1", "1"],
    ];
    expect(book.take(event("snapshot", bids.slice(0, 2), [["9", "1"]], { checksum: 21 }))).toBe("applied");
    expect(book.take(event("delta", [["4", "1"]], [], { checksum: 21 }))).toBe("applied");
    expect(book.levels(10).bids.map(([price]) => price)).toEqual(["4", "3"]);
    expect(book.take(event("delta", [["4", "2"]], [], { checksum: 99 }))).toBe("outOfStep");
    expect(sums).toEqual([21, 21, 21]);
  });
});

describe("a book from a snapshot by REST", () => {
  const counted = (first: number, last: number, bids: Texts) => event("delta", bids, [], { sequence: { first, last } });

  test("puts the waiting changes on top, leaves out the old ones, and notices one that is missing", () => {
    const book = new LiveBook(COUNTED);
    expect(book.take(counted(5, 7, [["1", "7"]]))).toBe("kept");
    expect(book.take(counted(8, 9, [["1", "9"]]))).toBe("kept");
    expect(book.begin({ bids: [level(["1", "8"])], asks: [level(["2", "1"])], last: 8 })).toBe("applied");
    expect(book.levels(1).bids).toEqual([["1", "9"]]);
    expect(book.take(counted(9, 9, [["1", "0"]]))).toBe("kept");
    expect(book.take(counted(10, 12, [["1", "12"]]))).toBe("applied");
    expect(book.take(counted(14, 14, [["1", "14"]]))).toBe("outOfStep");
  });

  test("a snapshot older than the first waiting change is none", () => {
    const book = new LiveBook(COUNTED);
    book.take(counted(20, 21, [["1", "1"]]));
    expect(book.begin({ bids: [], asks: [], last: 18 })).toBe("outOfStep");
    expect(book.inStep).toBe(false);
  });
});
