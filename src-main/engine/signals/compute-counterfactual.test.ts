// Does the ledger on paper follow each entry to its end, and count every cost?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeCounterfactual, type PaperEntry, type PricePoint } from "./compute-counterfactual.ts";

const decimal = Decimal.parse;
const entryOf = (more: Partial<PaperEntry> = {}): PaperEntry => ({
  id: "one",
  group: "volumeMomentum",
  market: "BTC",
  side: "buy",
  at: unixMs(1_000),
  price: decimal("100"),
  stake: decimal("1000"),
  halfSpread: decimal("0.001"),
  fee: decimal("0.002"),
  expiresAt: unixMs(1_024),
  stop: null,
  takeProfit: null,
  taken: false,
  ...more,
});
const pricesOf = (points: Readonly<Record<number, string>>): readonly PricePoint[] =>
  Object.entries(points).map(([at, price]) => ({ at: unixMs(+at), price: decimal(price) }));
const run = (entries: readonly PaperEntry[], points: Readonly<Record<number, string>>, now = 2_000) =>
  computeCounterfactual(entries, new Map([["BTC", pricesOf(points)]]), unixMs(now));

describe("one entry", () => {
  it("bought, is sold at its expiry: 10 more less both spreads and both fees", () => {
    const { results } = run([entryOf()], { 1000: "90", 1012: "105", 1024: "110", 1025: "50" });
    // 10 units: sold at 110 x 0.999 x 0.998, bought at 100 x 1.001 x 1.002.
    expect(results[0]).toMatchObject({ state: "closed", end: "expiry", exit: { at: 1_024 } });
    expect(results[0]?.gross.toString()).toBe("100");
    expect(results[0]?.result.toString()).toBe("93.7002");
    expect(results[0]?.costs.toString()).toBe("6.2998");
  });

  it("sold, is bought back: a fall earns", () => {
    const { results, total } = run([entryOf({ side: "sell" })], { 1024: "90" });
    // 10 units: sold at 100 x 0.999 x 0.998, bought back at 90 x 1.001 x 1.002.
    expect(results[0]?.result.toString()).toBe("94.3002");
    expect(total).toMatchObject({ closed: 1, wins: 1 });
  });

  it("loses its costs where the price stands still, and says so", () => {
    const { groups } = run([entryOf()], { 1024: "100" });
    expect(groups[0]?.gross.toString()).toBe("0");
    expect(groups[0]?.result.toString()).toBe("-6");
    expect(groups[0]).toMatchObject({ closed: 1, wins: 0 });
  });

  it.each([
    { why: "a stop", more: { stop: decimal("95") }, end: "stop", at: 1_004 },
    { why: "a target", more: { takeProfit: decimal("104") }, end: "takeProfit", at: 1_008 },
    { why: "neither", more: { stop: decimal("80"), takeProfit: decimal("120") }, end: "expiry", at: 1_024 },
    { why: "a stop of what was sold", more: { side: "sell", stop: decimal("104") }, end: "stop", at: 1_008 },
    {
      why: "a target of what was sold",
      more: { side: "sell", takeProfit: decimal("95") },
      end: "takeProfit",
      at: 1_004,
    },
  ] as const)("ends at $why", ({ more, end, at }) => {
    const { results } = run([entryOf(more)], { 1002: "99", 1004: "95", 1008: "104", 1024: "100" });
    expect(results[0]).toMatchObject({ state: "closed", end, exit: { at } });
  });

  it("ends when its group says the opposite of the same market, and nothing else ends it", () => {
    const others = [
      entryOf({ id: "other market", market: "ETH", side: "sell", at: unixMs(1_002) }),
      entryOf({ id: "other group", group: "entropyGate", side: "sell", at: unixMs(1_003) }),
      entryOf({ id: "same side", at: unixMs(1_004) }),
      entryOf({ id: "opposite", side: "sell", at: unixMs(1_006), expiresAt: unixMs(1_030) }),
    ];
    const { results } = run([entryOf(), ...others], { 1005: "101", 1006: "102", 1007: "150", 1030: "100" });
    expect(results[0]).toMatchObject({ end: "opposite", exit: { at: 1_006 } });
    expect(results[3]).toMatchObject({ end: "opposite", exit: { at: 1_006 } });
    expect(results[4]).toMatchObject({ end: "expiry", exit: { at: 1_030 } });
    expect(results[1]).toMatchObject({ state: "unpriced" });
  });

  it("is open until then, at the newest price that is known now", () => {
    const { results, total } = run([entryOf()], { 1004: "103", 1008: "104", 1024: "110" }, 1_008);
    expect(results[0]).toMatchObject({ state: "open", end: null, exit: { at: 1_008 } });
    expect(total).toMatchObject({ open: 1, closed: 0, wins: 0 });
  });

  it.each([
    [{ price: Decimal.ZERO }, "Paper entry one: expected a positive price, got 0"],
    [{ stake: decimal("-1") }, "Paper entry one: expected a positive stake, got -1"],
    [{ fee: Decimal.ONE }, "Paper entry one: expected a fee of 0 to below 1, got 1"],
    [{ halfSpread: decimal("-0.1") }, "Paper entry one: expected a half spread of 0 to below 1, got -0.1"],
    [{ expiresAt: unixMs(1_000) }, "Paper entry one: expected it to end after it began"],
  ])("%o is refused", (more, message) => {
    expect(() => run([entryOf(more)], {})).toThrow(message);
  });
});

