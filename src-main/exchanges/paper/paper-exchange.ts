// How does one account trade at a simulated venue? An `ExchangeClient` over the simulated exchange. It is a venue, so it
// remembers: what a request did is on disk before anyone is told, whatever kills the program in between.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type {
  CancelOutcome,
  ExchangeClient,
  LookupResult,
  OrderRequest,
  OrderRules,
  SubmitOutcome,
  ValidationOutcome,
  VenueOrder,
} from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { MarketModel } from "#engine/ports/market-model.ts";
import type { PaperExchangeRepository } from "#engine/ports/repositories.ts";
import type { ExchangeRecord } from "#engine/simulation/exchange/exchange-record.ts";
import { applyRecord, type ExchangeOrder } from "#engine/simulation/exchange/exchange-state.ts";
import { balancesOf, fillOf, fillsSince, venueOrderOf } from "#engine/simulation/exchange/order-view.ts";
import {
  decideCancel,
  decideMatches,
  decideSubmit,
  decideTransfer,
  type MarketView,
} from "#engine/simulation/exchange/simulated-exchange.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import {
  type Asset,
  type ClientOrderId,
  type MarketSymbol,
  marketSymbolSchema,
  type VenueOrderId,
} from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import { type OpenBooks, openBooks } from "./open-books.ts";
import { SerialQueue } from "./serial-queue.ts";

/** How long a request and its reply are under way. */
export interface LatencyModel {
  requestMs(): DurationMs;
  replyMs(): DurationMs;
}

const NO_LATENCY: LatencyModel = { requestMs: () => 0, replyMs: () => 0 };

/** Like Binance: an order that arrives later than this is refused, and a filled order's client id may be used again. */
const PAPER_RULES: OrderRules = { expiryMs: 5_000, visibilityLagMs: 100, idempotentClientId: false };

/** How often resting orders are held against the book. */
const MATCH_INTERVAL_MS = 500;

export interface PaperExchangeOptions {
  readonly account: Account;
  readonly market: MarketModel;
  readonly repository: PaperExchangeRepository;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly latency?: LatencyModel;
  readonly rules?: OrderRules;
  /** Booked once, when the account has no record yet. */
  readonly initialDeposits?: readonly { readonly asset: Asset; readonly amount: DecimalString }[];
}

type Signal = { readonly signal?: AbortSignal };

export class PaperExchange implements ExchangeClient {
  readonly account: Account;
  readonly rules: OrderRules;
  readonly #options: PaperExchangeOptions;
  readonly #latency: LatencyModel;
  /** One request at a time: the next one is decided on what the one before left. */
  readonly #queue = new SerialQueue();
  #books: Promise<OpenBooks> | null = null;
  #timer: { dispose(): void | Promise<void> } | null = null;
  #disposed = false;

  constructor(options: PaperExchangeOptions) {
    this.account = options.account;
    this.rules = options.rules ?? PAPER_RULES;
    this.#options = options;
    this.#latency = options.latency ?? NO_LATENCY;
  }

  /** Reads the account's records and takes up resting orders. Rejects with STORE_ codes. Calls made before wait for it. */
  async start(): Promise<void> {
    await this.#open();
  }

