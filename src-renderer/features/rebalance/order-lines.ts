// How far is each leg of a plan, over all orders that were sent for it? Pure.
import type { ChipTone } from "#renderer/components/chip.tsx";
import type { IconName } from "#renderer/components/icon.tsx";
import type { ProgressSegment } from "#renderer/components/progress-segments.tsx";
import { drawnRatio } from "#renderer/lib/drawn-ratio.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { isTerminal, type Order, type OrderState } from "#shared/domain/order.ts";
import { isPlanOver, type PlanLeg, type PlanRecord } from "#shared/domain/plan.ts";

const PRICE_SCALE = 18;
const BP = Decimal.fromInteger(10_000);

export interface OrderChip {
  readonly tone: ChipTone;
  readonly icon?: IconName;
  readonly word: string;
}

export interface OrderLine {
  readonly number: number;
  readonly leg: PlanLeg;
  /** The latest order of the leg; null before the first was written down. */
  readonly order: Order | null;
  readonly state: OrderState;
  readonly chip: OrderChip;
  readonly filled: DecimalString;
  /** 0 to 1. */
  readonly ratio: number;
  readonly averagePrice: DecimalString | null;
  /** Against the planned price, as a share of it; positive is worse. */
  readonly slippage: DecimalString | null;
  readonly fees: readonly { readonly asset: string; readonly amount: DecimalString }[];
  /** Filled money in the valuation currency, at the planned value of the leg's quote. */
  readonly filledValue: DecimalString;
  readonly unknown: boolean;
  readonly failed: boolean;
  readonly startsSide: boolean;
}

export function toOrderLines(record: PlanRecord): readonly OrderLine[] {
  const { legs } = record.plan;
  return legs.map((leg, index) => {
    const own = record.orders.filter(({ legIndex }) => legIndex === index);
    const order = own.at(-1) ?? null;
    const filled = Decimal.sum(own.map(({ filledQuantity }) => Decimal.parse(filledQuantity)));
    const notional = filledNotional(own);
    const average = filled.isPositive && notional !== null ? notional.div(filled, PRICE_SCALE, "halfEven") : null;
    const expected = Decimal.parse(leg.expectedPrice);
    const worse = average === null ? null : leg.side === "buy" ? average.sub(expected) : expected.sub(average);
    const ratio = drawnRatio(filled, leg.quantity);
    const state = order?.state ?? "PLANNED";
    const before = legs[index - 1];
    return {
      number: index + 1,
      leg,
      order,
      state,
      chip: chipOf(record, order, ratio),
      filled: filled.toString(),
      ratio,
      averagePrice: average === null ? null : average.toString(),
      slippage: worse === null || expected.isZero ? null : worse.div(expected, 8, "halfEven").toString(),
      fees: sumFees(own),
      filledValue: plannedValueOf(leg, notional ?? Decimal.ZERO).toString(),
      unknown: state === "UNKNOWN" || state === "CANCEL_UNKNOWN",
      failed: ratio === 0 && (state === "REJECTED" || state === "DENIED"),
      startsSide: before !== undefined && before.side !== leg.side,
    };
  });
}

function filledNotional(orders: readonly Order[]): Decimal | null {
  const parts = orders.filter(({ filledQuantity }) => Decimal.parse(filledQuantity).isPositive);
  // A fill without a known price has an amount but no money yet.
  if (parts.some(({ averagePrice }) => averagePrice === null)) return null;
  return Decimal.sum(
    parts.map(({ filledQuantity, averagePrice }) =>
      Decimal.parse(filledQuantity).mul(Decimal.parse(averagePrice ?? "0")),
    ),
  );
}

function plannedValueOf(leg: PlanLeg, notional: Decimal): Decimal {
  const planned = Decimal.parse(leg.notional);
  return planned.isZero ? Decimal.ZERO : notional.mul(Decimal.parse(leg.value)).div(planned, PRICE_SCALE, "halfEven");
}

function sumFees(orders: readonly Order[]): OrderLine["fees"] {
  const sums = new Map<string, Decimal>();
  for (const { asset, amount } of orders.flatMap(({ fees }) => fees)) {
    sums.set(asset, (sums.get(asset) ?? Decimal.ZERO).add(Decimal.parse(amount)));
  }
  return [...sums].map(([asset, amount]) => ({ asset, amount: amount.toString() }));
}

function percent(ratio: number): string {
  return `${Math.floor(ratio * 100)}%`;
}

