// What does the planner see, read once into exact numbers and sorted, so that the order of the inputs cannot matter?
import type { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import type { Policy } from "#shared/domain/policy.ts";
import type { Level, Slipped } from "./compute-book-walk.ts";

/** One market as one account trades it. */
export interface PlanMarket {
  readonly accountIndex: number;
  readonly accountId: AccountId;
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly base: Asset;
  readonly quote: Asset;
  /** Shared by all accounts of the venue: the book is one. */
  readonly bookKey: string;
  readonly levels: Readonly<Record<Side, readonly Level[]>>;
  /** Whether an order of each side could ever fill inside the slippage tolerance; false where depth was cut to nothing. */
  readonly best: Readonly<Record<Side, Decimal>>;
  readonly pricePlaces: number;
  readonly priceStep: Decimal;
  readonly amountStep: Decimal;
  readonly amountMin: Decimal | null;
  readonly amountMax: Decimal | null;
  readonly costMin: Decimal | null;
  readonly costMax: Decimal | null;
  readonly feeRate: Decimal;
  readonly feePlace: FeeTier["feeAsset"];
  readonly basePrice: Decimal;
  readonly quotePrice: Decimal;
  /** Smallest order that keeps the filters and the minimum trade; null where there is no depth. */
  readonly least: Readonly<Record<Side, Decimal | null>>;
  /** Largest order that keeps the filters and the order cap; null where nothing limits it. */
  readonly most: Readonly<Record<Side, Decimal | null>>;
  /** Change of the base asset per unit traded: a fee in it comes on top of a sale and out of a buy. */
  readonly units: Readonly<Record<Side, Decimal>>;
  readonly factors: {
    /** Value of one unit after the fee, per unit of price. */
    readonly value: Readonly<Record<Side, Decimal>>;
    /** What one unit bought can take out of the quote asset, per unit of its price in the book. */
    readonly spend: Decimal;
  };
}

/** A way to turn a cash coin into another coin. */
export interface Conversion {
  readonly market: PlanMarket;
  readonly side: Side;
}

/** One target: an asset, or the coins that together are cash. Values in the valuation asset. */
export interface PlanGroup {
  readonly asset: Asset;
  readonly isCash: boolean;
  readonly target: Decimal;
  readonly half: Decimal;
  readonly value: Decimal;
}

/** What limits an order whichever market it goes to. */
export interface OrderRules {
  readonly slipped: Slipped;
  readonly minTrade: Decimal;
  /** Most value of one order; null without a cap. */
  readonly orderCap: Decimal | null;
}

export interface PlanModel extends OrderRules {
  readonly input: PlannerInput;
  /** What it holds back stands in `neverBuy` and `neverSell`. */
  readonly policy: Policy;
  /** Cash coins that fund buys and take proceeds, valuation asset first. */
  readonly cash: readonly Asset[];
  readonly prices: ReadonlyMap<Asset, Decimal>;
  /** Free balance by account (in sorted order) and asset. */
  readonly free: readonly ReadonlyMap<Asset, Decimal>[];
  /** All of an asset over all accounts, free or not. */
  readonly owned: ReadonlyMap<Asset, Decimal>;
  /** Amounts that stay over all accounts: reserves and pins. */
  readonly kept: ReadonlyMap<Asset, Decimal>;
  readonly markets: readonly PlanMarket[];
  /** Markets that a target may be bought or sold at. */
  readonly trading: Readonly<Record<Side, ReadonlyMap<Asset, readonly PlanMarket[]>>>;
  /** By account and the coin that is wanted. */
  readonly conversions: readonly ReadonlyMap<Asset, readonly Conversion[]>[];
  /** Targeted assets by name; cash is the last. */
  readonly groups: readonly PlanGroup[];
  /** Assets that count in the weights. */
  readonly weighed: readonly Asset[];
  readonly totalValue: Decimal;
  readonly unpriced: readonly Asset[];
  readonly warnings: readonly string[];
}
