// What has one account at the venue, and what do its orders do? The simulated exchange decides; this keeps what venues
// tell beside it: their own ids, transfers, a ledger, rows that are no spot balance.
import { fromUnits } from "#engine/simulation/exchange/asset-units.ts";
import type { Rejection } from "#engine/simulation/exchange/check-order.ts";
import type { ExchangeRecord } from "#engine/simulation/exchange/exchange-record.ts";
import { applyRecord, createExchangeState, type ExchangeState } from "#engine/simulation/exchange/exchange-state.ts";
import { createExchangeRules, type ExchangeRules } from "#engine/simulation/exchange/market-rules.ts";
import { matchBook } from "#engine/simulation/exchange/match-book.ts";
import {
  decideCancel,
  decideMatches,
  decideSubmit,
  decideTransfer,
  type MarketView,
} from "#engine/simulation/exchange/simulated-exchange.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, type DecimalString, decimal, decimalString } from "#shared/domain/decimal.ts";
import {
  type Asset,
  accountIdSchema,
  assetSchema,
  type ClientOrderId,
  type MarketSymbol,
  marketSymbolSchema,
  tradeIdSchema,
  type VenueOrderId,
  venueOrderIdSchema,
} from "#shared/domain/ids.ts";
import { feeTierSchema } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import { type AccountFill, AccountHistory, type Transfer, type TransferInput } from "./account-history.ts";
import type {
  AccountBalance,
  AccountRules,
  NewOrder,
  PlacedOrder,
  PlaceResult,
  VenueCounters,
} from "./placed-order.ts";
import type { VenueMarket } from "./venue-market.ts";

// What callers name is only compared with what is known: a name that is none is not found, or refused by the exchange.
const symbolOf = (text: string) => text as MarketSymbol;
const orderIdOf = (text: string) => text as VenueOrderId;

export class VenueAccount {
  readonly id: string;
  readonly history: AccountHistory;
  /** Balance rows under codes of the venue's own that no order touches: earn, staked, bonded. */
  readonly extraBalances = new Map<string, string>();
  /** How long a new order stays invisible to look-ups. */
  visibilityLagMs: DurationMs = 0;
  rules: AccountRules;
  /** Called after each change of an order or a balance. */
  onChange: () => void = () => undefined;
  readonly #state: ExchangeState;
  readonly #market: VenueMarket;
  readonly #now: () => UnixMs;
  readonly #counters: VenueCounters;
  readonly #placed = new Map<VenueOrderId, PlacedOrder>();
  /** Several fills of one order get their numbers before the first of them is applied. */
  readonly #tradeNumbers = new Map<string, number>();

  constructor(options: {
    readonly id: string;
    readonly rules: AccountRules;
    readonly market: VenueMarket;
    readonly now: () => UnixMs;
    readonly counters: VenueCounters;
  }) {
    this.id = options.id;
    this.rules = options.rules;
    this.#market = options.market;
    this.#now = options.now;
    this.#counters = options.counters;
    this.#state = createExchangeState(options.rules.scales);
    this.history = new AccountHistory(options.counters);
  }

  /** Puts an amount in without any trace in transfers and ledger. */
  fund(asset: string, amount: string): this {
    this.#move("deposited", assetSchema.parse(asset), decimal(amount));
    this.onChange();
    return this;
  }

