// At which prices and times is a position from a signal left, and is it time?
import { Decimal } from "#shared/domain/decimal.ts";
import type { PositionRules } from "#shared/domain/position-rules.ts";
import { HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

/** Distances of stops are never less than half nor more than twice what is set. */
const LEAST_SCALE = 0.5;
const MOST_SCALE = 2;
const SCALE_PLACES = 4;

/** A position opened from a signal. Prices are in the valuation currency. */
export interface HeldPosition {
  readonly entryPrice: Decimal;
  /** What is left of it. */
  readonly quantity: Decimal;
  /** What was bought. */
  readonly boughtQuantity: Decimal;
  readonly openedAt: UnixMs;
  /** Highest price since the entry, the entry included. */
  readonly highest: Decimal;
  /** Rungs of the take-profit ladder that were sold. */
  readonly rungsTaken: number;
}

export interface ExitLevels {
  /** The higher of stop-loss and trailing stop, and which of them it is. */
  readonly stop: Decimal;
  readonly stopKind: "stopLoss" | "trailing";
  /** Prices of the take-profit rungs that are left, lowest first. */
  readonly rungs: readonly Decimal[];
  readonly leaveAt: UnixMs | null;
}

export interface Exit {
  readonly kind: "stopLoss" | "trailing" | "takeProfit" | "timeStop";
  readonly quantity: Decimal;
  readonly level: string;
}

/** Volatility of late over that of 30 days, within 0.5 and 2; 1 where either is not known or scaling is off. */
export function computeStopScale(rules: PositionRules, recent: number | null, usual: number | null): Decimal {
  if (!rules.volatilityScaled || recent === null || usual === null || !(usual > 0)) return Decimal.ONE;
  const scale = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, recent / usual));
  return Decimal.parse(scale.toFixed(SCALE_PLACES));
}

/** `ladder`: prices of all take-profit rungs from the entry on, lowest first (see the profit zones). */
export function computeExitLevels(
  position: HeldPosition,
  rules: PositionRules,
  scale: Decimal,
  ladder: readonly Decimal[],
): ExitLevels {
  const under = (price: Decimal, distance: string) =>
    Decimal.max(Decimal.ZERO, price.mul(Decimal.ONE.sub(Decimal.parse(distance).mul(scale))));
  const stopLoss = under(position.entryPrice, rules.stopLoss);
  const trailing = rules.trailing === null ? null : under(position.highest, rules.trailing);
  const trails = trailing?.gt(stopLoss) ?? false;
  return {
    stop: trails && trailing !== null ? trailing : stopLoss,
    stopKind: trails ? "trailing" : "stopLoss",
    rungs: ladder.slice(position.rungsTaken),
    leaveAt: rules.timeStopHours === null ? null : unixMs(position.openedAt + rules.timeStopHours * HOUR_MS),
  };
}

/** What is due now; null when nothing is. A stop goes before a gain, and a gain before the clock. `rungs`: of the whole ladder. */
export function computeExit(
  position: HeldPosition,
  levels: ExitLevels,
  price: Decimal,
  now: UnixMs,
  rungs: number,
): Exit | null {
  if (!position.quantity.isPositive) return null;
  if (price.lte(levels.stop)) {
    return { kind: levels.stopKind, quantity: position.quantity, level: levels.stop.toString() };
  }
  const reached = levels.rungs.filter((rung) => price.gte(rung));
  const top = reached.at(-1);
  if (top !== undefined) {
    const last = reached.length === levels.rungs.length;
    const part = position.boughtQuantity
      .mul(Decimal.fromInteger(reached.length))
      .div(Decimal.fromInteger(rungs), SCALE_PLACES * 2, "floor");
    const quantity = last ? position.quantity : Decimal.min(part, position.quantity);
    return { kind: "takeProfit", quantity, level: top.toString() };
  }
  if (levels.leaveAt !== null && now >= levels.leaveAt) {
    return { kind: "timeStop", quantity: position.quantity, level: String(levels.leaveAt) };
  }
  return null;
}
