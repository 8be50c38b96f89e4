// How are orders placed, found and canceled, balances and history read, and the key's rights learnt, at one account?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, ClientOrderId, MarketSymbol, VenueOrderId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
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
  /** Only for a market buy by what it may spend, in quote; `quantity` is then ignored. Absent everywhere else. */
  readonly quoteAmount?: DecimalString;
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

/** The venue's rules that decide how an unknown outcome may be resolved (resources/docs/order-and-plan-states.md). */
export interface OrderRules {
  /** Venue-side expiry of a sent order; null where the venue has none ("not found" is then never proof). */
  readonly expiryMs: DurationMs | null;
  /** How long a placed order may stay invisible to look-ups. */
  readonly visibilityLagMs: DurationMs;
  /** Whether resending the same client id returns the existing order instead of making a second one. */
  readonly idempotentClientId: boolean;
  /** Whether the venue has a timer that cancels every order of the account once nothing is heard; absent: it has none. */
  readonly cancelsAllAfter?: boolean;
}

/** What an account's private stream says. It proves nothing: whoever cares reads by REST, sooner than planned. */
export type AccountHint =
  | {
      readonly kind: "order";
      readonly clientOrderId: ClientOrderId | null;
      readonly venueOrderId: VenueOrderId | null;
    }
  | { readonly kind: "balances" }
  /** The stream began (again): what happened before is not known from it. */
  | { readonly kind: "connected" }
  | { readonly kind: "lost"; readonly reason: string };

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
  /**
   * Asks the venue (on paper: the simulated one) to check an order without placing it; absent where nobody could be asked.
   * Nothing that it returns is ever a placed order.
   */
  validateOrder?(request: OrderRequest, options: { readonly signal?: AbortSignal }): Promise<ValidationOutcome>;
  /** Listens to the account's private stream until disposed; absent where there is none that we speak. The listener must not throw. */
  watchAccount?(listener: (hint: AccountHint) => void): Stoppable;
  /**
   * The venue cancels every open order of the account, whoever placed it, once `forMs` have gone by without another such call; 0
   * ends the timer. Absent where the venue has none.
   */
  cancelAllAfter?(forMs: DurationMs, options: { readonly signal?: AbortSignal }): Promise<void>;
  /** How calls with this account's key are doing; absent where they reach no venue. */
  diagnostics?(): ClientDiagnostics;
  /** Ends what runs by itself; present only where something does. */
  dispose?(): Promise<void>;
}

/** Answer to a validate-only order. `notSupported`: the venue has no such call, or not for this order. */
export type ValidationOutcome =
  | {
      readonly kind: "valid";
      /** What the venue would take; absent where it does not say. */
      readonly fee?: FeeEstimate;
      /** What the venue says beside yes, in its own words. */
      readonly warnings?: readonly string[];
    }
  | { readonly kind: "invalid"; readonly code: string; readonly message: string }
  | { readonly kind: "notSupported"; readonly reason: string }
  | { readonly kind: "unknown"; readonly cause: string };

/** A venue's own word on the fee of an order: how much, or which share of what the order moves. */
export type FeeEstimate =
  | { readonly kind: "amount"; readonly asset: Asset; readonly amount: DecimalString }
  | { readonly kind: "rate"; readonly rate: DecimalString };

/** What moved at an account beside orders, as the venue tells it. */
export interface LedgerEntry {
  /** The venue's id, unique per venue and kind. */
  readonly venueId: string;
  readonly kind: "deposit" | "withdrawal" | "trade" | "fee" | "reward" | "transfer" | "adjustment";
  readonly asset: Asset;
  /** Signed: what the balance changed by, without the fee. */
  readonly amount: DecimalString;
  /** Zero or more, in `asset`, taken on top; null where not told. */
  readonly fee: DecimalString | null;
  readonly status: "pending" | "done" | "failed";
  readonly tsEvent: UnixMs;
  /** Transaction hash or the venue's reference; null where there is none. */
  readonly reference: string | null;
}

/** One page of history, oldest first within the page. */
export interface HistoryPage<Item> {
  readonly items: readonly Item[];
  /** Where to go on, also after a restart: the venue's own words, opaque to everybody else. Null on the last page. */
  readonly resume: string | null;
}

export type HistoryKind = "deposits" | "withdrawals" | "ledger";

export interface HistoryRequest {
  readonly since: UnixMs;
  /** The `resume` of the last page that was kept; null to begin at `since`. */
  readonly resume: string | null;
}

/** How calls to one venue with one key are doing. */
export interface ClientDiagnostics {
  /** Of the last answered call, there and back; null before the first. */
  readonly latencyMs: DurationMs | null;
  readonly lastAnswerAt: UnixMs | null;
  /** Our clock less the venue's; null before it was measured. */
  readonly clockErrorMs: number | null;
  /** What the last call failed with, until one succeeds. `code` is an error code of the registry or the venue's own. */
  readonly failing: { readonly code: string; readonly message: string; readonly since: UnixMs } | null;
  /** Set while the venue must not be called at all (429, 418). */
  readonly pausedUntil: UnixMs | null;
  readonly budgets: readonly BudgetState[];
}

/** How much of one of the venue's limits is used now. */
export interface BudgetState {
  /** `key`: counted per key; `ip`: per address, shared by all keys and by prices. */
  readonly scope: "key" | "ip";
  readonly name: string;
  readonly used: number;
  readonly limit: number;
}

/** An account at a real venue: what a simulated one has, and what only a real one can answer. */
export interface VenueClient extends ExchangeClient {
  /** Rejects with VENUE_NOT_SUPPORTED where `permissions.readable` could only be false. */
  fetchPermissions(options: { readonly signal?: AbortSignal }): Promise<KeyPermissions>;
  validateOrder(request: OrderRequest, options: { readonly signal?: AbortSignal }): Promise<ValidationOutcome>;
  /** Pages until the venue has no more. Rejects with VENUE_NOT_SUPPORTED where the venue has no such list. */
  history(
    kind: HistoryKind,
    request: HistoryRequest,
    options: { readonly signal?: AbortSignal },
  ): AsyncIterable<HistoryPage<LedgerEntry>>;
  /** The account's fills as pages, for long pasts; `fetchFills` is the same for recent ones. */
  fillPages(request: HistoryRequest, options: { readonly signal?: AbortSignal }): AsyncIterable<HistoryPage<Fill>>;
  diagnostics(): ClientDiagnostics;
}
