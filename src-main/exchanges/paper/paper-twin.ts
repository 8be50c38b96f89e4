// How does a connected account trade on paper? Its holdings as the venue tells them, orders filled by us against the venue's
// own book, nothing ever sent. Until the first paper order it follows the real account; from then on it is its own.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type {
  AccountHint,
  CancelOutcome,
  ExchangeClient,
  LookupResult,
  OrderRequest,
  OrderRules,
  SubmitOutcome,
  ValidationOutcome,
  VenueClient,
  VenueOrder,
} from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { PaperExchangeRepository } from "#engine/ports/repositories.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, ClientOrderId, MarketSymbol, VenueOrderId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { LiveBooks } from "./live-books.ts";
import { type LatencyModel, PaperExchange } from "./paper-exchange.ts";
import { SerialQueue } from "./serial-queue.ts";

export interface PaperTwinOptions {
  /** The real account's client: read only, never sent an order. */
  readonly real: VenueClient;
  /** Asked when it is first needed: in this run the account's servers may be out of reach. */
  readonly market: () => VenueMarket;
  readonly repository: PaperExchangeRepository;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly latency: LatencyModel;
  /** Orders before it belong to an earlier stay on paper: the twin begins anew from what the account holds. */
  readonly since: UnixMs;
}

type Signal = { readonly signal?: AbortSignal };

export class PaperTwin implements ExchangeClient {
  readonly rules: OrderRules;
  readonly #real: VenueClient;
  readonly #since: UnixMs;
  readonly #books: LiveBooks;
  readonly #paper: PaperExchange;
  /** The first order must not come between looking for one and following the real account. */
  readonly #turns = new SerialQueue();

  constructor(options: PaperTwinOptions) {
    this.#real = options.real;
    this.#since = options.since;
    const { venue, fees } = options.real.account;
    this.#books = new LiveBooks({ venue, market: options.market, clock: options.clock, fees });
    this.#paper = new PaperExchange({
      account: options.real.account,
      market: this.#books,
      repository: options.repository,
      clock: options.clock,
      logger: options.logger,
      latency: options.latency,
    });
    this.rules = this.#paper.rules;
  }

  get account(): Account {
    return this.#real.account;
  }

  /** What the real account's stream says of balances. Its orders are not ours: on paper none is there. */
  watchAccount(listener: (hint: AccountHint) => void): Stoppable {
    const watch = this.#real.watchAccount?.((hint) => listener(hint.kind === "order" ? { kind: "balances" } : hint));
    return watch ?? { dispose: () => undefined };
  }

  async dispose(): Promise<void> {
    await this.#paper.dispose();
  }

  fetchInstruments(options: Signal): Promise<readonly Instrument[]> {
    return this.#real.fetchInstruments(options);
  }

  fetchFeeTier(options: Signal): Promise<FeeTier> {
    return this.#real.fetchFeeTier(options);
  }

  fetchTime(options: Signal): Promise<UnixMs> {
    return this.#real.fetchTime(options);
  }

  /** What earns or is locked at the venue is shown as it is there; paper orders cannot touch it. */
  async fetchBalances(options: Signal): Promise<readonly Balance[]> {
    await this.#books.open(options);
    const real = await this.#real.fetchBalances(options);
    await this.#turns.run(async () => {
      if (!(await this.#paper.hasOrdersSince(this.#since))) await this.#follow(real);
    });
    const paper = await this.#paper.fetchBalances(options);
    const resting = new Map(real.map(({ asset, earn, locked }) => [asset, { earn, locked }]));
    const zero = Decimal.ZERO.toString();
    const own = paper.map((balance) => ({
      ...balance,
      ...(resting.get(balance.asset) ?? { earn: zero, locked: zero }),
    }));
    const known = new Set(paper.map(({ asset }) => asset));
    return [
      ...own,
      ...real.filter(({ asset }) => !known.has(asset)).map((row) => ({ ...row, free: zero, inOrders: zero })),
    ];
  }

  async submitOrder(request: OrderRequest, options: Signal): Promise<SubmitOutcome> {
    try {
      await this.#books.open(options);
      await this.#books.refresh(request.symbol, options);
    } catch (error) {
      // Nothing is ever sent: without a book there is no fill to be had, and that is certain.
      const message = error instanceof Error ? error.message : String(error);
      return { kind: "rejected", code: "PAPER_NO_BOOK", message: `The venue's book could not be read: ${message}` };
    }
    return this.#turns.run(() => this.#paper.submitOrder(request, options));
  }

  /** By the simulated venue, on the real one's filters and book: nothing of a paper order is told to the venue. */
  async validateOrder(request: OrderRequest, options: Signal): Promise<ValidationOutcome> {
    try {
      await this.#books.open(options);
      await this.#books.refresh(request.symbol, options);
    } catch (error) {
      return { kind: "unknown", cause: error instanceof Error ? error.message : String(error) };
    }
    return this.#turns.run(() => this.#paper.validateOrder(request, options));
  }

  async cancelOrder(
    request: { readonly venueOrderId: VenueOrderId; readonly symbol: MarketSymbol },
    options: Signal,
  ): Promise<CancelOutcome> {
    return this.#paper.cancelOrder(request, options);
  }

  async findOrder(
    request: { readonly clientOrderId: ClientOrderId; readonly symbol: MarketSymbol; readonly sentAt: UnixMs },
    options: Signal,
  ): Promise<LookupResult> {
    try {
      await this.#books.open(options);
      await this.#books.refresh(request.symbol, options);
    } catch (error) {
      return { kind: "noAnswer", cause: error instanceof Error ? error.message : String(error) };
    }
    return this.#paper.findOrder(request, options);
  }

  async fetchOpenOrders(options: Signal): Promise<readonly VenueOrder[]> {
    await this.#books.open(options);
    return this.#paper.fetchOpenOrders(options);
  }

  async fetchFills(request: { readonly since: UnixMs }, options: Signal): Promise<readonly Fill[]> {
    await this.#books.open(options);
    return this.#paper.fetchFills(request, options);
  }

  /** Free and in orders together: what rests in the person's own orders there may be traded on paper. */
  async #follow(real: readonly Balance[]): Promise<void> {
    const paper = new Map((await this.#paper.fetchBalances({})).map((balance) => [balance.asset, balance]));
    const told = new Map(real.map((balance) => [balance.asset, balance]));
    for (const asset of new Set<Asset>([...paper.keys(), ...told.keys()])) {
      const difference = tradable(told.get(asset)).sub(tradable(paper.get(asset)));
      if (difference.isPositive) await this.#paper.deposit(asset, difference.toString());
      else if (difference.isNegative) await this.#paper.withdraw(asset, difference.abs().toString());
    }
  }
}

function tradable(balance: Balance | undefined): Decimal {
  if (balance === undefined) return Decimal.ZERO;
  return Decimal.parse(balance.free).add(Decimal.parse(balance.inOrders));
}
