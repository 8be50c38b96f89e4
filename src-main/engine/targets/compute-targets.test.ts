// Do targets sum to exactly 1, keep their limits, groups and tilts, and say why where they cannot be computed?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type TargetMethod, targetMethodSchema } from "#shared/domain/target-method.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { asset } from "#testing/portfolio-fakes.ts";
import { type AlignedReturns, computeAlignedReturns } from "./compute-aligned-returns.ts";
import { computeMethodConflict } from "./compute-method-conflict.ts";
import { computeTargets, needsReturns, type TargetsResult } from "./compute-targets.ts";

const NOW = unixMs(1_767_571_200_000);
const USDC = asset("USDC");
const CASH = [asset("USD"), USDC];
const CODES = ["BTC", "ETH", "SOL", "XRP", "ADA", "DOT"] as const;

/** Daily returns of a volatility, none like another's, the same on every run. */
function series(code: string, size: number, days = 90): ReturnSeries {
  const returns = Float64Array.from({ length: days }, (_, day) => {
    const wave = Math.sin((day + 1) * 12.9898 + code.charCodeAt(0) * 78.233) * 43_758.5453;
    return size * (2 * (wave - Math.floor(wave)) - 1 + 0.5 * Math.sin(day));
  });
  return {
    ...{ asset: asset(code), currency: asset("USD"), timeframe: "1d", missing: 0, assumedPar: false, returns },
    start: unixMs(NOW - (days + 1) * DAY_MS),
    closes: new Float64Array(days + 1).fill(1),
  };
}

const SERIES = CODES.map((code, index) => series(code, 0.01 * (index + 1)));
const returnsOf = (codes: readonly string[]): AlignedReturns =>
  computeAlignedReturns(SERIES.filter((one) => codes.includes(one.asset)));

const method = (settings: object): TargetMethod => targetMethodSchema.parse(settings);

function compute(settings: object, returns?: AlignedReturns | null): TargetsResult {
  const parsed = method(settings);
  expect(computeMethodConflict(parsed, CASH)).toBeNull();
  const given = returns === undefined ? (needsReturns(parsed) ? returnsOf(parsed.assets) : null) : returns;
  return computeTargets({ method: parsed, cashAsset: USDC, now: NOW, returns: given });
}

function computed(settings: object) {
  const result = compute(settings);
  if (result.kind === "failed") throw new Error(result.reason);
  return result.computed;
}

const sumOf = (targets: object): string =>
  Decimal.sum(Object.values(targets).map((weight) => Decimal.parse(weight))).toString();

describe("targets by a method", () => {
  it("equal shares of three give the last unit to the first by name", () => {
    const { targets, period } = computed({ method: "equal", assets: ["SOL", "BTC", "ETH"] });
    expect(targets).toEqual({ BTC: "0.3333333334", ETH: "0.3333333333", SOL: "0.3333333333" });
    expect(period).toBeNull();
  });

  it("cash has its share whatever the method says, under one coin", () => {
    const { targets, lines } = computed({ method: "equal", assets: ["BTC", "ETH"], cashShare: "0.15" });
    expect(targets).toEqual({ BTC: "0.425", ETH: "0.425", USDC: "0.15" });
    expect(lines.at(-1)).toMatchObject({ asset: "USDC", base: "0.15", tilt: "0", volatility: null });
  });

  it("a cap is met exactly, said in its line, and what it leaves goes to the others in proportion", () => {
    const { targets, lines } = computed({
      method: "inverseVolatility",
      assets: ["BTC", "ETH", "SOL"],
      caps: { BTC: "0.4" },
    });
    expect(targets[asset("BTC")]).toBe("0.4");
    expect(lines.map(({ limit }) => limit)).toEqual(["cap", null, null]);
    const free = computed({ method: "inverseVolatility", assets: ["BTC", "ETH", "SOL"] }).targets;
    const ratio = (targets_: typeof targets) => Number(targets_[asset("ETH")]) / Number(targets_[asset("SOL")]);
    expect(ratio(targets)).toBeCloseTo(ratio(free), 7);
    expect(sumOf(targets)).toBe("1");
  });

  it("equal risk shows equal parts of the risk, and the yearly volatility that they rest on", () => {
    const { lines, period } = computed({ method: "equalRisk", assets: ["BTC", "ETH", "SOL", "XRP"] });
    for (const { riskShare } of lines) expect(riskShare).toBeCloseTo(0.25, 8);
    expect(period).toMatchObject({ returns: 90, missing: 0, from: NOW - 90 * DAY_MS, until: NOW });
    expect(lines[0]?.volatility).toBeGreaterThan(0);
  });

  it("the order in which assets and groups were written changes no digit", () => {
    const groups = [
      { name: "large", assets: ["BTC", "ETH"] },
      { name: "small", assets: ["SOL", "XRP"] },
    ];
    const settings = { method: "minVariance", groupMethod: "equalRisk", caps: { BTC: "0.5" } };
    const one = computed({ ...settings, assets: ["BTC", "ETH", "SOL", "XRP"], groups });
    const other = computed({ ...settings, assets: ["XRP", "SOL", "ETH", "BTC"], groups: groups.toReversed() });
    expect(other.targets).toEqual(one.targets);
  });

  it("say how many returns there are where they are too few", () => {
    const [btc, eth] = [series("BTC", 0.01), series("ETH", 0.02)];
    eth.returns.fill(Number.NaN, 0, 65);
    const result = compute({ method: "equalRisk", assets: ["BTC", "ETH"] }, computeAlignedReturns([btc, eth]));
    expect(result).toEqual({
      kind: "failed",
      reason: "There are 25 daily returns of all assets (65 are missing, for want of prices of ETH); 30 are needed.",
    });
  });

  it("a short look-back needs all of its own returns", () => {
    const ten = computeAlignedReturns([series("BTC", 0.01, 10), series("ETH", 0.02, 10)]);
    const settings = { method: "inverseVolatility", assets: ["BTC", "ETH"], lookbackDays: 10 };
    expect(compute(settings, ten).kind).toBe("computed");
    expect(compute({ ...settings, lookbackDays: 11 }, ten)).toMatchObject({ kind: "failed" });
  });
});