  /** A deposit or withdrawal as the venue lists it. One that is done changes the balance. Throws when so much is not free. */
  transfer(input: TransferInput): Transfer {
    const at = input.at ?? this.#now();
    const asset = assetSchema.parse(input.asset);
    const fee = decimal(input.fee ?? "0");
    const out = input.kind === "withdrawal";
    if ((input.status ?? "done") === "done") {
      const amount = out ? decimal(input.amount).add(fee) : decimal(input.amount).sub(fee);
      this.#move(out ? "withdrawn" : "deposited", asset, amount);
    }
    const transfer = this.history.addTransfer(input, at, this.#total(asset));
    this.onChange();
    return transfer;
  }

  /** Checks an order as `submit` would, and does nothing. */
  check(order: NewOrder): Rejection | null {
    const prepared = this.#prepare(order);
    if ("rejection" in prepared) return prepared.rejection;
    return prepared.decision.kind === "rejected" ? prepared.decision.rejection : null;
  }

  submit(order: NewOrder): PlaceResult {
    this.settle();
    const prepared = this.#prepare(order);
    if ("rejection" in prepared) return { kind: "rejected", rejection: prepared.rejection };
    const { decision } = prepared;
    if (decision.kind === "rejected") return { kind: "rejected", rejection: decision.rejection };
    const known = this.#placed.get(decision.venueOrderId);
    if (decision.records.length === 0 && known !== undefined)
      return { kind: "accepted", placed: known, repeated: true };

    this.#counters.orders += 1;
    const id = venueOrderIdSchema.parse(this.rules.orderId(this.#counters.orders));
    const records = this.#withOwnIds(decision.records, id);
    for (const record of records.slice(0, 1)) applyRecord(this.#state, record);
    const now = this.#now();
    const placed: PlacedOrder = {
      order: ensure(this.#state.orders.get(id), "the order just accepted"),
      clientId: order.clientId,
      meta: order.meta ?? {},
      number: this.#counters.orders,
      quoteAmount: order.quoteAmount === undefined ? null : decimal(order.quoteAmount),
      closedAt: null,
      updatedAt: now,
      frozen: order.fillShare !== undefined && order.fillShare !== null,
    };
    this.#placed.set(id, placed);
    this.#apply(records.slice(1));
    this.onChange();
    return { kind: "accepted", placed, repeated: false };
  }

  cancel(id: string): "canceled" | "alreadyOver" | "notFound" {
    this.settle();
    const decision = decideCancel(this.#state, orderIdOf(id), this.#now());
    if (decision.kind !== "accepted") return decision.kind;
    this.#apply(decision.records);
    this.onChange();
    return "canceled";
  }

  /** Lets the market at an order that the fault `partialFill` froze. */
  release(id: string): void {
    const placed = this.#placed.get(orderIdOf(id));
    if (placed !== undefined) placed.frozen = false;
  }

  /** Fills what rests against the book as it stands now. Each request does so first: fills need no timer. */
  settle(): void {
    for (const order of [...this.#state.openOrders.values()]) {
      if (this.#placed.get(order.venueOrderId)?.frozen === true) continue;
      const records = decideMatches(this.#state, this.#exchangeRules(), order, this.#view(order.symbol));
      this.#apply(this.#withOwnIds(records, order.venueOrderId));
      if (records.length > 0) this.onChange();
    }
  }

  /** Visible orders, oldest first. */
  orders(): readonly PlacedOrder[] {
    const now = this.#now();
    return [...this.#placed.values()].filter(({ order }) => now - order.createdAt >= this.visibilityLagMs);
  }

  /** Visible fills, oldest first. */
  fills(): readonly AccountFill[] {
    const now = this.#now();
    return this.history.fills.filter(({ record }) => now - record.ts >= this.visibilityLagMs);
  }

  openOrders(): readonly PlacedOrder[] {
    return this.orders().filter(({ order }) => order.state === "open");
  }

  order(id: string): PlacedOrder | null {
    return this.orders().find(({ order }) => order.venueOrderId === id) ?? null;
  }

  /** The newest visible order with this client id. */
  orderByClientId(clientId: string): PlacedOrder | null {
    return this.orders().findLast((placed) => placed.clientId === clientId) ?? null;
  }

  /** Every asset ever held, by name. */
  balances(): readonly AccountBalance[] {
    return [...this.#state.balances]
      .map(([asset, { free, inOrders }]) => ({
        asset,
        free: fromUnits(this.#state.scales, asset, free),
        inOrders: fromUnits(this.#state.scales, asset, inOrders),
      }))
      .sort((left, right) => (left.asset < right.asset ? -1 : 1));
  }

  #prepare(order: NewOrder) {
    const view = this.#view(order.symbol);
    const rules = this.#exchangeRules();
    const quantity =
      order.quoteAmount === undefined ? order.quantity : this.#quantityFor(rules, order, order.quoteAmount, view.book);
    if (quantity === null)
      return { rejection: { code: "NO_BOOK", message: `${order.symbol} has no depth now` } satisfies Rejection };
    const book =
      order.fillShare === undefined || order.fillShare === null || view.book === null
        ? view.book
        : thin(view.book, order.side, decimal(quantity).mul(order.fillShare));
    const decision = decideSubmit(
      this.#state,
      rules,
      {
        // The simulated exchange compares client ids and nothing else, so a venue's free text serves as one.
        clientOrderId: (order.clientId ?? `none-${this.#counters.orders}`) as ClientOrderId,
        symbol: symbolOf(order.symbol),
        side: order.side,
        kind: order.kind,
        quantity,
        limitPrice: order.limitPrice,
      },
      { ...view, book },
    );
    return { decision };
  }

  /** Most base that the quote amount pays for (or a sale needs to bring it) at the book's prices; null without depth. */
  #quantityFor(rules: ExchangeRules, order: NewOrder, quoteAmount: string, book: OrderBook | null): string | null {
    const rule = rules.markets.get(symbolOf(order.symbol));
    if (rule === undefined || book === null) return null;
    let left = decimal(quoteAmount);
    let quantity = Decimal.ZERO;
    for (const match of matchBook(this.#state, rule, book, order.side, decimal("1e15"), null)) {
      const part = Decimal.min(match.quantity, left.div(match.price, 18, "down").roundToStep(rule.amountStep, "down"));
      quantity = quantity.add(part);
      left = left.sub(part.mul(match.price));
      if (part.lt(match.quantity)) break;
    }
    return quantity.isPositive ? quantity.toString() : null;
  }

  #exchangeRules(): ExchangeRules {
    const { maker, taker, feeAsset, scales, clientIds } = this.rules;
    return createExchangeRules({
      venue: this.#market.venue,
      accountId: accountIdSchema.parse("venue-account"),
      fees: feeTierSchema.parse({ maker, taker, feeAsset }),
      clientIds,
      instruments: this.#market.instruments,
      scales: scales ?? new Map(),
    });
  }

  #view(symbol: string): MarketView {
    const now = this.#now();
    return {
      now,
      book: this.#market.bookAt(this.#market.venue, symbolOf(symbol), now),
      coinPrice: (coin, quote) => this.#market.lastPrice(marketSymbolSchema.parse(`${coin}/${quote}`), now),
    };
  }

  #withOwnIds(records: readonly ExchangeRecord[], id: VenueOrderId): readonly ExchangeRecord[] {
    return records.map((record) => {
      if (!("venueOrderId" in record)) return record;
      if (record.kind !== "filled") return { ...record, venueOrderId: id };
      this.#counters.trades += 1;
      const tradeId = tradeIdSchema.parse(this.rules.tradeId(this.#counters.trades));
      this.#tradeNumbers.set(tradeId, this.#counters.trades);
      return { ...record, venueOrderId: id, tradeId };
    });
  }

  #apply(records: readonly ExchangeRecord[]): void {
    for (const record of records) {
      applyRecord(this.#state, record);
      if (record.kind !== "filled" && record.kind !== "closed") continue;
      const placed = ensure(this.#placed.get(record.venueOrderId), "order of a record");
      placed.updatedAt = record.ts;
      if (record.kind === "closed") placed.closedAt = record.ts;
      else {
        const number = ensure(this.#tradeNumbers.get(record.tradeId), "number of a fill");
        this.history.addFill(record, placed, number, (asset) => this.#total(asset));
      }
    }
  }

  #move(kind: "deposited" | "withdrawn", asset: Asset, amount: Decimal): void {
    const record = decideTransfer(this.#state, kind, asset, amount, this.#now());
    if (record === null)
      throw new RangeError(`Account ${this.id}: ${amount} ${asset} cannot be ${kind}: expected more than 0, and free`);
    applyRecord(this.#state, record);
  }

  #total(asset: Asset): DecimalString {
    const balance = this.#state.balances.get(asset);
    if (balance === undefined) return decimalString("0");
    return fromUnits(this.#state.scales, asset, balance.free + balance.inOrders).toString();
  }
}

/** The same book with at most `most` to take for an order of this side. */
function thin(book: OrderBook, side: Side, most: Decimal): OrderBook {
  let left = most;
  const levels: OrderBook["bids"] = [];
  for (const [price, size] of side === "buy" ? book.asks : book.bids) {
    const part = Decimal.min(decimal(size), left);
    if (!part.isPositive) break;
    levels.push([price, part.toString()]);
    left = left.sub(part);
  }
  return side === "buy" ? { ...book, asks: levels } : { ...book, bids: levels };
}
