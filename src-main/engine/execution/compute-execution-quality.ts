// How well were legs executed: price, fee and time against the plan, for each and over venues, symbols and days?
import { computeFilledFee } from "#engine/rebalancing/compute-filled-fee.ts";
import { computeLegFill } from "#engine/rebalancing/compute-leg-fill.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ExecutionQuality, QualityGroup, QualityLeg } from "#shared/domain/execution-quality.ts";
import { groupBy } from "#shared/domain/group-by.ts";
import type { Asset, PlanId } from "#shared/domain/ids.ts";
import type { Fill, Order } from "#shared/domain/order.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import type { UnixMs } from "#shared/domain/time.ts";

const MONEY_SCALE = 18;
const BP_SCALE = 4;
const BP = Decimal.fromInteger(10_000);
const DAY_LENGTH = "2026-01-31".length;

/** One leg of which at least one order was sent. */
export interface SentLeg {
  readonly planId: PlanId;
  readonly legIndex: number;
  readonly currency: Asset;
  readonly leg: PlanLeg;
  readonly orders: readonly Pick<Order, "sentAt">[];
  readonly fills: readonly Fill[];
  readonly firstSentAt: UnixMs;
}

interface Measured {
  readonly line: QualityLeg;
  /** In the currency, at the planned value of the leg's quote. */
  readonly value: Decimal;
  readonly fee: Decimal;
  readonly slippageCost: Decimal;
}

/** `limit`: how many legs are listed, newest first. The groups are over all legs in `currency`. */
export function computeExecutionQuality(
  legs: readonly SentLeg[],
  { currency, limit }: { readonly currency: Asset; readonly limit: number },
): ExecutionQuality {
  const measured = legs.map(measure);
  const counted = measured.filter((_, index) => legs[index]?.currency === currency);
  const groups = (keyOf: (line: QualityLeg) => string): QualityGroup[] =>
    [...groupBy(counted, ({ line }) => keyOf(line))]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, members]) => toGroup(key, members));
  return {
    currency,
    legs: measured
      .map(({ line }) => line)
      .sort((one, other) => other.firstSentAt - one.firstSentAt)
      .slice(0, limit),
    total: toGroup("all", counted),
    byVenue: groups(({ venue }) => venue),
    bySymbol: groups(({ symbol }) => symbol),
    byDay: groups(({ firstSentAt }) => new Date(firstSentAt).toISOString().slice(0, DAY_LENGTH)),
    otherCurrency: legs.length - counted.length,
  };
}

function measure({ planId, legIndex, leg, orders, fills, firstSentAt }: SentLeg): Measured {
  const done = computeLegFill(leg, fills);
  const inQuote = { base: leg.base, quote: leg.quote, feeAsset: leg.quote };
  const fee = Decimal.sum(fills.map((fill) => computeFilledFee(inQuote, fill, () => null)));
  const lastKnown = fills.reduce<number | null>(
    (latest, { tsInit }) => (latest === null || tsInit > latest ? tsInit : latest),
    null,
  );
  const planned = Decimal.parse(leg.notional);
  const toCurrency = (amount: Decimal) =>
    planned.isZero ? Decimal.ZERO : amount.mul(Decimal.parse(leg.value)).div(planned, MONEY_SCALE, "halfEven");
  return {
    value: toCurrency(done.notional),
    fee: toCurrency(fee),
    slippageCost: done.worse === null ? Decimal.ZERO : toCurrency(done.worse.mul(done.quantity)),
    line: {
      planId,
      legIndex,
      venue: leg.venue,
      symbol: leg.symbol,
      side: leg.side,
      orders: orders.length,
      firstSentAt,
      plannedQuantity: leg.quantity,
      filledQuantity: done.quantity.toString(),
      plannedPrice: leg.expectedPrice,
      filledPrice: done.price?.toString() ?? null,
      slippageBp: done.slippageBp?.toString() ?? null,
      fee: fee.toString(),
      feeAsset: leg.quote,
      feesLeftOut: fills.filter(({ fee: { asset } }) => asset !== leg.base && asset !== leg.quote).length,
      tookMs: lastKnown === null ? null : Math.max(0, lastKnown - firstSentAt),
    },
  };
}

function toGroup(key: string, members: readonly Measured[]): QualityGroup {
  const filled = members.filter(({ line }) => line.filledPrice !== null);
  const value = Decimal.sum(filled.map((member) => member.value));
  const fees = Decimal.sum(filled.map(({ fee }) => fee));
  const slippageCost = Decimal.sum(filled.map((member) => member.slippageCost));
  // The planned value of what was filled, so that a leg's own figure and that of a group of one are the same.
  const plannedValue = value.sub(slippageSign(filled));
  const inBp = (cost: Decimal, of: Decimal) =>
    of.isPositive ? cost.mul(BP).div(of, BP_SCALE, "halfEven").toString() : null;
  const times = filled.flatMap(({ line }) => line.tookMs ?? []).sort((one, other) => one - other);
  return {
    key,
    legs: members.length,
    filledLegs: filled.length,
    value: value.toString(),
    fees: fees.toString(),
    feeBp: inBp(fees, value),
    slippageCost: slippageCost.toString(),
    slippageBp: inBp(slippageCost, plannedValue),
    medianMs: times[Math.floor((times.length - 1) / 2)] ?? null,
  };
}

/** What was paid above the planned value (buys) less what was received below it (sells). */
function slippageSign(members: readonly Measured[]): Decimal {
  return Decimal.sum(
    members.map(({ line, slippageCost }) => (line.side === "buy" ? slippageCost : Decimal.ZERO.sub(slippageCost))),
  );
}
