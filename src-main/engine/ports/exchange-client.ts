// How are orders placed, found and canceled, and balances read, at one account?
import type { Account, Balance } from "#shared/domain/account.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { ClientOrderId, MarketSymbol, VenueOrderId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { Fill, OrderKind, Side } from "#shared/domain/order.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";

/** Exactly what is sent; its canonical hash is journaled before sending. */
export interface OrderRequest {
  readonly clientOrderId: ClientOrderId;
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly kind: OrderKind;
  /** In base, on the lot step. */
  readonly quantity: DecimalString;
  /** On the tick; null only for kind `market`. */
  readonly limitPrice: DecimalString | null;
}

/** An order as the venue tells it. */
export interface VenueOrder {
  readonly clientOrderId: ClientOrderId | null;
  readonly venueOrderId: VenueOrderId;
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly quantity: DecimalString;
  readonly limitPrice: DecimalString | null;
  readonly state: "open" | "filled" | "canceled" | "expired" | "rejected";
  readonly filledQuantity: DecimalString;
  readonly averagePrice: DecimalString | null;
  readonly createdAt: UnixMs;
}

/** Outcome of a send. Silence and surprises are `unknown`, never `rejected`. */
export type SubmitOutcome =
  | { readonly kind: "accepted"; readonly order: VenueOrder; readonly fills: readonly Fill[] }
  | { readonly kind: "rejected"; readonly code: string; readonly message: string }
  | { readonly kind: "unknown"; readonly cause: string };

export type CancelOutcome =
  | { readonly kind: "accepted" }
  | { readonly kind: "alreadyOver" }
  | { readonly kind: "notFound" }
  | { readonly kind: "unknown"; readonly cause: string };

/** Answer to a look-up. `noAnswer` is never proof of anything. */
export type LookupResult =
  | { readonly kind: "found"; readonly order: VenueOrder; readonly fills: readonly Fill[] }
  | { readonly kind: "notFound" }
  | { readonly kind: "noAnswer"; readonly cause: string };

/** The venue's rules that decide how an unknown outcome may be resolved (execution-safety: order states). */
export interface OrderRules {
  /** Venue-side expiry of a sent order; null where the venue has none ("not found" is then never proof). */
  readonly expiryMs: DurationMs | null;
  /** How long a placed order may stay invisible to look-ups. */
  readonly visibilityLagMs: DurationMs;
  /** Whether resending the same client id returns the existing order instead of making a second one. */
  readonly idempotentClientId: boolean;
}

/** One account at one venue. Reads reject with `EngineError`; order calls never throw for what the venue or network does. */
export interface ExchangeClient {
  readonly account: Account;
  readonly rules: OrderRules;
  fetchInstruments(options: { readonly signal?: AbortSignal }): Promise<readonly Instrument[]>;
  fetchBalances(options: { readonly signal?: AbortSignal }): Promise<readonly Balance[]>;
  fetchFeeTier(options: { readonly signal?: AbortSignal }): Promise<FeeTier>;
  /** Sends once, without any retry. */
  submitOrder(request: OrderRequest, options: { readonly signal?: AbortSignal }): Promise<SubmitOutcome>;
  cancelOrder(
    request: { readonly venueOrderId: VenueOrderId; readonly symbol: MarketSymbol },
    options: { readonly signal?: AbortSignal },
  ): Promise<CancelOutcome>;
  findOrder(
    request: { readonly clientOrderId: ClientOrderId; readonly symbol: MarketSymbol; readonly sentAt: UnixMs },
    options: { readonly signal?: AbortSignal },
  ): Promise<LookupResult>;
  fetchOpenOrders(options: { readonly signal?: AbortSignal }): Promise<readonly VenueOrder[]>;
  /** The account's fills at or after `since`, oldest first. */
  fetchFills(request: { readonly since: UnixMs }, options: { readonly signal?: AbortSignal }): Promise<readonly Fill[]>;
  /** The venue's time now. */
  fetchTime(options: { readonly signal?: AbortSignal }): Promise<UnixMs>;
}