describe("groups", () => {
  it("fixed shares are shared out within by the method", () => {
    const { targets, lines } = computed({
      method: "equal",
      assets: ["BTC", "ETH", "SOL", "XRP"],
      groupMethod: "fixed",
      groups: [
        { name: "large", assets: ["BTC"], share: "0.7" },
        { name: "small", assets: ["ETH", "SOL", "XRP"], share: "0.3" },
      ],
    });
    expect(targets).toEqual({ BTC: "0.7", ETH: "0.1", SOL: "0.1", XRP: "0.1" });
    expect(lines.map(({ group }) => group)).toEqual(["large", "small", "small", "small"]);
  });

  it("by equal risk each group brings the same part of the risk", () => {
    const { lines } = computed({
      method: "minVariance",
      assets: ["BTC", "ETH", "SOL", "XRP"],
      groupMethod: "equalRisk",
      groups: [
        { name: "large", assets: ["BTC", "ETH"] },
        { name: "small", assets: ["SOL", "XRP"] },
      ],
    });
    const risk = (name: string) =>
      lines.filter(({ group }) => group === name).reduce((sum, { riskShare }) => sum + (riskShare ?? 0), 0);
    expect(risk("large")).toBeCloseTo(0.5, 7);
    expect(risk("small")).toBeCloseTo(0.5, 7);
  });

  it("the caps of a group's assets cap the group", () => {
    const { targets } = computed({
      method: "equal",
      assets: ["BTC", "ETH", "SOL"],
      caps: { BTC: "0.2", ETH: "0.1" },
      groups: [
        { name: "capped", assets: ["BTC", "ETH"] },
        { name: "free", assets: ["SOL"] },
      ],
    });
    expect(targets).toEqual({ BTC: "0.2", ETH: "0.1", SOL: "0.7" });
  });
});

describe("tilts", () => {
  const equal = { method: "equal", assets: ["BTC", "ETH", "SOL", "XRP"] };

  it("move an asset inside its bound; the others make room in proportion", () => {
    const { lines } = computed({ ...equal, tilts: { BTC: { tilt: "0.09", bound: "0.06" } } });
    expect(lines.map(({ base, tilt, result }) => [base, tilt, result])).toEqual([
      ["0.25", "0.06", "0.31"],
      ["0.25", "-0.02", "0.23"],
      ["0.25", "-0.02", "0.23"],
      ["0.25", "-0.02", "0.23"],
    ]);
  });

  it("stay below caps and above floors, whose line says so", () => {
    const { lines } = computed({
      ...equal,
      caps: { BTC: "0.27" },
      floors: { ETH: "0.24" },
      tilts: { BTC: { tilt: "0.1", bound: "0.1" }, ETH: { tilt: "-0.1", bound: "0.1" } },
    });
    expect(lines.map(({ result, limit }) => [result, limit])).toEqual([
      ["0.27", "cap"],
      ["0.24", "floor"],
      ["0.245", null],
      ["0.245", null],
    ]);
  });

  it("are scaled down together where the others have no room", () => {
    const { lines } = computed({
      method: "equal",
      assets: ["BTC", "ETH", "SOL"],
      floors: { SOL: "0.3" },
      tilts: { BTC: { tilt: "0.06", bound: "0.1" }, ETH: { tilt: "0.03", bound: "0.1" } },
    });
    const [btc, eth, sol] = lines.map(({ tilt }) => Number(tilt));
    expect(sol).toBeCloseTo(-1 / 30, 9);
    expect(btc).toBeCloseTo(2 / 90, 9);
    expect(eth).toBeCloseTo(1 / 90, 9);
  });
});

