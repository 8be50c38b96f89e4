// Where does an open position from a signal stand: its levels, its risk, and what is due now?
import { toNumber } from "#engine/targets/compute-exact-shares.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PositionRules } from "#shared/domain/position-rules.ts";
import type { PositionReading, SignalPosition } from "#shared/domain/signal-position.ts";
import { HOUR_MS, type UnixMs } from "#shared/domain/time.ts";
import { computeExit, computeExitLevels, type ExitLevels, type HeldPosition } from "./compute-exits.ts";
import { computePositionRisk, type PositionRisk, type PositionRiskFacts } from "./compute-position-risk.ts";

const SHARE_SCALE = 8;
const QUANTITY_SCALE = 12;
const TWO = Decimal.fromInteger(2);

export interface ReadingFacts
  extends Pick<
    PositionRiskFacts,
    | "dayLoss"
    | "dayLossLimit"
    | "drawdown"
    | "drawdownLimit"
    | "volatility"
    | "confidenceNow"
    | "confidenceThreshold"
    | "levels"
  > {
  readonly rules: PositionRules;
  /** Prices of all take-profit rungs, lowest first. */
  readonly ladder: readonly Decimal[];
  /** What distances of stops are multiplied by. */
  readonly scale: Decimal;
  readonly price: Decimal | null;
  readonly now: UnixMs;
}

export function computePositionReading(position: SignalPosition, facts: ReadingFacts): PositionReading {
  const held: HeldPosition = {
    entryPrice: Decimal.parse(position.entryPrice),
    quantity: Decimal.parse(position.quantity),
    boughtQuantity: Decimal.parse(position.boughtQuantity),
    openedAt: position.openedAt,
    highest: Decimal.parse(position.highest),
    rungsTaken: position.rungsTaken,
  };
  const levels = computeExitLevels(held, facts.rules, facts.scale, facts.ladder);
  const risk = computePositionRisk({
    ...facts,
    stopShare: stopShareOf(held, levels, facts.price),
    volatilityCeiling: toNumber(Decimal.parse(facts.rules.volatilityCeiling)),
    confidenceAtEntry: toNumber(Decimal.parse(position.confidenceAtEntry)),
    ageMs: facts.now - position.openedAt,
    timeStopMs: facts.rules.timeStopHours === null ? null : facts.rules.timeStopHours * HOUR_MS,
  });
  return {
    ...position,
    price: facts.price?.toString() ?? null,
    stop: levels.stop.toString(),
    stopKind: levels.stopKind,
    rungs: levels.rungs.map((rung) => rung.toString()),
    leaveAt: levels.leaveAt,
    risk: { parts: [...risk.parts], value: risk.risk, because: risk.because, advice: risk.advice },
    due: dueOf(held, levels, risk, facts),
  };
}

/** How far the price has gone from the entry to the stop; 1 where the stop has risen over the entry and is reached. */
function stopShareOf({ entryPrice }: HeldPosition, { stop }: ExitLevels, price: Decimal | null): number | null {
  if (price === null) return null;
  const way = entryPrice.sub(stop);
  if (!way.isPositive) return price.lte(stop) ? 1 : 0;
  return toNumber(entryPrice.sub(price).div(way, SHARE_SCALE, "halfEven"));
}

/** A level goes before advice; without a price nothing is due. */
function dueOf(
  held: HeldPosition,
  levels: ExitLevels,
  risk: PositionRisk,
  facts: ReadingFacts,
): PositionReading["due"] {
  const { price, now, ladder } = facts;
  if (price === null) return null;
  const exit = computeExit(held, levels, price, now, ladder.length);
  if (exit !== null) {
    const taken = ladder.filter((rung) => price.gte(rung)).length;
    const rungs = exit.kind === "takeProfit" ? Math.max(held.rungsTaken, taken) : held.rungsTaken;
    return { kind: exit.kind, quantity: exit.quantity.toString(), rungs };
  }
  if (risk.advice !== "exit" && risk.advice !== "halve") return null;
  const part = risk.advice === "exit" ? held.quantity : held.quantity.div(TWO, QUANTITY_SCALE, "down");
  return part.isPositive ? { kind: "risk", quantity: part.toString(), rungs: held.rungsTaken } : null;
}
