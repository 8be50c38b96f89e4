import { describe, expect, it } from "vitest";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { TradeSignal } from "#shared/domain/signal-position.ts";
import { asset, testFill } from "#testing/portfolio-fakes.ts";
import { PositionBookOfRecord } from "./position-book-of-record.ts";

const BTC = asset("BTC");
const SIGNAL = { id: "s1", rule: "ensemble, version 1", asset: BTC, confidence: "0.8" } as TradeSignal;
let seq = 0;

const entry = (event: unknown, ts = 1_000) => {
  seq += 1;
  return { seq, ts, profileId: "demo-a", event } as JournalEntry;
};
/** A plan's one trade; money of the venue is worth `rate` of the profile's. */
const planned = (planId: string, signal?: Partial<TradeSignal>, rate = "1") =>
  entry({
    kind: "plan.previewed",
    nonce: "n",
    plan: {
      planId,
      legs: [{ notional: "100", value: rate === "1" ? "100" : "200" }],
      trade: signal === undefined ? { symbol: "BTC/USD" } : { signal: { ...SIGNAL, ...signal } },
    },
  });
const filled = (planId: string, side: "buy" | "sell", quantity: string, price: string, ts = 1_000) =>
  entry(
    {
      kind: "order.fill",
      planId,
      fill: testFill({ id: `t${seq}`, symbol: "BTC/USD", side, quantity, price, fee: ["USD", "0"], ts }),
    },
    ts,
  );
const bookOf = (entries: readonly JournalEntry[]) => {
  const book = new PositionBookOfRecord();
  const changes = entries.map((one) => book.apply(one));
  return { book, changes };
};

describe("positions from signals", () => {
  it("are opened by fills of a plan that names a signal, at their average price", () => {
    const { book } = bookOf([
      planned("p1", {}),
      filled("p1", "buy", "1", "100", 5),
      filled("p1", "buy", "3", "104", 6),
      entry({ kind: "position.highest", asset: BTC, price: "120" }),
    ]);
    expect(book.all()).toEqual([
      {
        asset: "BTC",
        signalId: "s1",
        rule: "ensemble, version 1",
        openedAt: 5,
        entryPrice: "103",
        quantity: "4",
        boughtQuantity: "4",
        highest: "120",
        rungsTaken: 0,
        confidenceAtEntry: "0.8",
      },
    ]);
  });

  it("count in the profile's currency", () => {
    const { book } = bookOf([planned("p1", {}, "2"), filled("p1", "buy", "1", "100")]);
    expect(book.get(BTC)?.entryPrice).toBe("200");
  });

  it("know nothing of plans that no signal made", () => {
    const { book, changes } = bookOf([planned("p1"), filled("p1", "buy", "1", "100"), filled("p0", "buy", "1", "1")]);
    expect(book.all()).toEqual([]);
    expect(changes).toEqual([null, null, null]);
  });

  it("are lowered rung by rung and closed with what is too little to be sold", () => {
    const opened = [planned("p1", {}), filled("p1", "buy", "3", "100")];
    const rung = [planned("p2", { exit: { kind: "takeProfit", rungs: 1 } }), filled("p2", "sell", "1", "103")];
    const { book } = bookOf([...opened, ...rung]);
    expect(book.get(BTC)).toMatchObject({ quantity: "2", boughtQuantity: "3", rungsTaken: 1, entryPrice: "100" });
    book.apply(planned("p3", {}));
    expect(book.apply(filled("p3", "sell", "1.99", "110"))).toEqual({ asset: "BTC", stopped: false });
    expect(book.get(BTC)).toBeNull();
  });

  it.each(["stopLoss", "trailing", "timeStop"] as const)("say that a %s has sold", (kind) => {
    const { changes } = bookOf([
      planned("p1", {}),
      filled("p1", "buy", "1", "100"),
      planned("p2", { exit: { kind, rungs: 0 } }),
      filled("p2", "sell", "0.5", "97"),
    ]);
    expect(changes.at(-1)).toEqual({ asset: "BTC", stopped: true });
  });

  it("stand after a restart in the middle where they stood, levels and all", () => {
    const journal = [
      planned("p1", {}),
      filled("p1", "buy", "3", "100"),
      planned("p2", { exit: { kind: "takeProfit", rungs: 2 } }),
      filled("p2", "sell", "1", "103"),
      entry({ kind: "position.highest", asset: BTC, price: "111" }),
      filled("p2", "sell", "1", "106"),
    ];
    const live = new PositionBookOfRecord();
    for (const [index, one] of journal.entries()) {
      live.apply(one);
      // A program that ended here and reads its journal anew.
      expect(bookOf(journal.slice(0, index + 1)).book.all()).toEqual(live.all());
    }
    expect(live.get(BTC)).toMatchObject({ quantity: "1", entryPrice: "100", rungsTaken: 2, highest: "111" });
  });
});
