// How does a test decide, send by send, what a venue does and what it lets us know of it?
import type { Clock } from "#engine/ports/clock.ts";
import type {
  CancelOutcome,
  ExchangeClient,
  LookupResult,
  OrderRequest,
  OrderRules,
  SubmitOutcome,
  VenueOrder,
} from "#engine/ports/exchange-client.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type Asset, type ClientOrderId, tradeIdSchema, venueOrderIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/**
 * What the venue does with one send. `fill` is the share filled at once ("1": all); an IOC rest is canceled, others rest.
 * `reply: "lost"`: it happened, and the answer never arrived. `hang`: it happened, no answer at all. `lost`: the request never arrived. `late`: it arrives after a while, unanswered.
 */
export type SendStep =
  | { readonly does: "accept"; readonly fill: string; readonly reply?: "lost" | "hang"; readonly hideFills?: boolean }
  | { readonly does: "reject"; readonly code: string }
  | { readonly does: "late"; readonly fill: string; readonly afterMs: number }
  | { readonly does: "lost" };

interface Held {
  readonly request: OrderRequest;
  order: VenueOrder;
  readonly fills: Fill[];
  hidden: boolean;
}

const DEFAULT_RULES: OrderRules = { expiryMs: 5_000, visibilityLagMs: 1_000, idempotentClientId: false };

export interface ScriptedExchangeOptions {
  readonly account: Account;
  readonly clock: Clock;
  readonly instruments: readonly Instrument[];
  readonly balances: Readonly<Record<string, string>>;
  /** Bid and ask of a symbol now. */
  readonly quote: (symbol: string) => { readonly bid: string; readonly ask: string };
  readonly rules?: OrderRules;
}

/** A venue that does as it is told and keeps exact books of what it did, whatever it says. It outlives the engine under test. */
export class ScriptedExchange implements ExchangeClient {
  readonly account: Account;
  readonly rules: OrderRules;
  /** Steps for the next sends, first first; when empty every order is filled and answered. */
  readonly script: SendStep[] = [];
  /** Every request that arrived, in order: the proof against duplicates. */
  readonly arrived: OrderRequest[] = [];
  /** While true, reads and look-ups give no answer. */
  silent = false;
  /** While true, each fill is told twice. */
  stutter = false;
  cancelReply: "accepted" | "lost" | "ignored" = "accepted";
  clockOffsetMs = 0;
  /** Set by a test whose venue can check an order without placing it. */
  validateOrder?: NonNullable<ExchangeClient["validateOrder"]>;
  readonly foreign: VenueOrder[] = [];
  readonly #options: ScriptedExchangeOptions;
  readonly #orders = new Map<ClientOrderId, Held>();
  readonly #free = new Map<Asset, Decimal>();
  #made = 0;

  constructor(options: ScriptedExchangeOptions) {
    this.#options = options;
    this.account = options.account;
    this.rules = options.rules ?? DEFAULT_RULES;
    // Keys are asset codes by the options' word.
    for (const [asset, amount] of Object.entries(options.balances)) {
      this.#free.set(asset as Asset, Decimal.parse(amount));
    }
  }

  /** Everything it filled, told or not: what a journal must end up with. */
  get allFills(): readonly Fill[] {
    return [...this.#orders.values()].flatMap((held) => held.fills);
  }

  free(asset: string): Decimal {
    return this.#free.get(asset as Asset) ?? Decimal.ZERO; // the test names an asset
  }

  /** Fills more of an order, whatever its state is: a late fill. */
  fillMore(id: ClientOrderId, quantity: string): void {
    const held = ensure(this.#orders.get(id), `order ${id} at the venue`);
    this.#fill(held, Decimal.parse(quantity));
  }

  /** Lets hidden fills of all orders be seen. */
  reveal(): void {
    for (const held of this.#orders.values()) held.hidden = false;
  }

  async fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#options.instruments;
  }

  async fetchFeeTier() {
    return this.account.fees;
  }

  async fetchBalances(): Promise<readonly Balance[]> {
    this.#hear();
    const zero = Decimal.ZERO.toString();
    return [...this.#free].map(([asset, free]) => ({
      accountId: this.account.id,
      asset,
      free: free.toString(),
      inOrders: zero,
      earn: zero,
      locked: zero,
    }));
  }

