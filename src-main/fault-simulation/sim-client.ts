// How does the program reach a simulated venue through a network that loses, delays, repeats and garbles?
import type {
  CancelOutcome,
  ClientDiagnostics,
  ExchangeClient,
  LookupResult,
  OrderRequest,
  SubmitOutcome,
  VenueOrder,
} from "#engine/ports/exchange-client.ts";
import type { Rng } from "#engine/ports/rng.ts";
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import type { Asset, TradeId, VenueOrderId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Fill } from "#shared/domain/order.ts";
import { type DurationMs, unixMs } from "#shared/domain/time.ts";
import type { CallClass, FaultKind, FaultPlan } from "./faults.ts";
import type { SimBudget } from "./sim-budget.ts";
import type { SimSwitch } from "./sim-switch.ts";
import { exact, LOT_PLACES, MONEY_PLACES, type SimOrder, type SimVenue, TICK_PLACES } from "./sim-venue.ts";
import { WORLD_BEGAN_MS, type WorldTime } from "./virtual-time.ts";

/** After so long the library gives up on a call. */
const LIBRARY_MS = 10_000;

/** A call that never answers. */
const never = (): Promise<never> => new Promise(() => undefined);

export interface NetworkOptions {
  readonly world: WorldTime;
  readonly venue: SimVenue;
  /** Where the venue has one. */
  readonly timer: SimSwitch | null;
  /** Where the venue counts calls. */
  readonly budget: SimBudget | null;
  readonly account: Account;
  readonly instruments: readonly Instrument[];
  readonly faults: FaultPlan;
  readonly rng: Rng;
  /** The sending machine's wall clock, as it is put on what is sent. */
  readonly stampMs: () => number;
  /** Whether the venue does not answer now, or not to look-ups of orders and fills. */
  readonly isOut: (part: "all" | "lookUps") => boolean;
  /** Told of each request that leaves the program, and of each that the venue takes. */
  /** In true time: until then the program's machine sleeps, and nothing reaches it. */
  readonly awakeMs: () => number;
  readonly watch: {
    /** The open orders were told, others' among them or not: what a program that reconciles asks for last. */
    readonly listed: (hasForeign: boolean) => void;
    /** The venue's state was told. */
    readonly status: (state: VenueStatus["state"]) => void;
    /** The timer that cancels everything is set. */
    readonly switches: (forMs: DurationMs) => void;
    /** A send was told to be lost, or too much: nothing more may leave before the account was read. */
    readonly troubled: () => void;
    readonly left: (request: OrderRequest) => void;
    readonly arrived: (request: OrderRequest, order: SimOrder, isNew: boolean) => void;
    readonly cancels: (venueOrderId: VenueOrderId) => void;
    readonly called: () => void;
  };
}

/** One account's client as a process of the program holds it. */
export class SimClient implements ExchangeClient {
  readonly account: Account;
  readonly rules: ExchangeClient["rules"];
  readonly diagnostics?: NonNullable<ExchangeClient["diagnostics"]>;
  readonly cancelAllAfter?: NonNullable<ExchangeClient["cancelAllAfter"]>;
  readonly #options: NetworkOptions;
  /** Earlier answers, for a cache on the way that answers with an old one. */
  #lastBalances: readonly Balance[] | null = null;

  constructor(options: NetworkOptions) {
    this.#options = options;
    this.account = options.account;
    const { clientIds: _clientIds, ...rules } = options.venue.rules;
    this.rules = rules;
    const { budget } = options;
    if (budget !== null) this.diagnostics = () => this.#diagnostics(budget);
    if (options.timer !== null) this.cancelAllAfter = (forMs) => this.#cancelAllAfter(forMs);
  }