  /** Finishes what has begun to be written; resting orders stay in the books and are taken up at the next start. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#timer?.dispose();
    this.#timer = null;
    await this.#queue.idle();
  }

  async fetchInstruments({ signal }: Signal): Promise<readonly Instrument[]> {
    return this.#read(signal, () => this.#options.market.instruments(this.account.venue));
  }

  async fetchBalances({ signal }: Signal): Promise<readonly Balance[]> {
    return this.#read(signal, (books) => balancesOf(books.state, this.account.id));
  }

  async fetchFeeTier({ signal }: Signal): Promise<FeeTier> {
    return this.#read(signal, () => this.account.fees);
  }

  async submitOrder(request: OrderRequest, { signal }: Signal): Promise<SubmitOutcome> {
    const sentAt = this.#options.clock.now();
    try {
      await this.#travel(this.#latency.requestMs(), signal);
      const outcome = await this.#write((books) => this.#submit(books, request, sentAt));
      await this.#travel(this.#latency.replyMs(), signal);
      return outcome;
    } catch (error) {
      return { kind: "unknown", cause: causeOf(error) };
    }
  }

  /** What the exchange would decide now; nothing is recorded. The fee is that of the fills it would give. */
  async validateOrder(request: OrderRequest, { signal }: Signal): Promise<ValidationOutcome> {
    try {
      return await this.#read(signal, (books) => {
        const decision = decideSubmit(books.state, books.rules, request, this.#view(request.symbol));
        return decision.kind === "rejected" ? { kind: "invalid", ...decision.rejection } : approvalOf(decision.records);
      });
    } catch (error) {
      return { kind: "unknown", cause: causeOf(error) };
    }
  }

  async cancelOrder(
    request: { readonly venueOrderId: VenueOrderId; readonly symbol: MarketSymbol },
    { signal }: Signal,
  ): Promise<CancelOutcome> {
    try {
      await this.#travel(this.#latency.requestMs(), signal);
      const outcome = await this.#write(async (books): Promise<CancelOutcome> => {
        const decision = decideCancel(books.state, request.venueOrderId, this.#options.clock.now());
        if (decision.kind !== "accepted") return decision;
        await this.#record(books, decision.records);
        return { kind: "accepted" };
      });
      await this.#travel(this.#latency.replyMs(), signal);
      return outcome;
    } catch (error) {
      return { kind: "unknown", cause: causeOf(error) };
    }
  }

  async findOrder(
    request: { readonly clientOrderId: ClientOrderId; readonly symbol: MarketSymbol; readonly sentAt: UnixMs },
    { signal }: Signal,
  ): Promise<LookupResult> {
    try {
      return await this.#read(signal, (books): LookupResult => {
        const order = books.state.byClientId.get(request.clientOrderId);
        if (order === undefined || order.symbol !== request.symbol || !this.#visible(order))
          return { kind: "notFound" };
        return { kind: "found", order: venueOrderOf(order), fills: this.#fillsOf(order) };
      });
    } catch (error) {
      return { kind: "noAnswer", cause: causeOf(error) };
    }
  }

  async fetchOpenOrders({ signal }: Signal): Promise<readonly VenueOrder[]> {
    return this.#read(signal, (books) =>
      [...books.state.openOrders.values()].filter((order) => this.#visible(order)).map(venueOrderOf),
    );
  }

  async fetchFills(request: { readonly since: UnixMs }, { signal }: Signal): Promise<readonly Fill[]> {
    return this.#read(signal, (books) =>
      fillsSince(books.state, this.account.venue, request.since, this.#options.clock.now()),
    );
  }

  async fetchTime({ signal }: Signal): Promise<UnixMs> {
    return this.#read(signal, () => this.#options.clock.now());
  }

  /** Whether an order was accepted at or after this time. */
  async hasOrdersSince(since: UnixMs): Promise<boolean> {
    return this.#queue.run(async () => {
      const { state } = await this.#open();
      return [...state.orders.values()].some(({ createdAt }) => createdAt >= since);
    });
  }

  /** Play money in. Rejects with INPUT_INVALID when the amount is not greater than zero. */
  async deposit(asset: Asset, amount: DecimalString): Promise<void> {
    await this.#transfer("deposited", asset, amount);
  }

  /** Play money out. Rejects with INPUT_INVALID when so much is not free. */
  async withdraw(asset: Asset, amount: DecimalString): Promise<void> {
    await this.#transfer("withdrawn", asset, amount);
  }

  async #submit(books: OpenBooks, request: OrderRequest, sentAt: UnixMs): Promise<SubmitOutcome> {
    const now = this.#options.clock.now();
    if (this.rules.expiryMs !== null && now - sentAt > this.rules.expiryMs)
      return {
        kind: "rejected",
        code: "REQUEST_EXPIRED",
        message: `The order arrived ${now - sentAt} ms after it was sent`,
      };
    const decision = decideSubmit(books.state, books.rules, request, this.#view(request.symbol));
    if (decision.kind === "rejected") return { kind: "rejected", ...decision.rejection };
    await this.#record(books, decision.records);
    const order = ensure(books.state.orders.get(decision.venueOrderId), "the order just accepted");
    return { kind: "accepted", order: venueOrderOf(order), fills: this.#fillsOf(order) };
  }

  async #transfer(kind: "deposited" | "withdrawn", asset: Asset, amount: DecimalString): Promise<void> {
    await this.#write(async (books) => {
      const record = decideTransfer(books.state, kind, asset, decimal(amount), this.#options.clock.now());
      if (record === null)
        throw new EngineError(
          "INPUT_INVALID",
          kind === "deposited"
            ? `amount: expected more than 0 ${asset}, got ${amount}`
            : `amount: expected more than 0 and at most what is free of ${asset}, got ${amount}`,
        );
      await this.#record(books, [record]);
    });
  }

  /** Durable first, then true: what cannot be written has not happened. */
  async #record(books: OpenBooks, records: readonly ExchangeRecord[]): Promise<void> {
    if (records.length === 0) return;
    const numbered = records.map((record, index) => ({ seq: books.nextSeq + index, record }));
    try {
      await this.#options.repository.append(this.account.id, numbered);
    } catch (error) {
      // Whether it was written is not known: read the books anew before the next request.
      this.#books = null;
      throw error;
    }
    books.nextSeq += records.length;
    for (const record of records) applyRecord(books.state, record);
    this.#watchOpenOrders(books);
  }

  #watchOpenOrders(books: OpenBooks): void {
    const wanted = books.state.openOrders.size > 0 && !this.#disposed;
    if (wanted && this.#timer === null) {
      this.#timer = this.#options.clock.every(MATCH_INTERVAL_MS, () => {
        this.#write((current) => this.#matchAll(current)).catch((error: unknown) =>
          this.#options.logger.error("Filling resting paper orders failed", { account: this.account.id, error }),
        );
      });
    } else if (!wanted && this.#timer !== null) {
      void this.#timer.dispose();
      this.#timer = null;
    }
  }

  async #matchAll(books: OpenBooks): Promise<void> {
    for (const order of [...books.state.openOrders.values()])
      await this.#record(books, decideMatches(books.state, books.rules, order, this.#view(order.symbol)));
  }

  #view(symbol: MarketSymbol): MarketView {
    const now = this.#options.clock.now();
    const { market } = this.#options;
    const { venue } = this.account;
    return {
      now,
      book: market.bookAt(venue, symbol, now),
      coinPrice: (coin, quote) => {
        const book = market.bookAt(venue, marketSymbolSchema.parse(`${coin}/${quote}`), now, 1);
        const bid = book?.bids[0]?.[0];
        return bid === undefined ? null : decimal(bid);
      },
    };
  }

  #visible(order: ExchangeOrder): boolean {
    return this.#options.clock.now() - order.createdAt >= this.rules.visibilityLagMs;
  }

  #fillsOf(order: ExchangeOrder): readonly Fill[] {
    const now = this.#options.clock.now();
    return order.fills.map((record) => fillOf(this.account.venue, order, record, now));
  }

  async #read<T>(signal: AbortSignal | undefined, view: (books: OpenBooks) => T): Promise<T> {
    await this.#travel(this.#latency.requestMs(), signal);
    const value = await this.#queue.run(async () => view(await this.#open()));
    await this.#travel(this.#latency.replyMs(), signal);
    return value;
  }

  #write<T>(run: (books: OpenBooks) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      if (this.#disposed) throw new EngineError("VENUE_UNREACHABLE", "The paper account is closed");
      return run(await this.#open());
    });
  }

  #open(): Promise<OpenBooks> {
    if (this.#books === null) {
      this.#books = openBooks({
        ...this.#options,
        clientIds: this.rules.idempotentClientId ? "returnsExisting" : "openOnly",
      })
        .then((books) => {
          this.#watchOpenOrders(books);
          return books;
        })
        .catch((error: unknown) => {
          this.#books = null;
          throw error;
        });
    }
    return this.#books;
  }

  async #travel(delayMs: DurationMs, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (delayMs > 0) await this.#options.clock.sleep(delayMs, signal);
  }
}

/** The fills of one order have their fees in one asset, but for a fee coin that runs out: then no fee is named. */
function approvalOf(records: readonly ExchangeRecord[]): ValidationOutcome {
  const fees = records.flatMap((record) => (record.kind === "filled" ? [record.fee] : []));
  const [first] = fees;
  if (first === undefined || fees.some(({ asset }) => asset !== first.asset)) return { kind: "valid" };
  const amount = Decimal.sum(fees.map((fee) => decimal(fee.amount))).toString();
  return { kind: "valid", fee: { kind: "amount", asset: first.asset, amount } };
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
