// Do signals move targets only inside bounds and budgets, never what is parked or barred, and not at all once they are over?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { type Asset, signalIdSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";
import { asset, testProfile } from "#testing/portfolio-fakes.ts";
import { computeSignalTilt, computeTiltingSignals, type TiltInput, type TiltingSignal } from "./compute-signal-tilt.ts";

const NOW = unixMs(1_000_000);
const decimal = Decimal.parse;

const hexOf = (code: string) =>
  [...code]
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join("")
    .padStart(12, "0");

function signal(code: string, action: "buy" | "sell" | "hold", patch: Partial<TiltingSignal> = {}): TiltingSignal {
  return {
    id: signalIdSchema.parse(`00000000-0000-4000-8000-${hexOf(code)}`),
    ...{ asset: asset(code), action, strength: decimalString("1"), source: "strategy" },
    ...{ ts: unixMs(900_000), expiresAt: unixMs(2_000_000), ...patch },
  };
}

const input = (signals: readonly TiltingSignal[], patch: Partial<TiltInput> = {}): TiltInput => ({
  ...{ signals, now: NOW, taken: {}, turnoverLeft: Decimal.ONE, ...patch },
});

function profileWith(
  strategies: Readonly<Record<string, unknown>> = {},
  patch: Partial<Record<keyof Profile, unknown>> = {},
) {
  return testProfile({ strategies: { tiltBudget: "0.1", ...strategies }, ...patch });
}

function tilt(profile: Profile, signals: readonly TiltingSignal[], patch: Partial<TiltInput> = {}) {
  return computeSignalTilt(profile.targets, profile, input(signals, patch));
}