  async fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#options.instruments;
  }

  async fetchFeeTier() {
    return this.account.fees;
  }

  async submitOrder(request: OrderRequest): Promise<SubmitOutcome> {
    const outcome = await this.#submit(request);
    const isRate = outcome.kind === "rejected" && (outcome.code === "RATE_LIMITED" || outcome.code === "RATE_BANNED");
    if (outcome.kind === "unknown" || isRate) this.#options.watch.troubled();
    return outcome;
  }

  async #submit(request: OrderRequest): Promise<SubmitOutcome> {
    const { venue, world, rng, watch, budget } = this.#options;
    if (budget !== null && !(await budget.turn(true))) {
      return { kind: "rejected", code: "NOT_SENT", message: "It could not leave in time." };
    }
    watch.left(request);
    const stampMs = this.#options.stampMs();
    const fault = this.#begin("send");
    const refused = refusalOf(fault);
    if (refused !== null) {
      await this.#delay(fault);
      return refused;
    }
    if (fault === "dropRequest" || fault === "serverErrorNotDone" || fault === "nameNotFound") {
      await this.#delay();
      return { kind: "unknown", cause: CAUSES[fault] };
    }
    if (fault === "hangBeforeArrival") return await never();
    if (fault === "lateArrival") {
      world.after(rng.integer(1, 90_000), () => void this.#place(request, stampMs));
      return await never();
    }
    await this.#delay(fault);
    const placed = this.#place(request, stampMs);
    if (fault === "hangAfterArrival") return await never();
    await this.#delay(fault);
    if (this.#options.isOut("all")) return { kind: "unknown", cause: CAUSES.dropReply };
    if (fault === "dropReply" || fault === "serverErrorDone" || fault === "connectionReset") {
      return { kind: "unknown", cause: CAUSES[fault] };
    }
    if (fault === "unreadableReply") return { kind: "unknown", cause: CAUSES[fault] };
    if (placed.kind === "rejected") return { kind: "rejected", code: placed.code, message: "The venue refused it." };
    const order = this.#told(placed.order);
    if (fault === "wrongReply") {
      return { kind: "accepted", order: { ...order, quantity: exact(placed.order.lots + 1, LOT_PLACES) }, fills: [] };
    }
    const fills = venue.rules.visibilityLagMs > 0 && rng.next() < 0.5 ? [] : this.#fills(placed.order);
    return { kind: "accepted", order, fills: fault === "repeatedFills" ? [...fills, ...fills] : fills };
  }

  async cancelOrder({ venueOrderId }: { readonly venueOrderId: VenueOrderId }): Promise<CancelOutcome> {
    const { venue, watch, budget } = this.#options;
    // Before its turn: meanwhile the order may end.
    watch.cancels(venueOrderId);
    if (budget !== null && !(await budget.turn(true))) return { kind: "unknown", cause: "It could not leave in time." };
    const fault = this.#begin("cancel");
    await this.#delay(fault);
    if (NEVER_ARRIVES.has(fault)) return { kind: "unknown", cause: CAUSES[fault] };
    if (fault === "hangBeforeArrival") return await never();
    const outcome = venue.cancel(venueOrderId);
    if (fault === "hangAfterArrival") return await never();
    await this.#delay(fault);
    if (fault !== "none" && fault !== "slow") return { kind: "unknown", cause: CAUSES[fault] };
    return { kind: outcome };
  }

  async #cancelAllAfter(forMs: DurationMs): Promise<void> {
    const { watch, timer } = this.#options;
    watch.switches(forMs);
    const fault = this.#begin("cancel");
    await this.#delay(fault);
    if (NEVER_ARRIVES.has(fault)) throw new Error(CAUSES[fault]);
    if (fault === "hangBeforeArrival") await never();
    timer?.set(forMs);
    if (fault === "hangAfterArrival") await never();
    await this.#delay(fault);
    if (fault !== "none" && fault !== "slow") throw new Error(CAUSES[fault]);
  }

  async findOrder({ clientOrderId }: { readonly clientOrderId: string }): Promise<LookupResult> {
    const fault = await this.#read("lookUps");
    if (isLost(fault)) return { kind: "noAnswer", cause: CAUSES[fault] };
    const { venue, world } = this.#options;
    const order = venue.find(clientOrderId, world.nowMs);
    if (order === null) return { kind: "notFound" };
    // Some venues tell an order without its fills: those are another list.
    const fills = venue.rules.clientIds === "returnExisting" ? [] : this.#visibleFills(order);
    return { kind: "found", order: this.#told(order), fills: fault === "repeatedFills" ? [...fills, ...fills] : fills };
  }

  async fetchOpenOrders(): Promise<readonly VenueOrder[]> {
    await this.#readOrThrow("lookUps");
    const { venue, world, watch } = this.#options;
    const visible = venue.orders.filter(({ state, visibleMs }) => state === "open" && visibleMs <= world.nowMs);
    const foreign = venue.foreign
      .filter(({ state }) => state === "open")
      .map((order) => ({ ...this.#told(order), clientOrderId: null }));
    watch.listed(foreign.length > 0);
    return [...visible.map((order) => this.#told(order)), ...foreign];
  }

  async fetchFills({ since }: { readonly since: number }): Promise<readonly Fill[]> {
    const fault = await this.#readOrThrow("lookUps");
    const { venue } = this.#options;
    const fills = venue.orders.flatMap((order) => this.#visibleFills(order)).filter(({ tsEvent }) => tsEvent >= since);
    return fault === "repeatedFills" ? [...fills, ...fills] : fills;
  }

  async fetchBalances(): Promise<readonly Balance[]> {
    const fault = await this.#readOrThrow();
    if (fault === "staleReply" && this.#lastBalances !== null) return this.#lastBalances;
    const { venue } = this.#options;
    const zero = exact(0, 0);
    this.#lastBalances = [...venue.free].map(([asset, units]) => ({
      accountId: this.account.id,
      // Holdings of a simulated venue are kept by asset code.
      asset: asset as Asset,
      free: exact(units, asset === "USD" ? MONEY_PLACES : LOT_PLACES),
      inOrders: zero,
      earn: zero,
      locked: zero,
    }));
    return this.#lastBalances;
  }

  /** What the venue says of itself. */
  async fetchStatus(): Promise<VenueStatus> {
    await this.#readOrThrow();
    const { venue, watch } = this.#options;
    watch.status(venue.state);
    return { state: venue.state, detail: null };
  }

  async fetchTime() {
    await this.#readOrThrow();
    return unixMs(Math.round(WORLD_BEGAN_MS + this.#options.world.nowMs));
  }

  #begin(call: CallClass, part: "all" | "lookUps" = "all"): FaultKind {
    this.#options.watch.called();
    if (this.#options.isOut(part)) return call === "read" ? "connectionReset" : "dropRequest";
    return this.#options.faults.draw(call);
  }

  #diagnostics(budget: SimBudget): ClientDiagnostics {
    const { pausedUntilMs } = budget;
    return {
      ...{ latencyMs: null, lastAnswerAt: null, clockErrorMs: null, failing: null },
      pausedUntil: pausedUntilMs === null ? null : unixMs(Math.round(WORLD_BEGAN_MS + pausedUntilMs)),
      budgets: [budget.state()],
    };
  }

  async #read(part: "all" | "lookUps"): Promise<FaultKind> {
    const { budget } = this.#options;
    if (budget !== null) await budget.turn(false);
    const fault = this.#begin("read", part);
    // The library under a real client gives up on its own.
    if (fault === "hangAfterArrival")
      await new Promise<void>((give) => void this.#options.world.after(LIBRARY_MS, give));
    await this.#delay(fault);
    return fault;
  }

  async #readOrThrow(part: "all" | "lookUps" = "all"): Promise<FaultKind> {
    const fault = await this.#read(part);
    if (isLost(fault)) throw new Error(CAUSES[fault]);
    return fault;
  }

  #place(request: OrderRequest, stampMs: number) {
    const { venue, world, watch } = this.#options;
    const placed = venue.place(request, stampMs, world.nowMs);
    if (placed.kind === "accepted") watch.arrived(request, placed.order, placed.isNew);
    return placed;
  }

  /** The way there or back. That a venue has had enough is known once its answer is there. */
  #delay(fault: FaultKind = "none"): Promise<void> {
    const { rng, world, awakeMs } = this.#options;
    const ms = fault === "slow" ? rng.integer(1_000, 9_000) : rng.integer(5, 120);
    return new Promise((resolve) => {
      const arrive = () => {
        if (awakeMs() > world.nowMs) {
          world.after(awakeMs() - world.nowMs, arrive);
          return;
        }
        if (fault === "rateLimited") this.#options.budget?.pause();
        resolve();
      };
      world.after(ms, arrive);
    });
  }

  #told(order: SimOrder): VenueOrder {
    const { request } = order;
    const spent = order.fills.reduce((sum, { lots, tick }) => sum + lots * tick, 0);
    return {
      clientOrderId: request.clientOrderId,
      venueOrderId: order.venueOrderId as VenueOrderId, // text of the venue's making
      symbol: request.symbol,
      side: request.side,
      quantity: request.quantity,
      limitPrice: request.limitPrice,
      state: order.state,
      filledQuantity: exact(order.filledLots, LOT_PLACES),
      averagePrice: order.filledLots === 0 ? null : exact(Math.round(spent / order.filledLots), TICK_PLACES),
      createdAt: unixMs(Math.round(WORLD_BEGAN_MS + order.createdMs)),
    };
  }

  /** Fills become visible as late as orders do. */
  #visibleFills(order: SimOrder): readonly Fill[] {
    const lag = order.visibleMs - order.createdMs;
    const { nowMs } = this.#options.world;
    if (order.visibleMs > nowMs) return [];
    return this.#fills(order).filter((_, index) => (order.fills[index]?.atMs ?? 0) + lag <= nowMs);
  }

  #fills(order: SimOrder): readonly Fill[] {
    const { request } = order;
    return order.fills.map(({ tradeId, lots, tick, feeUnits, atMs }) => ({
      venue: this.account.venue,
      symbol: request.symbol,
      tradeId: tradeId as TradeId, // text of the venue's making
      clientOrderId: request.clientOrderId,
      venueOrderId: order.venueOrderId as VenueOrderId, // text of the venue's making
      side: request.side,
      price: exact(tick, TICK_PLACES),
      quantity: exact(lots, LOT_PLACES),
      fee: { asset: "USD" as Asset, amount: exact(feeUnits, MONEY_PLACES) },
      liquidity: "taker" as const,
      tsEvent: unixMs(Math.round(WORLD_BEGAN_MS + atMs)),
      tsInit: unixMs(Math.round(WORLD_BEGAN_MS + atMs)),
    }));
  }
}

