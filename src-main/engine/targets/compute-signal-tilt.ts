// How far do open signals move targets, inside each asset's bound and the budgets for it? resources/docs/targets.md.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Policy, Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { StrategySettings } from "#shared/domain/strategy-settings.ts";
import type { TargetTiltLine } from "#shared/domain/target-tilt.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { WEIGHT_PLACES } from "./compute-exact-shares.ts";
import { computeTiltedShares, scaledTo, type TiltedAsset } from "./compute-tilted-shares.ts";

export type TiltingSignal = Pick<Signal, "id" | "asset" | "action" | "strength" | "source" | "ts" | "expiresAt">;

export interface TiltInput {
  /** Newest first; those that have expired, or that no strategy made, count for nothing. */
  readonly signals: readonly TiltingSignal[];
  readonly now: UnixMs;
  /** What the last plan that traded was tilted by, as signed shares: only what goes beyond it turns anything over. */
  readonly taken: Readonly<Record<Asset, Decimal>>;
  /** What is left of the turnover that tilts may cause, as a share of the portfolio; not negative. */
  readonly turnoverLeft: Decimal;
}

export const NO_TILT: TiltInput = { signals: [], now: 0 as UnixMs, taken: {}, turnoverLeft: Decimal.ZERO };

type TiltProfile = Pick<Profile, "cashAssets" | "currency" | "parked" | "targetMethod"> & {
  readonly policy: Pick<Policy, "neverBuy" | "neverSell" | "pinned">;
  readonly strategies: Pick<StrategySettings, "on" | "tiltBudget" | "tiltBound" | "tiltBounds">;
};

export interface SignalTilt {
  /** The very same where nothing is moved. Their sum is exactly what it was. */
  readonly targets: Targets;
  /** Only what is moved. */
  readonly lines: readonly TargetTiltLine[];
}

/** The coin that gives and takes for tilts, as for what is parked. */
const cashOf = ({ cashAssets, currency }: Pick<Profile, "cashAssets" | "currency">, targets: Targets): Asset =>
  cashAssets.find((coin) => Object.hasOwn(targets, coin)) ?? currency;

const cut = (value: Decimal): Decimal => value.roundTo(WEIGHT_PLACES, "down");
const least = (first: Decimal, ...others: readonly Decimal[]): Decimal =>
  Decimal.max(Decimal.ZERO, Decimal.min(first, ...others));

/** Of each asset the newest open signal of a strategy that says buy or sell. */
export function computeTiltingSignals({
  signals,
  now,
}: Pick<TiltInput, "signals" | "now">): ReadonlyMap<Asset, TiltingSignal> {
  const newest = new Map<Asset, TiltingSignal>();
  for (const signal of signals) {
    const { asset, action, source, expiresAt, ts } = signal;
    if (asset === null || expiresAt <= now || (source !== "strategy" && source !== "cycle")) continue;
    if (action !== "buy" && action !== "sell") continue;
    const known = newest.get(asset);
    // Of equal age the word of all strategies together goes before that of one.
    const isLater = known === undefined || ts > known.ts || (ts === known.ts && source === "strategy");
    if (isLater) newest.set(asset, signal);
  }
  return newest;
}

/**
 * A signal's wish is its asset's bound times its strength. Wishes up, and wishes down, are each scaled down by one factor to the tilt
 * budget; what goes beyond the tilt that is taken already, to the turnover that is left. Cash gives and takes first, then the assets
 * without a wish make room in proportion, each inside its own bound; where they cannot, the wishes are scaled down again. What is parked
 * or pinned, or may not be bought, or may not be sold, is not moved, or not in that direction.
 */
