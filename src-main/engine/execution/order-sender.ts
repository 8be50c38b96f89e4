// How does an order leave, and when may the very same one leave again? The one place that sends.
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import { withinCall } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient, OrderRequest, SubmitOutcome } from "#engine/ports/exchange-client.ts";
import { isPassingRefusal } from "#engine/risk/compute-passing-refusal.ts";
import type { Denial, RiskEngine } from "#engine/risk/risk-engine.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { AccountId, ClientOrderId } from "#shared/domain/ids.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import { CLOCKS_APART_MS } from "./interruption-watch.ts";
import { toOrderState } from "./observe-order.ts";
import type { OrderBookOfRecord } from "./order-book-of-record.ts";
import type { OrderFollower } from "./order-follower.ts";

interface SenderOptions {
  readonly book: OrderBookOfRecord;
  readonly follower: OrderFollower;
  readonly journal: ProfileJournal;
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly risk: RiskEngine;
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly signal: AbortSignal;
  /** After each refusal of a venue. */
  readonly onRefused: () => Promise<void>;
  /** After a call that the venue did not answer, or answered with "too many". */
  readonly onTrouble: (accountId: AccountId, cause: string) => void;
  /** Why nothing new may go to an account, as a code; null where it may. */
  readonly closed: (accountId: AccountId) => string | null;
}

/** What this run remembers of a send. A crash forgets it, and nothing is ever sent again that was not sent by this run. */
interface Sent {
  readonly request: OrderRequest;
  readonly monotonicMs: number;
  /** Asks every gate anew, as if the order itself were not there. */
  readonly gates: (order: Order) => Promise<() => Denial | null>;
  /** Asked last: why what the plan runs under has ended, as a code; null where it has not. */
  readonly lapsed: () => string | null;
}

export class OrderSender {
  readonly #options: SenderOptions;
  readonly #sent = new Map<ClientOrderId, Sent>();

  constructor(options: SenderOptions) {
    this.#options = options;
    options.follower.onAbsent = (order) => this.#sendAgain(order);
  }

  /** Sends an order whose intent is on disk. Called once for it. */
  async send(client: ExchangeClient, request: OrderRequest, asks: Pick<Sent, "gates" | "lapsed">): Promise<void> {
    const { clock, risk, follower, journal, book, onRefused, closed } = this.#options;
    const id = request.clientOrderId;
    const stopped = risk.stopped() ?? closed(client.account.id) ?? asks.lapsed();
    if (stopped !== null) {
      await follower.loseOutcome(id, `NOT_SENT ${stopped}`);
      return;
    }
    if (client.rules.idempotentClientId) this.#sent.set(id, { request, monotonicMs: clock.monotonicMs(), ...asks });
    const outcome = await this.#submit(client, request);
    if (outcome.kind === "accepted") {
      await follower.observe(id, outcome);
    } else if (outcome.kind === "unknown") {
      await follower.loseOutcome(id, outcome.cause);
    } else {
      const { code, message } = outcome;
      const detail = `The venue refused it: ${message}`;
      await journal.record(() => {
        const order = book.require(id);
        // An answer that comes after a sleep may find the order ended by look-ups.
        if (isTerminal(order.state)) return [];
        return [toOrderState(order, "observeRejected", { reason: code, detail }, outcome, clock.now())];
      });
      await onRefused();
    }
  }

  /** Nothing of an order is remembered once its end is known. */
  forget(id: ClientOrderId): void {
    this.#sent.delete(id);
  }

  /**
   * The same request under the same id, where the venue gives back the order it has instead of making a second one: within
   * a minute of the first send, with every gate passing, and with no crash, sleep or halt in between
   * (resources/docs/order-and-plan-states.md). A refusal proves nothing then: the first one may still arrive.
   */
  async #sendAgain(order: Order): Promise<void> {
    const { clients, journal, book, clock, risk, follower, closed } = this.#options;
    const id = order.clientOrderId;
    const sent = this.#sent.get(id);
    if (sent === undefined || !this.#isUnbroken(order, sent)) return;
    const gates = await sent.gates(order);
    let goes = false;
    await journal.record(() => {
      const now = book.require(id);
      if (now.state !== "UNKNOWN" || !this.#isUnbroken(now, sent) || gates() !== null) return [];
      goes = true;
      const patch = { attempt: now.attempt + 1, reason: null, detail: null };
      return [toOrderState(now, "resend", patch, { because: "the venue did not have it" }, clock.now())];
    });
    if (!goes) return;
    const stopped = risk.stopped() ?? closed(order.accountId) ?? sent.lapsed();
    if (stopped !== null) {
      await follower.loseOutcome(id, `NOT_SENT ${stopped}`);
      return;
    }
    const client = ensure(clients.get(order.accountId), `venue client of account ${order.accountId}`);
    const outcome = await this.#submit(client, sent.request);
    if (outcome.kind === "accepted") await follower.observe(id, outcome);
    else await follower.loseOutcome(id, outcome.kind === "unknown" ? outcome.cause : `REFUSED_AGAIN ${outcome.code}`);
  }

  #isUnbroken(order: Order, sent: Sent): boolean {
    const { clock, policies, risk } = this.#options;
    const sentAt = ensure(order.sentAt, `time of sending ${order.clientOrderId}`);
    const [wallMs, monotonicMs] = [clock.now() - sentAt, clock.monotonicMs() - sent.monotonicMs];
    const apart = Math.abs(wallMs - monotonicMs) > CLOCKS_APART_MS;
    const { state, since } = risk.trading;
    const halted = state === "halted" || (since !== null && since >= sentAt);
    // What was sent a moment ago is only not visible yet.
    return !apart && !halted && monotonicMs >= policies.visibilityLagMs && monotonicMs <= policies.resendMs;
  }

  async #submit(client: ExchangeClient, request: OrderRequest): Promise<SubmitOutcome> {
    const outcome = await this.#call(client, request);
    const { onTrouble } = this.#options;
    if (outcome.kind === "unknown") onTrouble(client.account.id, outcome.cause);
    if (outcome.kind === "rejected" && isPassingRefusal(outcome.code)) onTrouble(client.account.id, outcome.code);
    return outcome;
  }

  async #call(client: ExchangeClient, request: OrderRequest): Promise<SubmitOutcome> {
    const { clock, policies, signal } = this.#options;
    try {
      return await withinCall(clock, policies.callMs, signal, (given) =>
        client.submitOrder(request, { signal: given }),
      );
    } catch (error) {
      signal.throwIfAborted();
      return { kind: "unknown", cause: error instanceof Error ? error.message : String(error) };
    }
  }
}