/** Of a call that cancels. */
const NEVER_ARRIVES: ReadonlySet<FaultKind> = new Set([
  "dropRequest",
  "serverErrorNotDone",
  "nameNotFound",
  "rateLimited",
]);

const CAUSES: Readonly<Record<FaultKind, string>> = {
  none: "",
  slow: "TIMEOUT",
  dropRequest: "ECONNREFUSED",
  dropReply: "ECONNRESET after sending",
  hangBeforeArrival: "TIMEOUT",
  hangAfterArrival: "TIMEOUT",
  lateArrival: "TIMEOUT",
  serverErrorNotDone: "HTTP 503",
  serverErrorDone: "HTTP 504",
  rateLimited: "HTTP 429",
  banned: "HTTP 418",
  nameNotFound: "ENOTFOUND",
  connectionReset: "ECONNRESET",
  unreadableReply: "not JSON",
  wrongReply: "",
  repeatedFills: "",
  staleReply: "",
};

/** The venue's gateway refuses before anything is placed: a definite answer. */
function refusalOf(fault: FaultKind): SubmitOutcome | null {
  if (fault === "rateLimited") return { kind: "rejected", code: "RATE_LIMITED", message: "HTTP 429" };
  return fault === "banned" ? { kind: "rejected", code: "RATE_BANNED", message: "HTTP 418" } : null;
}

function isLost(fault: FaultKind): boolean {
  return !["none", "slow", "repeatedFills", "staleReply"].includes(fault);
}
