// What does a simulated venue do and remember? A ledger in whole numbers that outlives every crash of the program.
import type { OrderRequest, OrderRules } from "#engine/ports/exchange-client.ts";
import type { VenueStatus } from "#engine/ports/venues.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";

/** Whole numbers: quantities in lots, prices in ticks, money in units of 10^-9. */
export const LOT_PLACES = 4;
export const TICK_PLACES = 2;
export const MONEY_PLACES = 9;
/** One lot times one tick is 10^-6, so a thousand units of money; the fee of 0.1 % of it is then one unit: always whole. */
const UNITS_PER_LOT_TICK = 1_000;
const FEE_PER_LOT_TICK = 1;

/** Lots of each coin and units of money that an account begins with. */
export const HOLDINGS: Readonly<Record<string, number>> = {
  BTC: 1_000,
  ETH: 20_000,
  SOL: 500_000,
  USD: 3_000_000_000_000,
};

/** The same as an amount. */
export function heldAtFirst(asset: string): number {
  return (HOLDINGS[asset] ?? 0) / 10 ** (asset === "USD" ? MONEY_PLACES : LOT_PLACES);
}

export type VenueKind = "binance" | "kraken" | "coinbase" | "coinbaseexchange";

interface KindRules extends OrderRules {
  /** `refuseOpen`: a client id is refused while an order with it is open. */
  readonly clientIds: "refuseOpen" | "returnExisting";
}

/** Their own rules of ids, expiry and lag: resources/docs/order-and-plan-states.md. */
const KIND_RULES: Readonly<Record<VenueKind, KindRules>> = {
  binance: { expiryMs: 5_000, visibilityLagMs: 2_000, idempotentClientId: false, clientIds: "refuseOpen" },
  kraken: {
    ...{ expiryMs: 5_000, visibilityLagMs: 5_000, idempotentClientId: false, cancelsAllAfter: true },
    clientIds: "refuseOpen",
  },
  coinbase: { expiryMs: null, visibilityLagMs: 3_000, idempotentClientId: true, clientIds: "returnExisting" },
  coinbaseexchange: { expiryMs: null, visibilityLagMs: 2_000, idempotentClientId: false, clientIds: "refuseOpen" },
};

/** In the words of Kraken, which has all of them. */
const CLOSED: Readonly<Partial<Record<VenueStatus["state"], string>>> = {
  maintenance: "EService:Unavailable",
  cancelOnly: "EService:Market in cancel_only mode",
  postOnly: "EService:Market in post_only mode",
};

export interface SimFill {
  readonly tradeId: string;
  readonly lots: number;
  readonly tick: number;
  readonly feeUnits: number;
  readonly atMs: number;
}

export interface SimOrder {
  readonly request: OrderRequest;
  readonly venueOrderId: string;
  readonly lots: number;
  readonly limitTick: number;
  readonly createdMs: number;
  /** From when on look-ups see it. */
  readonly visibleMs: number;
  state: "open" | "filled" | "canceled" | "expired" | "rejected";
  filledLots: number;
  readonly fills: SimFill[];
}

export type Placing =
  | { readonly kind: "accepted"; readonly order: SimOrder; readonly isNew: boolean }
  | { readonly kind: "rejected"; readonly code: string };

export interface VenueTerms {
  readonly kind: VenueKind;
  readonly name: string;
  /** Share of an order that meets the book at once, drawn for each order. */
  readonly fillShare: () => number;
  readonly lagMs: () => number;
  /** Bid and ask in ticks. */
  readonly book: (symbol: string) => { readonly bid: number; readonly ask: number };
}

/** One account at one venue. */
export class SimVenue {
  readonly terms: VenueTerms;
  readonly rules: KindRules;
  readonly orders: SimOrder[] = [];
  /** Lots by base coin; money units under USD. */
  readonly free = new Map<string, number>();
  /** Orders that nobody of ours placed. */
  readonly foreign: SimOrder[] = [];
  /** What it says of itself, and keeps to. */
  state: VenueStatus["state"] = "online";
  /** Told after each change of an order of ours. */
  onChange: (order: SimOrder) => void = () => undefined;
  readonly #byClient = new Map<string, SimOrder[]>();
  #trades = 0;

  constructor(terms: VenueTerms, holdings: Readonly<Record<string, number>>) {
    this.terms = terms;
    this.rules = KIND_RULES[terms.kind];
    for (const [asset, units] of Object.entries(holdings)) this.free.set(asset, units);
  }

