// Do one account's orders and fills at its venue agree with the journal?
import { EngineError } from "#engine/core/engine-error.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import { withinCall } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient, VenueOrder } from "#engine/ports/exchange-client.ts";
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import type { AccountId, ClientOrderId, PlanId, VenueOrderId } from "#shared/domain/ids.ts";
import { type Fill, isTerminal, type Order } from "#shared/domain/order.ts";
import { DAY_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeFillsByOrder } from "./compute-fills-by-order.ts";
import type { OrderBookOfRecord } from "./order-book-of-record.ts";
import type { OrderFollower } from "./order-follower.ts";
import { settleByLists } from "./settle-by-lists.ts";
import type { RoundLists } from "./venue-lists.ts";

interface ReconcilerOptions {
  readonly book: OrderBookOfRecord;
  readonly follower: OrderFollower;
  readonly journal: ProfileJournal;
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly signal: AbortSignal;
}

export class AccountReconciler {
  readonly #options: ReconcilerOptions;
  readonly #clockErrors = new Map<
    AccountId,
    { readonly errorMs: number; readonly atMs: number; readonly venueTime: UnixMs }
  >();
  readonly #externalTold = new Set<VenueOrderId>();

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /**
   * Sees every open order once, in the venue's lists or by its own look-up, and books recent fills; each list is read once. Rejects
   * when the venue does not answer. `isStart`: whether what was being sent was so by an earlier run.
   */
  async reconcile(
    client: ExchangeClient,
    onBroken: (error: unknown) => Promise<void>,
    isStart: boolean,
  ): Promise<void> {
    const { book, follower, journal } = this.#options;
    const accountId = client.account.id;
    const open = book.open().filter((order) => order.accountId === accountId);
    if (isStart) for (const { clientOrderId } of open) await follower.loseOutcome(clientOrderId, "RESTARTED");
    // A clock that was set makes the last measure worthless.
    this.#clockErrors.delete(accountId);
    await this.clockError(client);
    const { venueTime } = ensure(this.#clockErrors.get(accountId), "the venue's time");
    await this.#call((signal) => client.fetchBalances({ signal }));
    const ended = new Set(book.all().flatMap((order) => (isTerminal(order.state) ? order.clientOrderId : [])));
    const lists = await this.#readLists(client, venueTime);
    await this.#checkOpenOrders(client, lists.open, ended);
    // Others may have learnt more of them meanwhile.
    const now = open.map(({ clientOrderId }) => book.require(clientOrderId));
    const rest = lists.since === null ? now : await settleByLists({ follower, journal }, now, lists);
    for (const { clientOrderId } of rest) {
      const result = await follower.look(book.require(clientOrderId), lists);
      if (result.kind === "noAnswer") throw new EngineError("VENUE_UNREACHABLE", result.cause, { retryable: true });
    }
    await this.#enter(client, lists.fills);
    this.#followOpen(client, onBroken);
  }

  /** One reading of each list serves the whole round: venues allow few calls. */
  async #readLists(client: ExchangeClient, venueTime: UnixMs): Promise<RoundLists> {
    const { clock } = this.#options;
    const askedAt = clock.now();
    const open = await this.#call((signal) => client.fetchOpenOrders({ signal }));
    const since = this.#since(this.#recent(client));
    const fills = since === null ? [] : await this.#call((signal) => client.fetchFills({ since }, { signal }));
    return { open, fills, since, askedAt, venueTime };
  }

