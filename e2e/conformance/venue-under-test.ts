// What does the conformance suite need to know of a venue? Its server, its adapter, and how the same things look on its wire.

import type { CancelOutcome } from "#engine/ports/exchange-client.ts";
import type { EnteredCredentials, VenueStatus } from "#engine/ports/venues.ts";
import type { ErrorCode } from "#shared/contract/errors.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import type { Fault } from "../venue-server/core/faults.ts";
import type { LoggedRequest } from "../venue-server/core/request-log.ts";
import type { VenueAccount } from "../venue-server/core/venue-account.ts";
import type { VenueServer } from "../venue-server/core/venue-server.ts";
import type { VenueServerOptions, VenueState } from "../venue-server/core/venue-world.ts";

/** What a key may do: `view` reads only, `withdraw` can move money out, `nothing` has no right at all. */
export type KeyRights = "trade" | "view" | "withdraw" | "nothing";

export interface KeyWish {
  readonly rights?: KeyRights;
  readonly ipAllowList?: readonly string[];
  readonly account?: VenueAccount;
}

/** A venue server whose keys are what a person would paste. */
export interface RunningVenue {
  readonly server: Omit<VenueServer<never, never>, "addKey">;
  addKey(wish?: KeyWish): EnteredCredentials;
  /** As if the person had deleted it at the venue. */
  revoke(key: EnteredCredentials): void;
}

export interface WireRoute {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string | RegExp;
}

/** An order as one request carried it, in the venue's own texts. */
export interface WireOrder {
  readonly clientId: string | null;
  readonly side: Side;
  readonly kind: OrderKind;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly quoteAmount: string | null;
}

/** One thing that a venue can answer, and what it means for a read, an order being sent, and one being canceled. */
export interface AnswerRow {
  readonly name: string;
  readonly fault: Fault;
  /** Null where the answer makes no sense for reads. */
  readonly read: ErrorCode | null;
  /** Null where it makes no sense for orders. `code` where the venue names one. */
  readonly submit: { readonly kind: "rejected"; readonly code?: string } | { readonly kind: "unknown" } | null;
  readonly cancel: CancelOutcome["kind"] | null;
  /** How often the order may be sent; default once. */
  readonly sends?: number;
}

export interface VenueUnderTest {
  readonly venue: string;
  /** A market with a fixed price in every case, and its two assets. */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly price: string;
  start(options: VenueServerOptions): Promise<RunningVenue>;
  readonly routes: {
    readonly submit: WireRoute;
    readonly cancel: WireRoute;
    readonly validate: WireRoute | null;
    readonly balances: WireRoute;
    readonly openOrders: WireRoute;
    readonly tickers: WireRoute;
    readonly book: WireRoute;
    readonly candles: WireRoute;
    readonly markets: WireRoute;
    readonly time: WireRoute;
    readonly fees: WireRoute;
    readonly permissions: WireRoute | null;
  };
  /** Method and path of the calls that cancel orders nobody named. */
  readonly cancelAll: RegExp;
  readWire(request: LoggedRequest): WireOrder;
  /** Balance rows under the venue's own codes that count in value and cannot be traded. */
  readonly extraBalances: readonly {
    readonly code: string;
    readonly asset: string;
    readonly part: "earn" | "locked";
  }[];
  /** How the venue names the fee of an order that it only checks; null where it names none. */
  readonly checkedFee: "rate" | "amount" | null;
  /** False: a market buy only by what it may spend. */
  readonly marketBuyByQuantity: boolean;
  /** What a repeated client id ends with, while the first order is open and once it is filled. `unknown`: it has to be looked up. */
  readonly repeatedId: {
    readonly open: "unknown" | "same";
    readonly filled: "unknown" | "same" | "second";
  };
  /** An order that ended without any fill is not found any more. */
  readonly forgetsEmptyOrders: boolean;
  /** An order that came later than it may: refused by the venue, or nothing that it minds. */
  readonly lateOrder: "notPlaced" | "placed";
  /** Codes of the venue's own refusals. */
  readonly codes: {
    readonly funds: string;
    readonly minimum: string;
    readonly tick: string;
    readonly postOnly: string;
    readonly permission: string;
  };
  readonly answers: readonly AnswerRow[];
  /** States of the whole venue and how they are told; those that it cannot tell are missing. */
  readonly states: readonly (readonly [VenueState, VenueStatus["state"]])[];
  readonly rights: {
    /** The right that moves money out. Null where rights cannot be read. */
    readonly withdraw: string | null;
    /** Whether the venue tells of a list of addresses. */
    readonly tellsAddresses: boolean;
  };
  readonly history: {
    /** Entries of one page, by kind; more than twice as many make a third page. */
    readonly pageOf: { readonly fills: number; readonly transfers: number };
    /** Whether the venue has a list of everything that moved. */
    readonly ledger: boolean;
  };
  /** What a call ends with whose clock is minutes off: nothing, where the difference is measured and taken off, or a refusal. */
  readonly clockOff: "mended" | "refused";
}

export const matches = (route: WireRoute, request: LoggedRequest): boolean =>
  request.method === route.method &&
  (typeof route.path === "string" ? request.path === route.path : route.path.test(request.path));