  /** An order arrives. `stampMs`: the sender's time on it, which venues with an expiry check against their own. */
  place(request: OrderRequest, stampMs: number, nowMs: number): Placing {
    const known = this.#byClient.get(request.clientOrderId) ?? [];
    const last = known.at(-1);
    if (this.rules.clientIds === "returnExisting" && last !== undefined) {
      return { kind: "accepted", order: last, isNew: false };
    }
    if (last?.state === "open") return { kind: "rejected", code: "DUPLICATE_CLIENT_ID" };
    const { expiryMs } = this.rules;
    if (expiryMs !== null && (nowMs - stampMs > expiryMs || stampMs - nowMs > 1_000)) {
      return { kind: "rejected", code: "TIMESTAMP_OUTSIDE_WINDOW" };
    }
    const closed = CLOSED[this.state];
    if (closed !== undefined && !(this.state === "postOnly" && request.kind === "postOnly")) {
      return { kind: "rejected", code: closed };
    }
    const lots = whole(request.quantity, LOT_PLACES);
    const limitTick = whole(ensure(request.limitPrice, "limit price"), TICK_PLACES);
    const [base] = splitSymbol(request.symbol);
    if (lots < 1 || lots * limitTick < 5_000_000) return { kind: "rejected", code: "MIN_NOTIONAL" };
    const need = request.side === "buy" ? lots * limitTick * (UNITS_PER_LOT_TICK + FEE_PER_LOT_TICK) : lots;
    const paid = request.side === "buy" ? "USD" : base;
    if ((this.free.get(paid) ?? 0) < need) return { kind: "rejected", code: "INSUFFICIENT_FUNDS" };
    const { bid, ask } = this.terms.book(request.symbol);
    const crosses = request.side === "buy" ? ask <= limitTick : bid >= limitTick;
    if (request.kind === "postOnly" && crosses) return { kind: "rejected", code: "POST_ONLY_WOULD_CROSS" };
    this.#move(paid, -need);
    const order: SimOrder = {
      request,
      venueOrderId: `${this.terms.name}-${this.orders.length + 1}`,
      lots,
      limitTick,
      createdMs: nowMs,
      visibleMs: nowMs + this.terms.lagMs(),
      state: "open",
      filledLots: 0,
      fills: [],
    };
    this.orders.push(order);
    this.#byClient.set(request.clientOrderId, [...known, order]);
    if (request.kind === "limitIoc" && crosses) {
      this.fill(order, Math.floor(lots * this.terms.fillShare()), request.side === "buy" ? ask : bid, nowMs);
    }
    if (request.kind === "limitIoc" && order.state === "open") this.#end(order, "canceled");
    this.onChange(order);
    return { kind: "accepted", order, isNew: true };
  }

  /** Fills some of an open order, in two trades where there is enough. */
  fill(order: SimOrder, lots: number, tick: number, nowMs: number): void {
    const first = Math.floor(lots / 3);
    for (const part of first > 0 ? [first, lots - first] : [lots]) {
      if (part < 1 || order.state !== "open") continue;
      this.#trades += 1;
      order.fills.push({
        tradeId: `${this.terms.name}-t${this.#trades}`,
        lots: part,
        tick,
        feeUnits: part * tick * FEE_PER_LOT_TICK,
        atMs: nowMs,
      });
      order.filledLots += part;
      const [base] = splitSymbol(order.request.symbol);
      if (order.request.side === "buy") this.#move(base, part);
      else this.#move("USD", part * tick * (UNITS_PER_LOT_TICK - FEE_PER_LOT_TICK));
      if (order.filledLots === order.lots) this.#end(order, "filled");
    }
    this.onChange(order);
  }

  cancel(venueOrderId: string): "accepted" | "alreadyOver" | "notFound" {
    const order = [...this.orders, ...this.foreign].find((candidate) => candidate.venueOrderId === venueOrderId);
    if (order === undefined) return "notFound";
    if (order.state !== "open") return "alreadyOver";
    if (this.foreign.includes(order)) {
      order.state = "canceled";
      return "accepted";
    }
    this.#end(order, "canceled");
    this.onChange(order);
    return "accepted";
  }

  find(clientOrderId: string, nowMs: number): SimOrder | null {
    const seen = (this.#byClient.get(clientOrderId) ?? []).filter((order) => order.visibleMs <= nowMs);
    return seen.at(-1) ?? null;
  }

  /** Money that the user moves by hand: out (never more than is free) or in. */
  transfer(asset: string, units: number): void {
    this.#move(asset, Math.max(units, -(this.free.get(asset) ?? 0)));
  }

  #end(order: SimOrder, state: "filled" | "canceled"): void {
    order.state = state;
    const [base] = splitSymbol(order.request.symbol);
    const rest = order.lots - order.filledLots;
    if (order.request.side === "sell") {
      this.#move(base, rest);
      return;
    }
    const spent = order.fills.reduce((sum, { lots, tick }) => sum + lots * tick, 0);
    this.#move("USD", (order.lots * order.limitTick - spent) * (UNITS_PER_LOT_TICK + FEE_PER_LOT_TICK));
  }

  #move(asset: string, by: number): void {
    this.free.set(asset, (this.free.get(asset) ?? 0) + by);
  }
}

export function splitSymbol(symbol: string): readonly [base: string, quote: string] {
  const [base, quote] = symbol.split("/");
  return [ensure(base, "base"), ensure(quote, "quote")];
}

export function whole(text: string, places: number): number {
  const [before, after = ""] = text.split(".");
  return Number(`${before}${after.slice(0, places).padEnd(places, "0")}`);
}

/** `units` x 10^-`places` as text, as {@link Decimal} writes it. Not by way of it: a world asks for hundreds. */
export function exact(units: number, places: number): DecimalString {
  const digits = String(Math.abs(units)).padStart(places + 1, "0");
  const point = digits.length - places;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === ZERO_CODE) end -= 1;
  const size = end > point ? `${digits.slice(0, point)}.${digits.slice(point, end)}` : digits.slice(0, point);
  return (units < 0 ? `-${size}` : size) as DecimalString; // digits and a point
}

const ZERO_CODE = 48;