  /** Those that a fill may still be told of: open ones, and what was sent within a day. */
  #recent(client: ExchangeClient): readonly Order[] {
    const { book, clock } = this.#options;
    const recent = clock.now() - DAY_MS;
    return book
      .all()
      .filter((order) => order.accountId === client.account.id)
      .filter((order) => !isTerminal(order.state) || (order.sentAt ?? 0) >= recent);
  }

  /** Reads the fills of open orders and of those sent within a day, and follows what a late one reopened. */
  async sweepRecent(client: ExchangeClient, onBroken: (error: unknown) => Promise<void>): Promise<void> {
    await this.#sweep(client, this.#recent(client));
    this.#followOpen(client, onBroken);
  }

  /** Before the first of these orders was sent; null where none was. */
  #since(orders: readonly Order[]): UnixMs | null {
    const sent = orders.map((order) => order.sentAt).filter((at) => at !== null);
    return sent.length === 0 ? null : unixMs(Math.max(0, Math.min(...sent) - this.#options.policies.lookBackMs));
  }

  #followOpen(client: ExchangeClient, onBroken: (error: unknown) => Promise<void>): void {
    const { book, follower } = this.#options;
    for (const order of book.open()) {
      // One that is being sent right now is its sender's to follow.
      if (order.accountId === client.account.id && order.state !== "SUBMITTING") {
        follower.followInBackground(order.clientOrderId, onBroken);
      }
    }
  }

  /** Reads an account's fills since a plan's first send: late ones reopen their orders. */
  async sweepFills(client: ExchangeClient, planId: PlanId): Promise<void> {
    const { book } = this.#options;
    await this.#sweep(
      client,
      book.ofPlan(planId).filter((order) => order.accountId === client.account.id),
    );
  }

  /** Our clock less the venue's, to half the time of the round trip. */
  async clockError(client: ExchangeClient): Promise<number> {
    const { clock, policies } = this.#options;
    const known = this.#clockErrors.get(client.account.id);
    const beganMs = clock.monotonicMs();
    if (known !== undefined && beganMs - known.atMs < policies.clockCheckMs) return known.errorMs;
    const venueTime = await this.#call((signal) => client.fetchTime({ signal }));
    const tookMs = clock.monotonicMs() - beganMs;
    const errorMs = Math.round(clock.now() - tookMs / 2 - venueTime);
    this.#clockErrors.set(client.account.id, { errorMs, atMs: beganMs, venueTime });
    return errorMs;
  }

  async #sweep(client: ExchangeClient, orders: readonly Order[]): Promise<void> {
    const since = this.#since(orders);
    if (since === null) return;
    await this.#enter(client, await this.#call((signal) => client.fetchFills({ since }, { signal })));
  }

  /** Books fills of the account: those that are known are told again, and late ones reopen their orders. */
  async #enter(client: ExchangeClient, fills: readonly Fill[]): Promise<void> {
    const { book, follower } = this.#options;
    const own = book.all().filter(({ accountId }) => accountId === client.account.id);
    const byOrder = computeFillsByOrder(own, fills);
    for (const [clientOrderId, told] of byOrder) await follower.observe(clientOrderId, { order: null, fills: told });
  }

  /** Orders that the journal does not know are shown and left alone; one of ours that had ended must not be open. */
  async #checkOpenOrders(
    client: ExchangeClient,
    open: readonly VenueOrder[],
    endedBefore: ReadonlySet<ClientOrderId>,
  ): Promise<void> {
    const { book, journal } = this.#options;
    for (const seen of open) {
      const ours = seen.clientOrderId === null ? undefined : book.get(seen.clientOrderId);
      if (ours !== undefined) {
        // One that ended while the list was under way may be in it still.
        if (isTerminal(ours.state) && endedBefore.has(ours.clientOrderId)) {
          throw new InvariantError(`Order ${ours.clientOrderId} ended as ${ours.state} but is open at ${ours.venue}`);
        }
        continue;
      }
      if (this.#externalTold.has(seen.venueOrderId)) continue;
      this.#externalTold.add(seen.venueOrderId);
      const detail = `${seen.side} ${seen.quantity} ${seen.symbol}, venue id ${seen.venueOrderId}`;
      await journal.record(() => [{ kind: "order.external", venue: client.account.venue, detail }]);
    }
  }

  async #call<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock, policies, signal } = this.#options;
    // Lists and the venue's time settle nothing by their silence.
    return await withinCall(clock, policies.readMs, signal, call);
  }
}
