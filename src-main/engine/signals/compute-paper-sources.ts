// Which entries of the paper ledger does a rule's signal give, and which a proposed plan?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { MOST_NAMED, type PaperEntryRecord } from "#shared/domain/paper-entry.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { type DurationMs, HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { FollowedMarket } from "./compute-followed-market.ts";
import { computePlanEntries, PROPOSALS } from "./compute-plan-entries.ts";
import { SIGNAL_BARS } from "./compute-strategy-signals.ts";

/** A rule's signal lasts an hour and is made anew while it holds, a plan a few minutes: like a strategy's they are followed for a day. */
const FOLLOWED_MS: DurationMs = SIGNAL_BARS * HOUR_MS;

/** Where an asset is followed; null where it is traded against the profile's currency at none of its venues. */
export type FindMarket = (asset: Asset) => (FollowedMarket & { readonly halfSpread: DecimalString }) | null;

type Origin = { readonly currency: Asset; readonly findMarket: FindMarket };

const zero = Decimal.ZERO.toString();

/** Nothing has come of it yet. */
export const UNREAD = {
  ...{ signalIds: [], planIds: [], takenBy: null, state: "unpriced", end: null, exit: null },
  ...{ gross: zero, costs: zero, result: zero },
} as const satisfies Partial<PaperEntryRecord>;

/** What results of a signal are summed by: its rule without the version, like `threshold`, `mapper` or `cycleWheel`. */
export function paperGroupOf({ rule }: Pick<Signal, "rule">): string {
  return /^[A-Za-z]+/.exec(rule)?.[0] ?? rule;
}

/** Of a rule's signal with a side and a price; a rebalance as a whole is followed by the plan that is proposed for it. */
export function computeRuleEntry(
  signal: Signal,
  { currency, findMarket, stake }: Origin & { readonly stake: DecimalString },
): PaperEntryRecord | null {
  const { id, ts, asset, action, price } = signal;
  if (asset === null || price === null || (action !== "buy" && action !== "sell")) return null;
  const market = findMarket(asset);
  if (market === null || !Decimal.parse(price).isPositive) return null;
  const group = paperGroupOf(signal);
  const { venue, symbol, fee, halfSpread } = market;
  return {
    ...UNREAD,
    ...{ id: `${group} ${symbol} ${ts} ${id}`, kind: "rule", group, venue, symbol, currency, side: action },
    ...{ at: ts, price, stake, halfSpread, fee, expiresAt: unixMs(ts + FOLLOWED_MS), seen: true, signalIds: [id] },
  };
}

/** One for each order of a plan that the program proposes, priced in the profile's currency. */
export function computeProposalEntries(plan: RebalancePlan, { findMarket }: Origin): readonly PaperEntryRecord[] {
  const { planId, createdAt, currency, legs } = plan;
  const expiresAt = unixMs(createdAt + FOLLOWED_MS);
  return legs.flatMap((leg, index) => {
    const market = findMarket(leg.base);
    if (market === null) return [];
    const { venue, symbol, fee } = market;
    const proposal = { id: planId, at: createdAt, expiresAt, taken: false, legs: [leg] };
    return computePlanEntries(proposal, Decimal.parse(fee)).map(
      ({ side, price, stake, halfSpread }): PaperEntryRecord => ({
        ...UNREAD,
        ...{ id: `${PROPOSALS} ${planId} ${index}`, kind: "proposal", group: PROPOSALS, venue, symbol, currency, side },
        ...{ at: createdAt, price: price.toString(), stake: stake.toString(), halfSpread: halfSpread.toString(), fee },
        ...{ expiresAt, seen: true, planIds: [planId] },
      }),
    );
  });
}

/** The same bet again while the first runs: the first also stands for it. */
export function isSameBet(
  running: Pick<PaperEntryRecord, "group" | "venue" | "symbol" | "side" | "at" | "expiresAt">,
  other: Pick<PaperEntryRecord, "group" | "venue" | "symbol" | "side"> & { readonly at: UnixMs },
): boolean {
  const isSame = running.group === other.group && running.venue === other.venue && running.symbol === other.symbol;
  return isSame && running.side === other.side && running.at <= other.at && other.at < running.expiresAt;
}

/** The newest are kept where there are too many. */
export function addNames(
  entry: PaperEntryRecord,
  { signalIds, planIds }: Pick<PaperEntryRecord, "signalIds" | "planIds">,
): PaperEntryRecord {
  return {
    ...entry,
    signalIds: [...new Set([...entry.signalIds, ...signalIds])].slice(-MOST_NAMED),
    planIds: [...new Set([...entry.planIds, ...planIds])].slice(-MOST_NAMED),
  };
}

/** Whether the plan, now approved, was made of what the entry follows. */
export function isTakenBy(entry: PaperEntryRecord, plan: RebalancePlan): boolean {
  const { trade, legs } = plan;
  if (trade !== undefined)
    return trade.signal?.exit === undefined && entry.signalIds.some((id) => id === trade.signal?.id);
  if (entry.kind === "strategy") return false;
  const hasLeg = legs.some(({ base, side }) => entry.symbol.startsWith(`${base}/`) && entry.side === side);
  if (entry.kind === "rule") return hasLeg;
  return hasLeg && entry.planIds.some((id) => id === plan.planId || id === plan.editedFrom);
}