function chipOf(record: PlanRecord, order: Order | null, ratio: number): OrderChip {
  if (ratio >= 1) return { tone: "ok", icon: "check", word: "Filled" };
  const part = ratio > 0 ? `, ${percent(ratio)}` : "";
  if (order === null) return waitingChip(record);
  switch (order.state) {
    case "UNKNOWN":
    case "CANCEL_UNKNOWN":
      return { tone: "over", icon: "unknown", word: `Unknown${part}` };
    case "PLANNED":
      return { tone: "plain", word: "Written down" };
    case "SUBMITTING":
      return { tone: "you", icon: "arrow", word: `Sent${part}` };
    case "OPEN":
    case "PARTIAL":
      return { tone: "you", icon: "clock", word: `Open${part}` };
    case "CANCELING":
      return { tone: "you", icon: "stop", word: `Canceling${part}` };
    case "FILLED":
      return { tone: "ok", icon: "check", word: "Filled" };
    case "REJECTED":
      return ratio > 0 ? { tone: "over", word: `Partly${part}` } : { tone: "bad", icon: "close", word: "Rejected" };
    case "DENIED":
      return ratio > 0 ? { tone: "over", word: `Partly${part}` } : { tone: "bad", icon: "shield", word: "Denied" };
    case "CANCELED":
      return { tone: "muted", icon: "close", word: ratio > 0 ? `Partly${part}` : "Canceled" };
    case "EXPIRED":
      return { tone: "muted", icon: "clock", word: ratio > 0 ? `Partly${part}` : "Expired" };
    case "NOT_PLACED":
      return { tone: "muted", icon: "minus", word: "Not placed" };
    case "ATTESTED":
      return { tone: "muted", icon: "check", word: "By your word" };
  }
}

function waitingChip(record: PlanRecord): OrderChip {
  if (isPlanOver(record.state) || record.state === "RECONCILING" || record.stopAfterLeg) {
    return { tone: "muted", icon: "minus", word: "Not sent" };
  }
  return record.state === "PAUSED" ? { tone: "plain", icon: "pause", word: "Held" } : { tone: "plain", word: "Waits" };
}

export function toSegments(lines: readonly OrderLine[]): readonly ProgressSegment[] {
  return lines.map((line) => ({
    id: String(line.number),
    weight: drawnRatio(line.leg.value, "1"),
    filled: line.ratio,
    look: line.unknown
      ? "unknown"
      : line.failed
        ? "failed"
        : line.ratio >= 1
          ? "filled"
          : line.ratio > 0
            ? "partial"
            : "waiting",
  }));
}

/** "5 filled · 1 unknown · 2 wait": the words beside the segments. */
export function progressWords(lines: readonly OrderLine[]): string {
  const words: Readonly<Record<LinePhase, string>> = {
    filled: "filled",
    underWay: "under way",
    unknown: "unknown",
    refused: "refused",
    short: "not full",
    waits: "to come",
  };
  const phases = lines.map(phaseOf);
  return (Object.keys(words) as LinePhase[])
    .map((phase) => [phase, phases.filter((other) => other === phase).length] as const)
    .filter(([, count]) => count > 0)
    .map(([phase, count]) => `${count} ${words[phase]}`)
    .join(" · ");
}

type LinePhase = "filled" | "underWay" | "unknown" | "refused" | "short" | "waits";

function phaseOf(line: OrderLine): LinePhase {
  if (line.unknown) return "unknown";
  if (line.ratio >= 1) return "filled";
  if (line.order === null) return "waits";
  if (!isTerminal(line.order.state)) return "underWay";
  return line.failed ? "refused" : "short";
}

export function sumFilledValue(lines: readonly OrderLine[]): DecimalString {
  return Decimal.sum(lines.map(({ filledValue }) => Decimal.parse(filledValue))).toString();
}

/** Fees in the valuation currency as far as the legs' own prices tell; null when one is in an asset they do not price. */
export function sumFeeValue(lines: readonly OrderLine[]): DecimalString | null {
  let sum = Decimal.ZERO;
  for (const { leg, fees } of lines) {
    for (const { asset, amount } of fees) {
      const inQuote =
        asset === leg.quote
          ? Decimal.parse(amount)
          : asset === leg.base
            ? Decimal.parse(amount).mul(Decimal.parse(leg.expectedPrice))
            : null;
      if (inQuote === null) return null;
      sum = sum.add(plannedValueOf(leg, inQuote));
    }
  }
  return sum.toString();
}

/** Slippage over all that was filled, weighted by value; null before the first fill. */
export function averageSlippageBp(lines: readonly OrderLine[]): DecimalString | null {
  const known = lines.flatMap((line) =>
    line.slippage === null ? [] : [{ slip: Decimal.parse(line.slippage), value: Decimal.parse(line.filledValue) }],
  );
  const value = Decimal.sum(known.map((line) => line.value));
  if (!value.isPositive) return null;
  return Decimal.sum(known.map((line) => line.slip.mul(line.value)))
    .mul(BP)
    .div(value, 4, "halfEven")
    .toString();
}
