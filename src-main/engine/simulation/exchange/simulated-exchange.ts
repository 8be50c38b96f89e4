// What does the simulated exchange do with a request? Decides from state, rules, book and time; changes nothing itself:
// the caller makes the records durable, then applies them.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, ClientOrderId, MarketSymbol, VenueOrderId } from "#shared/domain/ids.ts";
import { tradeIdSchema, venueOrderIdSchema } from "#shared/domain/ids.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { fromUnits } from "./asset-units.ts";
import { checkCost, checkFilters, type OrderTerms, type Rejection, readTerms } from "./check-order.ts";
import type { AcceptedRecord, ExchangeRecord, FilledRecord } from "./exchange-record.ts";
import { balanceOf, type ExchangeOrder, type ExchangeState } from "./exchange-state.ts";
import type { ExchangeRules, MarketRule } from "./market-rules.ts";
import { bestOpposite, bookKey, type Match, matchBook } from "./match-book.ts";
import { type Amount, type CoinPrice, feeFor, freeFeeCoin, holdFor } from "./order-costs.ts";

export interface SubmitRequest {
  readonly clientOrderId: ClientOrderId;
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly kind: OrderKind;
  readonly quantity: string;
  readonly limitPrice: string | null;
}

/** The market as it stands at the moment of the request. */
export interface MarketView {
  readonly now: UnixMs;
  readonly book: OrderBook | null;
  readonly coinPrice: CoinPrice;
}

export type SubmitDecision =
  | { readonly kind: "accepted"; readonly venueOrderId: VenueOrderId; readonly records: readonly ExchangeRecord[] }
  | { readonly kind: "rejected"; readonly rejection: Rejection };

/** Decides a new order: checks, hold, immediate fills, and the end of what may not rest. */
export function decideSubmit(
  state: ExchangeState,
  rules: ExchangeRules,
  request: SubmitRequest,
  view: MarketView,
): SubmitDecision {
  const known = state.byClientId.get(request.clientOrderId);
  if (known !== undefined && rules.clientIds === "returnsExisting")
    return { kind: "accepted", venueOrderId: known.venueOrderId, records: [] };
  if (known?.state === "open")
    return reject("DUPLICATE_CLIENT_ID", `An open order has the id ${request.clientOrderId}`);
  const market = rules.markets.get(request.symbol);
  if (market === undefined) return reject("UNKNOWN_SYMBOL", `There is no market ${request.symbol}`);
  const terms = readTerms(request);
  if (terms === null) return reject("BAD_NUMBER", "Quantity and limit price must be decimals greater than zero");
  const broken = checkFilters(market, terms);
  if (broken !== null) return { kind: "rejected", rejection: broken };
  if (view.book === null) return reject("NO_BOOK", `${request.symbol} has no book now`);
  const { matches, refusal } = meet(state, market, view.book, request.side, terms);
  if (refusal !== null) return { kind: "rejected", rejection: refusal };
  const worst = terms.limitPrice ?? Decimal.max(Decimal.ZERO, ...matches.map((match) => match.price));
  const unmatched = matches.reduce((rest, match) => rest.sub(match.quantity), terms.quantity);
  // A market order takes what is there now, so only that needs to be held.
  const needed = terms.kind === "market" ? terms.quantity.sub(unmatched) : terms.quantity;
  const hold = holdFor(state, rules, market, request, needed, worst);
  if (fromUnits(state.scales, hold.asset, balanceOf(state, hold.asset).free).lt(hold.amount))
    return reject("INSUFFICIENT_FUNDS", `${hold.amount} ${hold.asset} are needed and not free`);
  const accepted: AcceptedRecord = {
    kind: "accepted",
    ts: view.now,
    venueOrderId: venueOrderIdSchema.parse(`${rules.accountId}-o${state.orders.size + 1}`),
    clientOrderId: request.clientOrderId,
    symbol: request.symbol,
    side: request.side,
    orderKind: request.kind,
    quantity: terms.quantity.toString(),
    limitPrice: terms.limitPrice?.toString() ?? null,
    hold: { asset: hold.asset, amount: hold.amount.toString() },
  };
  const rests = request.kind === "limit" || request.kind === "postOnly";
  const plan = {
    venueOrderId: accepted.venueOrderId,
    side: request.side,
    kind: request.kind,
    left: needed,
    worst,
    liquidity: "taker" as const,
    newHold: hold,
  };
  const records = [accepted, ...fillRecords(state, rules, market, plan, matches, view)];
  if (unmatched.isZero) records.push(closed(view.now, accepted.venueOrderId, "filled"));
  else if (!rests) records.push(closed(view.now, accepted.venueOrderId, "expired"));
  return { kind: "accepted", venueOrderId: accepted.venueOrderId, records };
}