describe("the whole", () => {
  const price = fc.integer({ min: 50, max: 150 }).map((cents) => Decimal.fromInteger(cents));
  const entry = fc.record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    group: fc.constantFrom("a", "b"),
    at: fc.integer({ min: 0, max: 50 }).map(unixMs),
    life: fc.integer({ min: 1, max: 40 }),
    price,
    taken: fc.boolean(),
  });

  it("is the sum of its groups, each of those taken and those not, and costs are never negative", () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 12 }),
        fc.array(price, { minLength: 1, maxLength: 80 }),
        (drawn, path) => {
          const entries = drawn.map(({ life, ...own }, index) =>
            entryOf({ ...own, id: String(index), expiresAt: unixMs(own.at + life) }),
          );
          const prices = new Map([["BTC", path.map((value, at) => ({ at: unixMs(at), price: value }))]]);
          const { groups, total, results } = computeCounterfactual(entries, prices, unixMs(60));
          const sum = (pick: (group: (typeof groups)[number]) => Decimal) => Decimal.sum(groups.map(pick)).toString();
          expect(sum(({ result }) => result)).toBe(total.result.toString());
          expect(sum(({ taken, notTaken }) => taken.result.add(notTaken.result))).toBe(total.result.toString());
          expect(total.closed + total.open + total.unpriced).toBe(entries.length);
          for (const { costs, gross, result, exit, entry: own } of results) {
            expect(costs.isNegative).toBe(false);
            expect(gross.sub(costs).toString()).toBe(result.toString());
            expect(exit === null || (exit.at > own.at && exit.at <= own.expiresAt)).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("does not change for what has ended when later prices come", () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 8 }),
        fc.array(price, { minLength: 60, maxLength: 60 }),
        (drawn, path) => {
          const entries = drawn.map(({ life, ...own }, index) =>
            entryOf({ ...own, id: String(index), expiresAt: unixMs(own.at + life) }),
          );
          const points = path.map((value, at) => ({ at: unixMs(at), price: value }));
          const early = computeCounterfactual(entries, new Map([["BTC", points.slice(0, 31)]]), unixMs(30));
          const late = computeCounterfactual(entries, new Map([["BTC", points]]), unixMs(59));
          for (const [index, result] of early.results.entries()) {
            if (result.state === "closed") expect(late.results[index]).toEqual(result);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
