import { describe, expect, it } from "vitest";
import { samplePerformance } from "#renderer/stores/testing-books.ts";
import { equityPointSchema } from "#shared/domain/portfolio.ts";
import { toBenchmark, toEquityCurve } from "./equity-curve.ts";

const point = (ts: number, flow: string, held: string | null = "90") =>
  equityPointSchema.parse({ ts, value: "100", flow, held });

describe("equity curve", () => {
  it("marks flows, but not the one that began the history", () => {
    const curve = toEquityCurve([point(1, "100"), point(2, "0"), point(3, "-4000")]);
    expect(curve.flows).toEqual([{ time: 3, amount: "-4000" }]);
  });

  it("leaves a gap where holding is unknown instead of drawing a zero", () => {
    expect(toEquityCurve([point(1, "0", null)]).points).toEqual([{ time: 1, you: "100" }]);
  });
});

describe("the same money in bitcoin", () => {
  const line = (values: readonly (string | null)[]) =>
    toBenchmark(samplePerformance({ allInBtc: values.map((value, ts) => ({ ts, value })) }).allInBtc);

  it("leaves out moments without a price instead of drawing a zero", () => {
    expect(line(["10", null, "12"])?.points).toEqual([
      { time: 0, value: "10" },
      { time: 2, value: "12" },
    ]);
  });

  it("is no line where it is known at one moment only", () => {
    expect(line(["10", null])).toBeNull();
    expect(line([])).toBeNull();
  });
});
