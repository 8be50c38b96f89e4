// How is an order given to an account of a venue, and what does the venue keep of it?
import type { Rejection } from "#engine/simulation/exchange/check-order.ts";
import type { ExchangeOrder } from "#engine/simulation/exchange/exchange-state.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** What an account of this venue is like. Fees as shares; `received`: in base for a buy and in quote for a sale. */
export interface AccountRules {
  readonly maker: string;
  readonly taker: string;
  readonly feeAsset: "quote" | "received" | Asset;
  /** How many places the balances of an asset have; 18 where not named. */
  readonly scales?: ReadonlyMap<Asset, number>;
  readonly clientIds: "openOnly" | "returnsExisting";
  /** Makes the venue's own ids from a number that rises by one. */
  readonly orderId: (count: number) => string;
  readonly tradeId: (count: number) => string;
}

export interface NewOrder {
  readonly clientId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly kind: OrderKind;
  /** In base; ignored with `quoteAmount`. */
  readonly quantity: string;
  readonly limitPrice: string | null;
  /** A market order by what it may spend or bring, in quote, fee not counted. */
  readonly quoteAmount?: string | undefined;
  /** Only this share may fill at once (fault `partialFill`). */
  readonly fillShare?: Decimal | null;
  /** Whatever the venue wants to tell of the order later. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** An order with what the venue keeps beside it. */
export interface PlacedOrder {
  readonly order: ExchangeOrder;
  readonly clientId: string | null;
  readonly meta: Readonly<Record<string, string>>;
  /** Rises by one with each order of the venue. */
  readonly number: number;
  readonly quoteAmount: Decimal | null;
  closedAt: UnixMs | null;
  updatedAt: UnixMs;
  /** A part-filled order that the market leaves alone until it is released. */
  frozen: boolean;
}

/** `repeated`: the venue took the client id for a resend and made no second order. */
export type PlaceResult =
  | { readonly kind: "accepted"; readonly placed: PlacedOrder; readonly repeated: boolean }
  | { readonly kind: "rejected"; readonly rejection: Rejection };

export interface AccountBalance {
  readonly asset: Asset;
  readonly free: Decimal;
  readonly inOrders: Decimal;
}

/** Numbers that rise over all accounts of a venue. */
export interface VenueCounters {
  orders: number;
  trades: number;
  transfers: number;
  ledger: number;
}