describe("signals and targets", () => {
  it("moves an asset by its bound times the strength, paid by cash", () => {
    const { targets, lines } = tilt(profileWith(), [signal("BTC", "buy", { strength: decimalString("0.8") })]);
    expect(targets).toEqual({ BTC: "0.54", ETH: "0.3", USDC: "0.16" });
    expect(lines).toMatchObject([
      { asset: "BTC", from: "0.5", to: "0.54", signalId: signal("BTC", "buy").id },
      { asset: "USDC", from: "0.2", to: "0.16", signalId: null },
    ]);
  });

  it("puts into cash what a sell takes away, into the profile's currency where no cash is wanted", () => {
    const all = profileWith({}, { targets: { BTC: "0.6", ETH: "0.4" } });
    expect(tilt(all, [signal("ETH", "sell")]).targets).toEqual({ BTC: "0.6", ETH: "0.35", USD: "0.05" });
  });

  it("lets the other assets make room where cash does not reach", () => {
    const lean = profileWith({}, { targets: { BTC: "0.6", ETH: "0.39", USD: "0.01" } });
    expect(tilt(lean, [signal("BTC", "buy")]).targets).toEqual({ BTC: "0.65", ETH: "0.35", USD: "0" });
  });

  it("scales all wishes of one direction down to the tilt budget", () => {
    const { targets } = tilt(profileWith({ tiltBudget: "0.06" }), [signal("BTC", "buy"), signal("ETH", "buy")]);
    expect(targets).toEqual({ BTC: "0.53", ETH: "0.33", USDC: "0.14" });
  });

  it("turns over no more than is left; what is taken already costs nothing anew", () => {
    const lines = (patch: Partial<TiltInput>) => tilt(profileWith(), [signal("BTC", "buy")], patch).targets;
    expect(lines({ turnoverLeft: decimal("0.02") })).toEqual({ BTC: "0.52", ETH: "0.3", USDC: "0.18" });
    expect(lines({ turnoverLeft: Decimal.ZERO })).toEqual({ BTC: "0.5", ETH: "0.3", USDC: "0.2" });
    const taken = { [asset("BTC")]: decimal("0.04") };
    expect(lines({ turnoverLeft: Decimal.ZERO, taken })).toEqual({ BTC: "0.54", ETH: "0.3", USDC: "0.16" });
  });

  it("keeps the bounds that are set for single assets, and the limits of a method that computed the targets", () => {
    const own = profileWith({ tiltBounds: { BTC: "0.01" } });
    expect(tilt(own, [signal("BTC", "buy"), signal("ETH", "sell")]).targets).toMatchObject({
      BTC: "0.51",
      ETH: "0.25",
    });
    const method = { method: "equal", assets: ["BTC", "ETH"], caps: { BTC: "0.52" }, floors: { ETH: "0.29" } };
    const computed = profileWith({}, { targetMethod: method });
    expect(tilt(computed, [signal("BTC", "buy"), signal("ETH", "sell")]).targets).toMatchObject({
      ...{ BTC: "0.52", ETH: "0.29" },
    });
  });

  it.each<[string, Profile, readonly TiltingSignal[]]>([
    ["by default", testProfile(), [signal("BTC", "buy")]],
    ["while the strategies are off", profileWith({ on: false }), [signal("BTC", "buy")]],
    ["without a signal", profileWith(), []],
    ["once the signal is over", profileWith(), [signal("BTC", "buy", { expiresAt: NOW })]],
    ["for a signal that says hold", profileWith(), [signal("BTC", "hold")]],
    ["for a rule's signal", profileWith(), [signal("BTC", "buy", { source: "rebalance" })]],
    ["for an asset without a target", profileWith(), [signal("SOL", "buy")]],
    ["for cash", profileWith(), [signal("USDC", "buy")]],
    ["for what is parked", profileWith({}, { parked: ["BTC"] }), [signal("BTC", "buy")]],
    ["for what is pinned", profileWith({}, { policy: { pinned: { BTC: "1" } } }), [signal("BTC", "sell")]],
    ["up, for what is never bought", profileWith({}, { policy: { neverBuy: ["BTC"] } }), [signal("BTC", "buy")]],
    ["down, for what is never sold", profileWith({}, { policy: { neverSell: ["BTC"] } }), [signal("BTC", "sell")]],
  ])("moves nothing %s", (_, profile, signals) => {
    expect(tilt(profile, signals)).toEqual({ targets: profile.targets, lines: [] });
  });

  it("listens to the newest signal of an asset, of equal age to all strategies together", () => {
    const [old, late] = [signal("BTC", "buy", { ts: unixMs(1) }), signal("BTC", "sell", { ts: unixMs(2) })];
    expect(computeTiltingSignals(input([old, late])).get(asset("BTC"))).toBe(late);
    const wheel = signal("BTC", "sell", { source: "cycle" });
    const all = signal("BTC", "buy");
    expect(computeTiltingSignals(input([wheel, all])).get(asset("BTC"))).toBe(all);
    expect(computeTiltingSignals(input([all, wheel])).get(asset("BTC"))).toBe(all);
  });
});

const NAMES = ["BTC", "ETH", "SOL", "ADA", "USD"] as const;
const ten = (max: number) => fc.bigInt({ min: 0n, max: BigInt(max) }).map((units) => Decimal.of(units, 10));