/** Records of the fills that the book now gives to one resting order. */
export function decideMatches(
  state: ExchangeState,
  rules: ExchangeRules,
  order: ExchangeOrder,
  view: MarketView,
): readonly ExchangeRecord[] {
  const market = rules.markets.get(order.symbol);
  if (market === undefined || view.book === null || order.limitPrice === null || order.state !== "open") return [];
  if (market.status === "offline" || market.status === "cancelOnly") return [];
  const left = order.quantity.sub(order.filled);
  const limit = order.limitPrice;
  // Who rests is met by others at the price of the resting order, however far the book came over.
  const matches = matchBook(state, market, view.book, order.side, left, limit).map((match) => ({
    ...match,
    price: limit,
  }));
  const plan = {
    venueOrderId: order.venueOrderId,
    side: order.side,
    kind: order.kind,
    left,
    worst: limit,
    liquidity: "maker" as const,
    newHold: null,
  };
  const records = fillRecords(state, rules, market, plan, matches, view);
  const rest = matches.reduce((sum, match) => sum.sub(match.quantity), left);
  if (rest.isZero) records.push(closed(view.now, order.venueOrderId, "filled"));
  return records;
}

export type CancelDecision =
  | { readonly kind: "accepted"; readonly records: readonly ExchangeRecord[] }
  | { readonly kind: "alreadyOver" }
  | { readonly kind: "notFound" };

export function decideCancel(state: ExchangeState, venueOrderId: VenueOrderId, now: UnixMs): CancelDecision {
  const order = state.orders.get(venueOrderId);
  if (order === undefined) return { kind: "notFound" };
  if (order.state !== "open") return { kind: "alreadyOver" };
  return { kind: "accepted", records: [closed(now, venueOrderId, "canceled")] };
}

/** Null when the amount is not greater than zero or, for a withdrawal, not free. */
export function decideTransfer(
  state: ExchangeState,
  kind: "deposited" | "withdrawn",
  asset: Asset,
  amount: Decimal,
  now: UnixMs,
): ExchangeRecord | null {
  if (!amount.isPositive) return null;
  const exact = fromUnits(state.scales, asset, balanceOf(state, asset).free);
  if (kind === "withdrawn" && exact.lt(amount)) return null;
  return { kind, ts: now, asset, amount: amount.toString() };
}

interface Meeting {
  readonly matches: readonly Match[];
  readonly refusal: Rejection | null;
}

function meet(state: ExchangeState, market: MarketRule, book: OrderBook, side: Side, terms: OrderTerms): Meeting {
  if (terms.kind === "postOnly") {
    const best = bestOpposite(market, book, side);
    const limit = terms.limitPrice;
    const crosses = best !== null && limit !== null && (side === "buy" ? best.lte(limit) : best.gte(limit));
    return {
      matches: [],
      refusal: crosses
        ? { code: "POST_ONLY_WOULD_CROSS", message: `The book's best price ${best} meets ${limit}` }
        : null,
    };
  }
  const matches = matchBook(state, market, book, side, terms.quantity, terms.limitPrice);
  if (terms.kind !== "market") return { matches, refusal: null };
  if (matches.length === 0)
    return { matches, refusal: { code: "NO_BOOK", message: `${market.symbol} has no depth now` } };
  const cost = Decimal.sum(matches.map((match) => match.quantity.mul(match.price)));
  return { matches, refusal: checkCost(market, cost) };
}

function fillRecords(
  state: ExchangeState,
  rules: ExchangeRules,
  market: MarketRule,
  order: {
    readonly venueOrderId: VenueOrderId;
    readonly side: Side;
    readonly kind: OrderKind;
    readonly left: Decimal;
    readonly worst: Decimal;
    readonly liquidity: "maker" | "taker";
    /** What a new order takes out of the free balance before it fills; null for one that rests already. */
    readonly newHold: Amount | null;
  },
  matches: readonly Match[],
  view: MarketView,
): ExchangeRecord[] {
  if (view.book === null || matches.length === 0) return [];
  const book = bookKey(view.book);
  // Fills of one decision share the coin's free balance as it was before the order took its hold.
  let coinFree = freeFeeCoin(state, rules, order.newHold);
  let left = order.left;
  return matches.map((match, index): FilledRecord => {
    left = left.sub(match.quantity);
    const fill = { side: order.side, quantity: match.quantity, price: match.price, liquidity: order.liquidity };
    const fee = feeFor(state, rules, market, fill, coinFree, view.coinPrice);
    if (fee.asset === rules.feeAsset) coinFree = coinFree.sub(fee.amount);
    return {
      kind: "filled",
      ts: view.now,
      venueOrderId: order.venueOrderId,
      tradeId: tradeIdSchema.parse(`${rules.accountId}-t${state.fills.length + index + 1}`),
      price: match.price.toString(),
      quantity: match.quantity.toString(),
      fee: { asset: fee.asset, amount: fee.amount.toString() },
      liquidity: order.liquidity,
      holdLeft: holdFor(state, rules, market, order, left, order.worst).amount.toString(),
      book,
      level: match.level,
    };
  });
}

function closed(ts: UnixMs, venueOrderId: VenueOrderId, state: "filled" | "canceled" | "expired"): ExchangeRecord {
  return { kind: "closed", ts, venueOrderId, state };
}

function reject(code: Rejection["code"], message: string): SubmitDecision {
  return { kind: "rejected", rejection: { code, message } };
}
