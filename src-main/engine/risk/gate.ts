// What does a pre-trade check see, and how does it say no?
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { BudgetState } from "#engine/ports/exchange-client.ts";
import type { StoreHealth } from "#engine/ports/repositories.ts";
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { StandingDay } from "#engine/rebalancing/compute-standing-approval.ts";
import type { Account, Balance, Mode } from "#shared/domain/account.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, MarketSymbol, PlanId, VenueId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { Order, OrderKind, Side } from "#shared/domain/order.ts";
import type { PlanState, RebalancePlan } from "#shared/domain/plan.ts";
import type { RiskLimits } from "#shared/domain/policy.ts";
import type { TradingState } from "#shared/domain/profile.ts";
import type { QuoteState } from "#shared/domain/quote.ts";
import type { StandingRecord, StandingUse } from "#shared/domain/standing-approval.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import type { Losses } from "./compute-losses.ts";
import type { OverallFacts } from "./compute-overall-exposure.ts";

/** An order that somebody wants to send: one numbered part of one leg of one plan. */
export interface OrderDraft {
  readonly planId: PlanId;
  readonly legIndex: number;
  /** 1 for the first order of the leg. */
  readonly part: number;
  readonly accountId: AccountId;
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly base: Asset;
  readonly quote: Asset;
  readonly side: Side;
  readonly kind: OrderKind;
  readonly quantity: Decimal;
  readonly limitPrice: Decimal;
  /** How long it may rest, where its leg says so. */
  readonly restMs?: DurationMs;
}

/** Everything a check may look at, gathered immediately before the send. Unknown is null, and unknown is never fine. */
export interface GateFacts {
  readonly draft: OrderDraft;
  readonly now: UnixMs;
  readonly limits: RiskLimits;
  /** The mode the profile is in now, and whether live was unlocked for it. */
  readonly profileMode: Mode;
  readonly liveUnlocked: boolean;
  /** The account the order is for, as the profile has it now; null where it has none of that id. */
  readonly account: Account | null;
  readonly killSwitch: { readonly on: boolean; readonly reason: string };
  readonly trading: { readonly state: TradingState; readonly reason: string | null };
  /** Whether orders and venues were reconciled since the start, and if not, why. */
  readonly ready: { readonly ok: boolean; readonly reason: string };
  /** Why nothing new goes to this account's venue although all were reconciled; null where it does. */
  readonly paused: string | null;
  readonly store: StoreHealth;
  /** The plan as previewed, and its approval. */
  readonly plan: RebalancePlan;
  readonly planState: PlanState;
  readonly approval: { readonly planHash: string; readonly at: UnixMs; readonly standing?: StandingUse } | null;
  /** What an automatic plan runs under, as it is now, and what such plans come to today; null for other plans. */
  readonly standing: { readonly record: StandingRecord | null; readonly day: StandingDay } | null;
  readonly approvalMs: DurationMs;
  readonly instrument: Instrument | null;
  readonly quote: { readonly state: QuoteState; readonly ageMs: DurationMs } | null;
  /** Consensus price of the base in the quote asset. */
  readonly consensus: Decimal | null;
  readonly balances: readonly Balance[] | null;
  readonly fees: FeeTier;
  /** Our clock less the venue's; null where it could not be measured. */
  readonly clockErrorMs: number | null;
  /** Every order of the profile, in the order they were planned, with the time. */
  readonly orders: readonly { readonly order: Order; readonly plannedAt: UnixMs }[];
  /** Value traded since midnight UTC by all plans, in the profile's currency. */
  readonly dayTurnover: Decimal;
  /** What the profile lost today and since its high. */
  readonly losses: Losses;
  /** Changes of an asset's price on the last days, in the profile's currency; null where they are not known. */
  readonly dailyReturns: (asset: Asset) => ReturnSeries | null;
  /** What the venue says of itself; null where it could not be read. */
  readonly venueStatus: VenueStatus | null;
  /** How much of the venue's limits is used; none where nothing reaches a venue. */
  readonly budgets: readonly BudgetState[];
  readonly isCash: (asset: Asset) => boolean;
  /** What all live profiles hold together; null for an order that is not live, which no limit over all profiles concerns. */
  readonly overall: OverallFacts | null;
}

export interface Denial {
  readonly code: DenialCode;
  /** One plain sentence with the numbers. */
  readonly message: string;
  /** `plan`: nothing of the plan may be sent now; `leg`: only this order is impossible. */
  readonly stops: "plan" | "leg";
}

export interface Gate {
  /** Shown beside its tick before Approve. */
  readonly name: string;
  /** `send`: says nothing about a plan that is not approved yet. */
  readonly when: "always" | "send";
  check(facts: GateFacts): Denial | null;
  /** What a person should know of an order that passes, where there is such a thing. */
  note?(facts: GateFacts): string | null;
}

/** A gate that looks at a few facts only, so that others may ask it too. */
export interface NarrowGate<Fact extends keyof GateFacts> extends Gate {
  check(facts: Pick<GateFacts, Fact>): Denial | null;
}

export const DENIAL_CODES = [
  "KILL_SWITCH_ON",
  "PROFILE_HALTED",
  "PROFILE_REDUCING",
  "NOT_RECONCILED",
  "VENUE_PAUSED",
  "STORE_NOT_OK",
  "MODE_CHANGED",
  "LIVE_NOT_UNLOCKED",
  "KEY_UNKNOWN",
  "KEY_DANGEROUS",
  "KEY_CANNOT_TRADE",
  "KEY_UNCONFIRMED",
  "NOT_APPROVED",
  "APPROVAL_MISMATCH",
  "APPROVAL_TOO_OLD",
  "STANDING_NOT_LIVE",
  "STANDING_NOT_COVERED",
  "STANDING_LIMIT",
  "ORDER_NOT_IN_PLAN",
  "PRICE_MISSING",
  "PRICE_NOT_LIVE",
  "LIMIT_OFF_CONSENSUS",
  "LIMIT_FAR_OFF_CONSENSUS",
  "ORDER_TOO_LARGE",
  "VOLATILITY_CEILING",
  "PLAN_TURNOVER",
  "DAY_TURNOVER",
  "INSTRUMENT_UNKNOWN",
  "INSTRUMENT_CLOSED",
  "QUANTITY_OFF_LOT",
  "PRICE_OFF_TICK",
  "QUANTITY_TOO_SMALL",
  "QUANTITY_TOO_LARGE",
  "NOTIONAL_TOO_SMALL",
  "NOTIONAL_TOO_LARGE",
  "OVERALL_UNKNOWN",
  "ASSET_OVERALL",
  "LIVE_MONEY",
  "BALANCE_UNKNOWN",
  "BALANCE_TOO_SMALL",
  "OPEN_ORDER_EXISTS",
  "DUPLICATE_ORDER",
  "ORDERS_PER_DAY",
  "CLOCK_UNKNOWN",
  "CLOCK_ERROR",
  "DAY_LOSS",
  "DRAWDOWN",
  "VENUE_STATUS_UNKNOWN",
  "VENUE_NOT_ONLINE",
  "RATE_BUDGET",
] as const;
export type DenialCode = (typeof DENIAL_CODES)[number];

export const denyPlan = (code: DenialCode, message: string): Denial => ({ code, message, stops: "plan" });
export const denyLeg = (code: DenialCode, message: string): Denial => ({ code, message, stops: "leg" });
