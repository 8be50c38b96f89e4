import { describe, expect, it } from "vitest";
import { type Position, positionSchema } from "#shared/domain/portfolio.ts";
import { bandVerdict, byUrgency, toTargetGroups } from "./target-groups.ts";

function position(asset: string, fields: Partial<Record<keyof Position, unknown>> = {}): Position {
  return positionSchema.parse({
    asset,
    quantity: "1",
    balances: [],
    price: "1",
    priceState: "live",
    priceAgeMs: 0,
    unresolved: null,
    value: "1",
    weight: "0.1",
    target: "0.1",
    drift: "0",
    band: "0.05",
    averageCost: null,
    cost: null,
    unrealized: null,
    realized: "0",
    change24h: null,
    isCash: false,
    ...fields,
  });
}

const usd = position("USD", { isCash: true, weight: "0.04", target: null, drift: null, band: null });
const usdc = position("USDC", { isCash: true, weight: "0.07", target: "0.12", drift: "-0.01" });

describe("lines with one target", () => {
  it("puts all cash coins into one line when one target stands for them", () => {
    const groups = toTargetGroups([position("BTC"), usdc, usd]);
    expect(groups.map(({ name, asset, weight, target }) => ({ name, asset, weight, target }))).toEqual([
      { name: "BTC", asset: "BTC", weight: "0.1", target: "0.1" },
      { name: "Cash", asset: "USDC", weight: "0.11", target: "0.12" },
    ]);
    expect(groups[1]?.members).toEqual(["USDC", "USD"]);
  });

  it("keeps cash coins apart when they have targets of their own", () => {
    const groups = toTargetGroups([usdc, position("USD", { isCash: true, target: "0.02" })]);
    expect(groups.map(({ name }) => name)).toEqual(["USDC", "USD"]);
  });

  it("names a single cash coin by its code", () => {
    expect(toTargetGroups([usdc]).map(({ name }) => name)).toEqual(["USDC"]);
  });

  it("has no weight for a line with a coin of unknown value", () => {
    const unknown = position("USD", { isCash: true, weight: null, target: null });
    expect(toTargetGroups([usdc, unknown])[0]?.weight).toBeNull();
  });
});

describe("what asks for attention", () => {
  const groups = toTargetGroups([
    position("A", { drift: "0.02", band: "0.08" }),
    position("B", { drift: "-0.013", band: "0.01" }),
    position("C", { target: null, drift: null, band: null }),
  ]);

  it("orders by how much of its band a drift takes up, unknown last", () => {
    expect(byUrgency(groups).map(({ asset }) => asset)).toEqual(["B", "A", "C"]);
  });

  it("counts only lines that have a target", () => {
    expect(bandVerdict(groups)).toEqual({ figure: "1 of 2", label: "out of band", tone: "over" });
    expect(bandVerdict(groups.slice(0, 1))).toEqual({ figure: "1 of 1", label: "in band", tone: "ok" });
    expect(bandVerdict([])).toEqual({ figure: "–", label: "no targets", tone: "over" });
  });
});
