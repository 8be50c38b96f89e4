// How is an order followed from its send to its proven end?
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import { sleepUntilWoken } from "#engine/core/sleep-until-woken.ts";
import { withinCall } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import type { AccountId, ClientOrderId } from "#shared/domain/ids.ts";
import { isTerminal, type Order, type OrderState } from "#shared/domain/order.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { AbsenceProofs } from "./absence-proofs.ts";
import { computeAttestTime } from "./compute-attest-time.ts";
import { type Observation, observeOrder, toOrderState } from "./observe-order.ts";
import type { OrderBookOfRecord } from "./order-book-of-record.ts";
import { type LookUp, lookUpOrder, lookUpWait, proofHorizon } from "./reconciliation.ts";
import type { RoundLists } from "./venue-lists.ts";

export interface OrderAlarm {
  readonly order: Order;
  readonly message: string;
}

interface FollowerOptions {
  readonly book: OrderBookOfRecord;
  readonly journal: ProfileJournal;
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** After a call that the venue did not answer. */
  readonly onTrouble: (accountId: AccountId, cause: string) => void;
}

/** What one order's loop remembers between two looks. Lost in a crash: then the proof starts anew. */
interface Following {
  /** States it was in already: going in a circle is no progress, so it waits longer each time. */
  readonly visited: Set<OrderState>;
  round: number;
  alarmed: boolean;
}