describe("whatever the settings", () => {
  const share = (most: number) =>
    fc.integer({ min: 0, max: most }).map((units) => Decimal.of(BigInt(units), 4).toString());
  const settings = fc
    .record({
      method: fc.constantFrom("equal", "inverseVolatility", "equalRisk", "minVariance"),
      assets: fc.shuffledSubarray([...CODES], { minLength: 1 }),
      cashShare: share(5_000),
      caps: fc.array(share(10_000), { minLength: 6, maxLength: 6 }),
      floors: fc.array(share(800), { minLength: 6, maxLength: 6 }),
      limited: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      tilts: fc.array(fc.option(fc.tuple(fc.integer({ min: -2_000, max: 2_000 }), share(1_500))), {
        minLength: 6,
        maxLength: 6,
      }),
      cut: fc.option(fc.integer({ min: 1, max: 5 })),
      groupMethod: fc.constantFrom("equal", "inverseVolatility", "equalRisk", "minVariance"),
    })
    .map(({ assets, caps, floors, limited, tilts, cut, ...rest }) => {
      const record = <Value>(values: readonly Value[]) =>
        Object.fromEntries(assets.map((code, index) => [code, values[index]]));
      const groups =
        cut === null || cut >= assets.length
          ? []
          : [
              { name: "first", assets: assets.slice(0, cut) },
              { name: "second", assets: assets.slice(cut) },
            ];
      return method({
        ...rest,
        assets,
        groups,
        caps: Object.fromEntries(Object.entries(record(caps)).filter((_, index) => limited[index])),
        floors: record(floors),
        tilts: Object.fromEntries(
          Object.entries(record(tilts)).flatMap(([code, tilt]) =>
            tilt === null || tilt === undefined
              ? []
              : [[code, { tilt: Decimal.of(BigInt(tilt[0]), 4).toString(), bound: tilt[1] }]],
          ),
        ),
      });
    })
    .filter((parsed) => computeMethodConflict(parsed, CASH) === null);

  it("targets sum to exactly 1, lines add up, limits and bounds are kept", () => {
    fc.assert(
      fc.property(settings, (parsed) => {
        const result = computeTargets({
          ...{ method: parsed, cashAsset: USDC, now: NOW },
          returns: needsReturns(parsed) ? returnsOf(parsed.assets) : null,
        });
        if (result.kind === "failed") throw new Error(result.reason);
        const { targets, lines } = result.computed;
        expect(sumOf(targets)).toBe("1");
        expect(sumOf(lines.map(({ base }) => base))).toBe("1");
        expect(sumOf(lines.map(({ tilt }) => tilt))).toBe("0");
        for (const line of lines) {
          const base = Decimal.parse(line.base);
          const value = Decimal.parse(line.result);
          expect(base.add(Decimal.parse(line.tilt)).eq(value)).toBe(true);
          expect(value.isNegative).toBe(false);
          if (line.asset === USDC) continue;
          const floor = Decimal.parse(parsed.floors[line.asset] ?? "0");
          const cap = Decimal.parse(parsed.caps[line.asset] ?? "1");
          for (const weight of [base, value]) {
            expect(weight.gte(floor)).toBe(true);
            expect(weight.lte(cap)).toBe(true);
          }
          const wish = parsed.tilts[line.asset];
          if (wish === undefined) continue;
          expect(
            Decimal.parse(line.tilt)
              .abs()
              .lte(Decimal.min(Decimal.parse(wish.bound), Decimal.parse(wish.tilt).abs())),
          ).toBe(true);
        }
      }),
      { numRuns: process.env.SCHWABOT_LONG === "1" ? 20_000 : 300 },
    );
  });
});

describe("returns of the same days", () => {
  it("leave out days on which one asset has none, and name it", () => {
    const [btc, eth] = [series("BTC", 0.01, 40), series("ETH", 0.02, 40)];
    eth.returns[3] = Number.NaN;
    const aligned = computeAlignedReturns([eth, btc]);
    expect(aligned).toMatchObject({ assets: ["BTC", "ETH"], periods: 39, missing: 1, missingAssets: ["ETH"] });
    expect(aligned.columns[0]?.[3]).toBe(btc.returns[4]);
  });

  it("refuse series of other days", () => {
    expect(() => computeAlignedReturns([series("BTC", 0.01, 40), series("ETH", 0.02, 41)])).toThrow("different bars");
    expect(() => computeAlignedReturns([])).toThrow("no series");
  });
});