export function computeSignalTilt(targets: Targets, profile: TiltProfile, input: TiltInput): SignalTilt {
  const { on, tiltBudget } = profile.strategies;
  const budget = cut(Decimal.parse(tiltBudget));
  const signals = computeTiltingSignals(input);
  const nothing = { targets, lines: [] };
  if (!on || !budget.isPositive || signals.size === 0) return nothing;
  const cash = cashOf(profile, targets);
  // Keys of a parsed record are assets.
  const assets = (Object.keys(targets) as Asset[]).filter((asset) => !profile.cashAssets.includes(asset)).sort();
  const rooms = assets.map((asset) => roomOf(asset, Decimal.parse(targets[asset] ?? "0"), profile));
  const wishes = assets.map((asset, index) => wishOf(signals.get(asset), rooms[index] as Room));
  const moves = assets.map((_, index) => wishes[index] ?? Decimal.ZERO);
  const taken = assets.map((asset) => input.taken[asset] ?? Decimal.ZERO);
  const ups = withinBudgets(moves, taken, { budget, turnoverLeft: input.turnoverLeft });
  const downs = withinBudgets(moves.map(negated), taken.map(negated), { budget, turnoverLeft: input.turnoverLeft });
  const net = Decimal.sum(ups).sub(Decimal.sum(downs));
  const held = cut(Decimal.parse(targets[cash] ?? "0"));
  const fromCash = net.isPositive && !isFixed(cash, profile) ? Decimal.min(held, net) : Decimal.min(Decimal.ZERO, net);
  const tilted = computeTiltedShares([
    ...assets.map((_, index): TiltedAsset => {
      const { base, up, down } = rooms[index] as Room;
      const tilt = (ups[index] ?? Decimal.ZERO).sub(downs[index] ?? Decimal.ZERO);
      const wish = wishes[index] === null ? null : { tilt, bound: tilt.abs() };
      return { base, floor: base.sub(down), cap: base.add(up), wish };
    }),
    {
      base: held,
      floor: Decimal.ZERO,
      cap: held.add(Decimal.ONE),
      wish: { tilt: fromCash.neg(), bound: fromCash.abs() },
    },
  ]);
  const lines = [...assets, cash].flatMap((asset, index): TargetTiltLine[] => {
    const before = index === assets.length ? held : (rooms[index] as Room).base;
    const by = (tilted[index] ?? before).sub(before);
    if (by.isZero) return [];
    const from = Decimal.parse(targets[asset] ?? "0");
    const signalId = index === assets.length ? null : (signals.get(asset)?.id ?? null);
    return [{ asset, from: from.toString(), to: from.add(by).toString(), signalId } as TargetTiltLine];
  });
  if (lines.length === 0) return nothing;
  return { targets: { ...targets, ...Object.fromEntries(lines.map(({ asset, to }) => [asset, to])) }, lines };
}

/** Target to 10 places, and how far it may go up and down from there. */
interface Room {
  readonly base: Decimal;
  readonly bound: Decimal;
  readonly up: Decimal;
  readonly down: Decimal;
}

/** The limits of a target method hold for what it computed; those of targets set by hand are 0 and 1. */
function roomOf(asset: Asset, target: Decimal, profile: TiltProfile): Room {
  const { policy, strategies, targetMethod } = profile;
  const { tiltBound, tiltBounds } = strategies;
  const isComputed = targetMethod.method !== "fixed";
  const cap = Decimal.parse((isComputed ? targetMethod.caps[asset] : undefined) ?? "1");
  const floor = Decimal.parse((isComputed ? targetMethod.floors[asset] : undefined) ?? "0");
  const bound = cut(Decimal.parse(tiltBounds[asset] ?? tiltBound));
  const stands = isFixed(asset, profile);
  const noUp = stands || policy.neverBuy.includes(asset);
  const noDown = stands || policy.neverSell.includes(asset);
  return {
    base: cut(target),
    bound,
    up: noUp ? Decimal.ZERO : cut(least(bound, cap.sub(target))),
    down: noDown ? Decimal.ZERO : cut(least(bound, target.sub(floor), target)),
  };
}

function isFixed(asset: Asset, { parked, policy }: TiltProfile): boolean {
  return parked?.includes(asset) === true || Object.hasOwn(policy.pinned, asset);
}

/** Null for an asset without a signal: it may make room for others. */
function wishOf(signal: TiltingSignal | undefined, { bound, up, down }: Room): Decimal | null {
  if (signal === undefined) return null;
  const size = cut(bound.mul(Decimal.parse(signal.strength)));
  return signal.action === "buy" ? least(size, up) : least(size, down).neg();
}

/** The sizes of the moves up, inside what they may be together and what they may turn over; zero for the others. */
function withinBudgets(
  moves: readonly Decimal[],
  taken: readonly Decimal[],
  { budget, turnoverLeft }: { readonly budget: Decimal; readonly turnoverLeft: Decimal },
): readonly Decimal[] {
  const wished = moves.map((move) => Decimal.max(Decimal.ZERO, move));
  const sizes = scaledDown(wished, budget);
  const kept = sizes.map((size, index) => cut(least(size, taken[index] ?? Decimal.ZERO)));
  const grown = scaledDown(
    sizes.map((size, index) => size.sub(kept[index] ?? Decimal.ZERO)),
    cut(turnoverLeft),
  );
  return grown.map((size, index) => size.add(kept[index] ?? Decimal.ZERO));
}

function scaledDown(sizes: readonly Decimal[], most: Decimal): readonly Decimal[] {
  const sum = Decimal.sum(sizes);
  return scaledTo(sizes, Decimal.min(sum, most), sum);
}

const negated = (value: Decimal): Decimal => value.neg();