const worlds = fc
  .record({
    // Of twelve places, finer than a weight: what lies behind the tenth stays where it was.
    parts: fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 5, maxLength: 5 }),
    wishes: fc.array(fc.tuple(fc.constantFrom("buy", "sell", "none"), ten(10_000_000_000)), {
      minLength: 4,
      maxLength: 4,
    }),
    bounds: fc.array(ten(2_000_000_000), { minLength: 4, maxLength: 4 }),
    taken: fc.array(fc.tuple(fc.boolean(), ten(1_000_000_000)), { minLength: 4, maxLength: 4 }),
    budget: ten(2_000_000_000),
    left: ten(2_000_000_000),
    barred: fc.record({
      neverBuy: fc.subarray([...NAMES]),
      neverSell: fc.subarray([...NAMES]),
      parked: fc.subarray(["SOL", "ADA"]),
    }),
  })
  .map(({ parts, wishes, bounds, taken, budget, left, barred }) => {
    const whole = parts.reduce((sum, part) => sum + part, 1);
    const shares = parts.map((part) => Decimal.fromInteger(part).div(Decimal.fromInteger(whole), 12, "down"));
    const rest = Decimal.ONE.sub(Decimal.sum(shares));
    const targets = Object.fromEntries(
      NAMES.map((name, index) => [
        name,
        (index === 4 ? (shares[4] as Decimal).add(rest) : (shares[index] as Decimal)).toString(),
      ]),
    );
    const profile = testProfile({
      ...{ targets, parked: barred.parked },
      policy: { neverBuy: barred.neverBuy, neverSell: barred.neverSell },
      strategies: {
        tiltBudget: budget.toString(),
        tiltBounds: Object.fromEntries(bounds.map((bound, index) => [NAMES[index], bound.toString()])),
      },
    });
    const signals = wishes.flatMap(([action, strength], index) =>
      action === "none"
        ? []
        : [signal(NAMES[index] ?? "BTC", action as "buy" | "sell", { strength: strength.toString() })],
    );
    const already = Object.fromEntries(
      taken.map(([up, size], index) => [NAMES[index], up ? size : size.neg()]),
    ) as Record<Asset, Decimal>;
    return { profile, signals, taken: already, budget, left, bounds };
  });

describe("any signals on any targets", () => {
  it("leave the sum exactly as it was, inside every bound and both budgets", () => {
    let moved = 0;
    fc.assert(
      fc.property(worlds, ({ profile, signals, taken, budget, left, bounds }) => {
        const { targets, lines } = computeSignalTilt(
          profile.targets,
          profile,
          input(signals, { taken, turnoverLeft: left }),
        );
        const sum = Decimal.sum(Object.values(targets).map(decimal));
        expect(sum.eq(Decimal.sum(Object.values(profile.targets).map(decimal)))).toBe(true);
        const by = lines.map(({ asset: name, from, to }) => ({ name, by: decimal(to).sub(decimal(from)) }));
        expect(Decimal.sum(by.map((line) => line.by)).isZero).toBe(true);
        const ups = Decimal.sum(by.map((line) => Decimal.max(Decimal.ZERO, line.by)));
        expect(ups.lte(budget)).toBe(true);
        for (const { name, by: move } of by) {
          moved += 1;
          expect(decimal(targets[name] ?? "0").isNegative).toBe(false);
          if (name === "USD") continue;
          expect(move.abs().lte(bounds[NAMES.indexOf(name as never)] as Decimal)).toBe(true);
          expect(profile.parked).not.toContain(name);
          expect(move.isPositive ? profile.policy.neverBuy : profile.policy.neverSell).not.toContain(name);
        }
        // Of the assets that a signal moves, in each direction: what goes beyond what is taken already.
        const own = lines.filter(({ signalId }) => signalId !== null);
        for (const sign of [Decimal.ONE, Decimal.ONE.neg()]) {
          const grown = own.map(({ asset: name, from, to }) => {
            const move = Decimal.max(Decimal.ZERO, decimal(to).sub(decimal(from)).mul(sign));
            const before = Decimal.max(Decimal.ZERO, (taken[name] ?? Decimal.ZERO).mul(sign));
            return Decimal.max(Decimal.ZERO, move.sub(before));
          });
          expect(Decimal.sum(grown).lte(left)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
    expect(moved).toBeGreaterThan(200);
  });

  it("are moved back to the very same targets when their time is over", () => {
    fc.assert(
      fc.property(worlds, ({ profile, signals, taken, left }) => {
        const ended = signals.map((one) => ({ ...one, expiresAt: NOW }));
        const after = computeSignalTilt(profile.targets, profile, input(ended, { taken, turnoverLeft: left }));
        expect(after).toEqual({ targets: profile.targets, lines: [] });
      }),
      { numRuns: 50 },
    );
  });
});