  async submitOrder(request: OrderRequest): Promise<SubmitOutcome> {
    const step = this.script.shift() ?? { does: "accept", fill: "1" };
    if (step.does === "lost") return { kind: "unknown", cause: "TIMEOUT" };
    if (step.does === "late") {
      this.#options.clock.after(step.afterMs, () => {
        this.arrived.push(request);
        this.#place(request, step.fill, false);
      });
      return { kind: "unknown", cause: "TIMEOUT" };
    }
    const known = this.rules.idempotentClientId ? this.#orders.get(request.clientOrderId) : undefined;
    if (known !== undefined) return { kind: "accepted", order: known.order, fills: this.#told(known) };
    this.arrived.push(request);
    if (step.does === "reject") return { kind: "rejected", code: step.code, message: "the script says so" };
    const held = this.#place(request, step.fill, step.hideFills === true);
    if (step.reply === "hang") return await new Promise<never>(() => undefined);
    if (step.reply === "lost") return { kind: "unknown", cause: "TIMEOUT" };
    return { kind: "accepted", order: held.order, fills: this.#told(held) };
  }

  #place(request: OrderRequest, fill: string, hidden: boolean): Held {
    this.#made += 1;
    const held: Held = {
      request,
      hidden,
      fills: [],
      order: {
        clientOrderId: request.clientOrderId,
        venueOrderId: venueOrderIdSchema.parse(`${this.account.id}-${this.#made}`),
        symbol: request.symbol,
        side: request.side,
        quantity: request.quantity,
        limitPrice: request.limitPrice,
        state: "open",
        filledQuantity: Decimal.ZERO.toString(),
        averagePrice: null,
        createdAt: this.#options.clock.now(),
      },
    };
    this.#orders.set(request.clientOrderId, held);
    const lot = Decimal.parse(this.#instrument(request.symbol).amountStep);
    const part = Decimal.parse(request.quantity).mul(Decimal.parse(fill)).roundToStep(lot, "down");
    if (part.isPositive) this.#fill(held, part);
    if (request.kind === "limitIoc" && held.order.state === "open") held.order = { ...held.order, state: "canceled" };
    return held;
  }

  async cancelOrder({ venueOrderId }: { readonly venueOrderId: string }): Promise<CancelOutcome> {
    const held = [...this.#orders.values()].find(({ order }) => order.venueOrderId === venueOrderId);
    if (held === undefined) return { kind: "notFound" };
    if (held.order.state !== "open") return { kind: "alreadyOver" };
    if (this.cancelReply !== "ignored") held.order = { ...held.order, state: "canceled" };
    return this.cancelReply === "accepted" ? { kind: "accepted" } : { kind: "unknown", cause: "TIMEOUT" };
  }

  async findOrder({ clientOrderId }: { readonly clientOrderId: ClientOrderId }): Promise<LookupResult> {
    if (this.silent) return { kind: "noAnswer", cause: "ECONNRESET" };
    const held = this.#orders.get(clientOrderId);
    if (held === undefined || !this.#visible(held)) return { kind: "notFound" };
    return { kind: "found", order: held.order, fills: this.#told(held) };
  }

  async fetchOpenOrders(): Promise<readonly VenueOrder[]> {
    this.#hear();
    const open = [...this.#orders.values()].filter((held) => held.order.state === "open" && this.#visible(held));
    return [...open.map(({ order }) => order), ...this.foreign];
  }

  async fetchFills({ since }: { readonly since: UnixMs }): Promise<readonly Fill[]> {
    this.#hear();
    const visible = [...this.#orders.values()].filter((held) => this.#visible(held));
    return visible.flatMap((held) => this.#told(held)).filter((fill) => fill.tsEvent >= since);
  }

  async fetchTime(): Promise<UnixMs> {
    this.#hear();
    return (this.#options.clock.now() + this.clockOffsetMs) as UnixMs; // whole milliseconds stay whole
  }

  #hear(): void {
    if (this.silent) throw new Error("ECONNRESET");
  }

  #visible(held: Held): boolean {
    return this.#options.clock.now() - held.order.createdAt >= this.rules.visibilityLagMs;
  }

  #told(held: Held): readonly Fill[] {
    if (held.hidden) return [];
    return this.stutter ? [...held.fills, ...held.fills] : held.fills;
  }

  #instrument(symbol: string): Instrument {
    return ensure(
      this.#options.instruments.find((candidate) => candidate.symbol === symbol),
      `instrument ${symbol}`,
    );
  }

  #add(asset: Asset, amount: Decimal): void {
    this.#free.set(asset, (this.#free.get(asset) ?? Decimal.ZERO).add(amount));
  }

  #fill(held: Held, quantity: Decimal): void {
    const { side, symbol, clientOrderId } = held.request;
    const { base, quote, venue } = this.#instrument(symbol);
    const best = this.#options.quote(symbol);
    const price = Decimal.parse(side === "buy" ? best.ask : best.bid);
    const notional = quantity.mul(price);
    const fee = notional.mul(Decimal.parse(this.account.fees.taker));
    this.#made += 1;
    const now = this.#options.clock.now();
    held.fills.push({
      venue,
      symbol,
      tradeId: tradeIdSchema.parse(`${this.account.id}-t${this.#made}`),
      clientOrderId,
      venueOrderId: held.order.venueOrderId,
      side,
      price: price.toString(),
      quantity: quantity.toString(),
      fee: { asset: quote, amount: fee.toString() },
      liquidity: "taker",
      tsEvent: now,
      tsInit: now,
    });
    this.#add(base, side === "buy" ? quantity : quantity.neg());
    this.#add(quote, (side === "buy" ? notional.neg() : notional).sub(fee));
    const filled: DecimalString = Decimal.parse(held.order.filledQuantity).add(quantity).toString();
    const full = Decimal.parse(filled).gte(Decimal.parse(held.order.quantity));
    held.order = {
      ...held.order,
      filledQuantity: filled,
      averagePrice: price.toString(),
      ...(full && { state: "filled" }),
    };
  }
}