export class OrderFollower {
  readonly alarms = new Topic<OrderAlarm>();
  /** Asked when the venue does not have an order and its absence proves nothing: whether it may be sent again. */
  onAbsent: (order: Order) => Promise<void> = async () => undefined;
  readonly #options: FollowerOptions;
  readonly #running = new Map<ClientOrderId, Promise<Order>>();
  readonly #cancelWanted = new Set<ClientOrderId>();
  readonly #wakers = new Map<ClientOrderId, () => void>();
  /** What ends a look under way, by the order that is looked at. */
  readonly #looks = new Map<ClientOrderId, () => void>();
  readonly #proofs = new AbsenceProofs();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /**
   * Resolves with the order once its end is proven; rejects when stopped or when what is seen breaks an invariant. One that was
   * just seen resting is not looked at again at once: a thousand of them would be a thousand calls.
   */
  follow(id: ClientOrderId, wasJustSeen = false): Promise<Order> {
    const running = this.#running.get(id);
    if (running !== undefined) return running;
    const run = this.#run(id, wasJustSeen).finally(() => {
      this.#running.delete(id);
      this.#cancelWanted.delete(id);
    });
    this.#running.set(id, run);
    return run;
  }

  /** Cancels the order as soon as it is known at the venue. Following goes on until its end is proven. */
  cancel(id: ClientOrderId): Promise<Order> {
    this.#cancelWanted.add(id);
    this.#looks.get(id)?.();
    this.#wakers.get(id)?.();
    return this.follow(id);
  }

  /** Something is said of an order that is followed: it is looked at now instead of later. */
  lookSoon(id: ClientOrderId): void {
    this.#wakers.get(id)?.();
  }

  /** Writes down what was seen of an order. */
  async observe(id: ClientOrderId, seen: Observation): Promise<void> {
    const { book, journal, clock } = this.#options;
    this.#proofs.forget(id);
    await journal.record(() =>
      observeOrder(book.require(id), book.fillsOf(id), (fill) => book.findFill(fill), seen, clock.now()),
    );
  }

  /** A send without a known outcome is unknown, however it came about. */
  async loseOutcome(id: ClientOrderId, cause: string): Promise<void> {
    const { book, journal, clock } = this.#options;
    await journal.record(() => {
      const order = book.require(id);
      if (order.state !== "SUBMITTING") return [];
      const detail =
        "It is not known whether the venue has this order. It is looked up by its id, in the open orders and in the " +
        "fills until there is proof; its amount stays reserved and nothing new of its plan is sent.";
      return [toOrderState(order, "loseOutcome", { reason: cause, detail }, { cause }, clock.now())];
    });
  }

  /** Ends an order of unknown outcome by a person's word. Rejects with ORDER_STATE where that is not theirs to say yet. */
  async attest(order: Order, evidence: string): Promise<void> {
    const { book, journal, clock, policies } = this.#options;
    const id = order.clientOrderId;
    await journal.record(() => {
      const now = book.require(id);
      const from = computeAttestTime(now, this.#client(now).rules.expiryMs, policies);
      if (from === null) {
        throw new EngineError("ORDER_STATE", `The order is ${now.state}: there is nothing to vouch for.`);
      }
      if (clock.now() < from) {
        const left = Math.ceil((from - clock.now()) / SECOND_MS);
        throw new EngineError("ORDER_STATE", `The program may still find out by itself: ask again in ${left} s.`);
      }
      const detail = `Ended by your word: ${evidence}`;
      return [toOrderState(now, "attest", { reason: "ATTESTED", detail }, { evidence }, clock.now())];
    });
    this.#wakers.get(id)?.();
  }

  /**
   * One complete look at an order, written down; enough of them in vain prove its absence where the venue's rules allow it. `round`:
   * the account's lists, where they were read just before. Rejects with the signal's reason.
   */
  async look(
    order: Order,
    round: RoundLists | null = null,
    signal: AbortSignal = this.#options.signal,
  ): Promise<LookUp> {
    const { policies, clock, onTrouble } = this.#options;
    const client = this.#client(order);
    let result: LookUp;
    try {
      // Three reads and the venue's time at most, each of which may use up a call's time.
      result = await withinCall(clock, 4 * policies.callMs, signal, (given) =>
        lookUpOrder(client, order, policies, clock, given, round),
      );
    } catch (error) {
      if (signal.aborted || error instanceof InvariantError) throw error;
      result = { kind: "noAnswer", cause: error instanceof Error ? error.message : String(error) };
    }
    if (result.kind === "noAnswer") onTrouble(order.accountId, result.cause);
    if (order.state === "UNKNOWN" || order.state === "CANCEL_UNKNOWN") await this.#noteLookUp(order, result);
    if (result.kind === "seen") await this.observe(order.clientOrderId, result.observation);
    this.#proofs.note(order, result, policies.restingPollMs);
    if (this.#proofs.of(order.clientOrderId).length >= policies.proofAnswers) await this.#proveAbsent(order);
    return result;
  }

  /** A look that a cancel ends: at a venue that is short of calls it may wait for long, and a cancel has calls of its own. */
  async #lookUntilCanceled(order: Order): Promise<void> {
    const { signal } = this.#options;
    const ended = new AbortController();
    const stop = () => ended.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    this.#looks.set(order.clientOrderId, () => ended.abort(new Error("A cancel is wanted.")));
    try {
      await this.look(order, null, ended.signal);
    } catch (error) {
      if (signal.aborted || !ended.signal.aborted) throw error;
    } finally {
      this.#looks.delete(order.clientOrderId);
      signal.removeEventListener("abort", stop);
    }
  }

  async #proveAbsent({ clientOrderId }: Order): Promise<void> {
    const { book, journal, clock } = this.#options;
    const absences = this.#proofs.of(clientOrderId);
    await journal.record(() => {
      const now = book.require(clientOrderId);
      if (now.state !== "UNKNOWN") return [];
      const detail = "The venue does not have this order and can not take it any more. Nothing was bought or sold.";
      const patch = { reason: "NOT_PLACED", detail };
      return [toOrderState(now, "proveNotPlaced", patch, { absences }, clock.now())];
    });
    this.#proofs.forget(clientOrderId);
  }

  async #run(id: ClientOrderId, wasJustSeen: boolean): Promise<Order> {
    const { book, signal } = this.#options;
    const following: Following = { visited: new Set(), round: 0, alarmed: false };
    const begun = book.require(id);
    const isResting = begun.state === "OPEN" || begun.state === "PARTIAL";
    if (wasJustSeen && isResting && !this.#cancelWanted.has(id)) await this.#wait(id, this.#waitFor(begun, following));
    for (;;) {
      signal.throwIfAborted();
      const before = book.require(id);
      if (isTerminal(before.state)) return before;
      await this.#step(before, following);
      const after = book.require(id);
      if (isTerminal(after.state)) return after;
      following.visited.add(before.state);
      if (following.visited.has(after.state)) {
        await this.#wait(id, this.#waitFor(after, following));
        following.round += 1;
      } else {
        following.round = 0;
      }
    }
  }

  async #step(order: Order, following: Following): Promise<void> {
    const { policies, clock } = this.#options;
    const sentAt = ensure(order.sentAt, `time of sending ${order.clientOrderId}`);
    switch (order.state) {
      case "SUBMITTING":
        // Followed while submitting only after a restart: whether the call ever left is not known.
        await this.loseOutcome(order.clientOrderId, "RESTARTED");
        return;
      case "OPEN":
      case "PARTIAL": {
        const isDue = () =>
          clock.now() - sentAt >= (order.restMs ?? policies.orderTimeoutMs) ||
          this.#cancelWanted.has(order.clientOrderId);
        if (!isDue()) await this.#lookUntilCanceled(order);
        if (!isDue()) return;
        await this.#cancel(order.clientOrderId);
        // Its end may show a moment later: a second cancel at once would only be a call more.
        following.visited.add("CANCELING");
        return;
      }
      case "CANCELING":
        await this.#cancel(order.clientOrderId);
        return;
      case "CANCEL_UNKNOWN":
      case "UNKNOWN":
        await this.#settle(order, following);
        return;
      default:
        throw new InvariantError(`Order ${order.clientOrderId} is ${order.state} and was never sent`);
    }
  }

  /** Looks once more at an order of unknown outcome. */
  async #settle(order: Order, following: Following): Promise<void> {
    const { book, clock, policies } = this.#options;
    const result = await this.look(order);
    const canProve = this.#client(order).rules.expiryMs !== null;
    if (result.kind === "absent" && !canProve && order.state === "UNKNOWN") await this.onAbsent(order);
    if (isTerminal(book.require(order.clientOrderId).state)) return;
    const unknownFor = clock.now() - ensure(order.sentAt, `time of sending ${order.clientOrderId}`);
    if (unknownFor > policies.unknownAlarmMs && !following.alarmed) {
      following.alarmed = true;
      const message = `It has not been known for ${Math.floor(unknownFor / 60_000)} minutes whether an order exists at ${order.venue}.`;
      this.#options.logger.error(message, { clientOrderId: order.clientOrderId });
      this.alarms.publish({ order, message });
    }
  }

  /** Sends the cancel by the venue's id; its end is then looked up, never assumed. */
  async #cancel(id: ClientOrderId): Promise<void> {
    const { book, journal, clock, policies, signal } = this.#options;
    await journal.record(() => {
      const order = book.require(id);
      const open = order.state === "OPEN" || order.state === "PARTIAL";
      return open ? [toOrderState(order, "cancel", { reason: null, detail: null }, null, clock.now())] : [];
    });
    const order = book.require(id);
    if (order.state !== "CANCELING") return;
    const venueOrderId = ensure(order.venueOrderId, `the venue's id of order ${id}`);
    let cause: string | null = null;
    try {
      const outcome = await withinCall(clock, policies.callMs, signal, (given) =>
        this.#client(order).cancelOrder({ venueOrderId, symbol: order.symbol }, { signal: given }),
      );
      if (outcome.kind === "unknown") cause = outcome.cause;
    } catch (error) {
      if (signal.aborted) throw error;
      cause = error instanceof Error ? error.message : String(error);
    }
    if (cause !== null) {
      const lost = cause;
      this.#options.onTrouble(order.accountId, lost);
      await journal.record(() => {
        const now = book.require(id);
        if (now.state !== "CANCELING") return [];
        const detail = "It is not known whether the cancel arrived. The order is looked up until its end is proven.";
        return [toOrderState(now, "loseCancel", { reason: lost, detail }, { cause: lost }, clock.now())];
      });
      return;
    }
    await this.look(book.require(id));
  }

  #waitFor(order: Order, following: Following): DurationMs {
    const { policies, clock } = this.#options;
    const now = clock.now();
    const sentAt = ensure(order.sentAt, `time of sending ${order.clientOrderId}`);
    if (order.state === "OPEN" || order.state === "PARTIAL") {
      const poll = Math.min(policies.restingPollMs, lookUpWait(following.round, 0, policies));
      return Math.max(1, Math.min(poll, sentAt + (order.restMs ?? policies.orderTimeoutMs) - now));
    }
    if (this.#proofs.of(order.clientOrderId).length > 0) return policies.restingPollMs;
    const wait = lookUpWait(following.round, now - sentAt, policies);
    const horizon = proofHorizon(order, this.#client(order).rules.visibilityLagMs, policies);
    return horizon !== null && horizon > now ? Math.min(wait, horizon - now) : wait;
  }

  async #noteLookUp(order: Order, result: LookUp): Promise<void> {
    const { journal, policies } = this.#options;
    const answer =
      result.kind === "seen"
        ? `found by ${result.how}`
        : result.kind === "absent"
          ? `not found${result.provable ? ", past its expiry" : ""}`
          : result.cause.startsWith("no answer")
            ? result.cause
            : `no answer: ${result.cause}`;
    await journal.record(() => [
      {
        kind: "order.lookup",
        clientOrderId: order.clientOrderId,
        asked: `client id, open orders, fills since ${policies.lookBackMs / SECOND_MS} s before the send`,
        answer,
      },
    ]);
  }

  #client(order: Order): ExchangeClient {
    return ensure(this.#options.clients.get(order.accountId), `venue client of account ${order.accountId}`);
  }

  /** Sleeps until the time is over or a cancel was asked for. */
  async #wait(id: ClientOrderId, forMs: DurationMs): Promise<void> {
    const { clock, signal } = this.#options;
    try {
      await sleepUntilWoken(clock, forMs, signal, (wake) => this.#wakers.set(id, wake));
    } finally {
      this.#wakers.delete(id);
    }
  }

  /** Follows an order that was seen just now, without waiting for its end; what goes wrong is told to `onError` and logged. */
  followInBackground(id: ClientOrderId, onError: (error: unknown) => Promise<void>): void {
    const { logger, signal } = this.#options;
    const run = this.follow(id, true).catch((error: unknown) => (signal.aborted ? undefined : onError(error)));
    drop(run, logger, `Following order ${id}`);
  }
}
