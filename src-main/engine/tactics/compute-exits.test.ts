import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { positionRulesSchema } from "#shared/domain/position-rules.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { computeExit, computeExitLevels, computeStopScale, type HeldPosition } from "./compute-exits.ts";

const dec = (text: string) => Decimal.parse(text);
const rules = (patch: Record<string, unknown> = {}) => positionRulesSchema.parse(patch);
const OPENED = unixMs(1_700_000_000_000);
const LADDER = ["103", "106", "109"].map(dec);

const held = (patch: Partial<HeldPosition> = {}): HeldPosition => ({
  entryPrice: dec("100"),
  quantity: dec("3"),
  boughtQuantity: dec("3"),
  openedAt: OPENED,
  highest: dec("100"),
  rungsTaken: 0,
  ...patch,
});

/** What is due at a price, after some hours. */
function due(price: string, position = held(), given = rules(), hours = 1) {
  const levels = computeExitLevels(position, given, Decimal.ONE, LADDER);
  const exit = computeExit(position, levels, dec(price), unixMs(OPENED + hours * HOUR_MS), LADDER.length);
  return exit === null ? null : [exit.kind, exit.quantity.toString(), exit.level];
}

describe("exits", () => {
  it("stops at the stop-loss and not one tick above it", () => {
    expect(due("97.5")).toEqual(["stopLoss", "3", "97.5"]);
    expect(due("97.51")).toBeNull();
  });

  it("lets a trailing stop rise with the price and never fall", () => {
    const trailing = rules({ trailing: "0.05" });
    expect(due("97.5", held(), trailing)).toEqual(["stopLoss", "3", "97.5"]);
    const risen = held({ highest: dec("120"), rungsTaken: 3 });
    expect(due("114", risen, trailing)).toEqual(["trailing", "3", "114"]);
    expect(due("114.01", risen, trailing)).toBeNull();
  });

  it("takes gains in thirds, the last third with what is left, each rung once", () => {
    expect(due("103")).toEqual(["takeProfit", "1", "103"]);
    expect(due("104", held({ quantity: dec("2"), rungsTaken: 1 }))).toBeNull();
    expect(due("106", held({ quantity: dec("2"), rungsTaken: 1 }))).toEqual(["takeProfit", "1", "106"]);
    expect(due("110", held({ quantity: dec("1"), rungsTaken: 2 }))).toEqual(["takeProfit", "1", "109"]);
  });

  it("takes several rungs at once when the price jumps over them", () => {
    expect(due("107")).toEqual(["takeProfit", "2", "106"]);
    expect(due("200")).toEqual(["takeProfit", "3", "109"]);
  });

  it("never sells more than is left of it", () => {
    expect(due("103", held({ quantity: dec("0.5") }))).toEqual(["takeProfit", "0.5", "103"]);
    expect(due("50", held({ quantity: dec("0") }))).toBeNull();
  });

  it("leaves after its time, when no price says so before", () => {
    const timed = rules({ timeStopHours: 24 });
    expect(due("101", held(), timed, 23.99)).toBeNull();
    expect(due("101", held(), timed, 24)?.[0]).toBe("timeStop");
    expect(due("90", held(), timed, 24)?.[0]).toBe("stopLoss");
  });
});

describe("computeStopScale", () => {
  it.each([
    [0.4, 0.4, "1"],
    [0.6, 0.4, "1.5"],
    [4, 0.4, "2"],
    [0.01, 0.4, "0.5"],
    [null, 0.4, "1"],
    [0.4, null, "1"],
    [0.4, 0, "1"],
  ])("recent %s over usual %s: %s", (recent, usual, scale) => {
    expect(computeStopScale(rules(), recent, usual).toString()).toBe(scale);
  });

  it("is 1 where scaling is off", () => {
    expect(computeStopScale(rules({ volatilityScaled: false }), 4, 0.4).toString()).toBe("1");
  });

  it("widens the stop of a restless asset, at most down to nothing", () => {
    const stop = (given: ReturnType<typeof rules>, scale: string) =>
      computeExitLevels(held(), given, dec(scale), LADDER).stop.toString();
    expect(stop(rules(), "2")).toBe("95");
    expect(stop(rules({ stopLoss: "0.9" }), "2")).toBe("0");
  });
});
