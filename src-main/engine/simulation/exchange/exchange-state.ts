// What does the simulated exchange know of one account, and how does one record change it?
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset, ClientOrderId, MarketSymbol, VenueOrderId } from "#shared/domain/ids.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { type AssetScales, toUnits } from "./asset-units.ts";
import type { AcceptedRecord, ExchangeRecord, FilledRecord } from "./exchange-record.ts";

/** In whole units of the asset; total = free + inOrders. */
export interface UnitBalance {
  free: bigint;
  inOrders: bigint;
}

export interface ExchangeOrder {
  readonly venueOrderId: VenueOrderId;
  readonly clientOrderId: ClientOrderId;
  readonly symbol: MarketSymbol;
  readonly base: Asset;
  readonly quote: Asset;
  readonly side: Side;
  readonly kind: OrderKind;
  readonly quantity: Decimal;
  readonly limitPrice: Decimal | null;
  readonly holdAsset: Asset;
  readonly createdAt: UnixMs;
  hold: bigint;
  filled: Decimal;
  notional: Decimal;
  state: "open" | "filled" | "canceled" | "expired";
  readonly fills: FilledRecord[];
}

/** Changed by {@link applyRecord} only. */
export interface ExchangeState {
  readonly scales: AssetScales;
  readonly balances: Map<Asset, UnitBalance>;
  readonly orders: Map<VenueOrderId, ExchangeOrder>;
  readonly openOrders: Map<VenueOrderId, ExchangeOrder>;
  /** Newest order of each client id. */
  readonly byClientId: Map<ClientOrderId, ExchangeOrder>;
  /** All fills, oldest first. */
  readonly fills: FilledRecord[];
  /** Depth used up in the current snapshot of each market, by side of the book and level price. */
  readonly used: Map<MarketSymbol, { readonly book: string; readonly levels: Map<string, Decimal> }>;
}

export function createExchangeState(scales: AssetScales = new Map()): ExchangeState {
  return {
    scales,
    balances: new Map(),
    orders: new Map(),
    openOrders: new Map(),
    byClientId: new Map(),
    fills: [],
    used: new Map(),
  };
}

export function balanceOf(state: ExchangeState, asset: Asset): UnitBalance {
  let balance = state.balances.get(asset);
  if (balance === undefined) {
    balance = { free: 0n, inOrders: 0n };
    state.balances.set(asset, balance);
  }
  return balance;
}

/** Key of a level's used depth. A buy uses up asks, a sale bids. */
export function levelKey(side: Side, level: string): string {
  return `${side}:${level}`;
}

/** Applies one record. Throws `InvariantError` when the record contradicts the state: the books are then not to be trusted. */
export function applyRecord(state: ExchangeState, record: ExchangeRecord): void {
  switch (record.kind) {
    case "deposited":
      change(state, record.asset, toUnits(state.scales, record.asset, decimal(record.amount)), 0n);
      return;
    case "withdrawn":
      change(state, record.asset, -toUnits(state.scales, record.asset, decimal(record.amount)), 0n);
      return;
    case "accepted":
      applyAccepted(state, record);
      return;
    case "filled":
      applyFilled(state, record);
      return;
    case "closed": {
      const order = openOrder(state, record.venueOrderId);
      change(state, order.holdAsset, order.hold, -order.hold);
      order.hold = 0n;
      order.state = record.state;
      state.openOrders.delete(record.venueOrderId);
      return;
    }
  }
}

/** State of an account from its records, oldest first. */
export function replayRecords(records: Iterable<ExchangeRecord>, scales?: AssetScales): ExchangeState {
  const state = createExchangeState(scales);
  for (const record of records) applyRecord(state, record);
  return state;
}

function applyAccepted(state: ExchangeState, record: AcceptedRecord): void {
  if (state.orders.has(record.venueOrderId)) throw new InvariantError(`Order ${record.venueOrderId} exists twice`);
  const [base, quote] = record.symbol.split("/") as [Asset, Asset]; // by the pattern of market symbols
  const hold = toUnits(state.scales, record.hold.asset, decimal(record.hold.amount));
  change(state, record.hold.asset, -hold, hold);
  const order: ExchangeOrder = {
    venueOrderId: record.venueOrderId,
    clientOrderId: record.clientOrderId,
    symbol: record.symbol,
    base,
    quote,
    side: record.side,
    kind: record.orderKind,
    quantity: decimal(record.quantity),
    limitPrice: record.limitPrice === null ? null : decimal(record.limitPrice),
    holdAsset: record.hold.asset,
    createdAt: record.ts,
    hold,
    filled: Decimal.ZERO,
    notional: Decimal.ZERO,
    state: "open",
    fills: [],
  };
  state.orders.set(order.venueOrderId, order);
  state.openOrders.set(order.venueOrderId, order);
  state.byClientId.set(order.clientOrderId, order);
}

function applyFilled(state: ExchangeState, record: FilledRecord): void {
  const order = openOrder(state, record.venueOrderId);
  const quantity = decimal(record.quantity);
  const notional = quantity.mul(decimal(record.price));
  order.filled = order.filled.add(quantity);
  order.notional = order.notional.add(notional);
  if (order.filled.gt(order.quantity)) throw new InvariantError(`Order ${order.venueOrderId} is overfilled`);
  const holdLeft = toUnits(state.scales, order.holdAsset, decimal(record.holdLeft));
  change(state, order.holdAsset, order.hold - holdLeft, holdLeft - order.hold, false);
  order.hold = holdLeft;
  const sign = order.side === "buy" ? 1n : -1n;
  change(state, order.quote, -sign * toUnits(state.scales, order.quote, notional), 0n, false);
  change(state, order.base, sign * toUnits(state.scales, order.base, quantity), 0n, false);
  change(state, record.fee.asset, -toUnits(state.scales, record.fee.asset, decimal(record.fee.amount)), 0n);
  for (const asset of [order.base, order.quote]) change(state, asset, 0n, 0n);
  order.fills.push(record);
  state.fills.push(record);
  use(state, order, record, quantity);
}

function use(state: ExchangeState, order: ExchangeOrder, record: FilledRecord, quantity: Decimal): void {
  let used = state.used.get(order.symbol);
  if (used === undefined || used.book !== record.book) {
    used = { book: record.book, levels: new Map() };
    state.used.set(order.symbol, used);
  }
  const key = levelKey(order.side, record.level);
  used.levels.set(key, (used.levels.get(key) ?? Decimal.ZERO).add(quantity));
}

function openOrder(state: ExchangeState, id: VenueOrderId): ExchangeOrder {
  return ensure(state.openOrders.get(id), `open order ${id}`);
}

function change(state: ExchangeState, asset: Asset, free: bigint, inOrders: bigint, check = true): void {
  const balance = balanceOf(state, asset);
  balance.free += free;
  balance.inOrders += inOrders;
  if (check && (balance.free < 0n || balance.inOrders < 0n))
    throw new InvariantError(`Balance of ${asset} is negative`);
}
