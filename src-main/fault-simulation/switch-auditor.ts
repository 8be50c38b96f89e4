// Is a venue's timer that cancels all orders of an account armed only where it may be, and where it must?
import type { JournalEntry } from "#shared/domain/journal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import type { DurationMs } from "#shared/domain/time.ts";

/** Who rests for longer has the timer, where nothing stands in the way: the program looks every 20 s. */
const ARMED_BY_MS: DurationMs = 25_000;

export interface SwitchAuditorOptions {
  readonly orders: () => Iterable<Order>;
  readonly nowMs: () => number;
  /** Nothing stands between the program and its venues, and it is never killed. */
  readonly isQuiet: boolean;
  readonly fail: (message: string) => void;
}

interface Known {
  /** The person's leave, as they said it last. */
  allowed: boolean;
  /** When the open orders were told last, and whether others' were among them. */
  list: { readonly atMs: number; readonly hasForeign: boolean } | null;
  hadForeign: boolean;
  armedMs: number | null;
  readonly openedMs: Map<string, number>;
  allowedMs: number;
}

/** By venue: a simulated one has one account. */
export class SwitchAuditor {
  readonly #options: SwitchAuditorOptions;
  readonly #known = new Map<string, Known>();
  /** Orders whose end is on disk, while the program was told that writing it failed: to it they may still rest. */
  readonly #untold = new Set<string>();

  constructor(options: SwitchAuditorOptions) {
    this.#options = options;
  }

  untold({ event }: JournalEntry): void {
    if (event.kind === "order.state" && isTerminal(event.to)) this.#untold.add(event.clientOrderId);
  }

  /** The program has read what is on disk. */
  restarted(): void {
    this.#untold.clear();
  }

  /** A venue tells its open orders. */
  listed(venue: string, hasForeign: boolean): void {
    const known = this.#of(venue);
    known.list = { atMs: this.#options.nowMs(), hasForeign };
    known.hadForeign ||= hasForeign;
  }

  /** A call that sets the timer leaves. */
  sets(venue: string, forMs: DurationMs): void {
    const { nowMs } = this.#options;
    const known = this.#of(venue);
    if (forMs === 0) {
      known.armedMs = null;
      return;
    }
    this.#check(known.allowed, "the timer is armed without the person's leave");
    const rests = [...this.#options.orders()].some((order) => order.venue === venue && this.#mayRest(order));
    this.#check(rests, "the timer is armed although no order of ours rests");
    this.#check(known.list?.atMs === nowMs(), "the timer is armed without a look at the open orders");
    this.#check(known.list?.hasForeign !== true, "the timer is armed although another's order rests");
    known.armedMs = nowMs();
  }

  /** The timer ran out and canceled what was open. */
  fired(venue: string): void {
    this.#of(venue).armedMs = null;
    this.#check(!this.#options.isQuiet, "the timer ran out although the program runs and reaches its venue");
  }

  written({ event }: JournalEntry): void {
    if (event.kind === "account.deadManSwitch" && (event.state === "allowed" || event.state === "refused")) {
      const known = this.#of(event.accountId);
      known.allowed = event.state === "allowed";
      known.allowedMs = this.#options.nowMs();
    }
    if (event.kind !== "order.state" || event.order.kind === "limitIoc") return;
    this.#moved(event.order, this.#of(event.order.venue));
  }

  /** The person has taken their leave back, and the program said that it knows. */
  refused(venue: string): void {
    this.#of(venue).allowed = false;
  }

  /** The faults are over and so is everything else. */
  isOver(venue: string, isArmed: boolean): void {
    this.#check(!isArmed, `the timer of ${venue} is armed although nothing is open any more`);
  }

  #moved({ clientOrderId, state }: Order, known: Known): void {
    const { nowMs, isQuiet } = this.#options;
    if (state === "OPEN" && !known.openedMs.has(clientOrderId)) known.openedMs.set(clientOrderId, nowMs());
    const openedMs = known.openedMs.get(clientOrderId);
    if (!isTerminal(state) || openedMs === undefined) return;
    known.openedMs.delete(clientOrderId);
    if (!isQuiet || !known.allowed || known.hadForeign || known.armedMs !== null) return;
    const restedMs = nowMs() - Math.max(openedMs, known.allowedMs);
    this.#check(restedMs < ARMED_BY_MS, `an order rested for ${restedMs} ms without the timer`);
  }

  #mayRest({ clientOrderId, kind, state, venueOrderId }: Order): boolean {
    const isOver = isTerminal(state) && !this.#untold.has(clientOrderId);
    return kind !== "limitIoc" && venueOrderId !== null && !isOver;
  }

  #of(venue: string): Known {
    const known = this.#known.get(venue) ?? {
      ...{ allowed: false, allowedMs: 0, list: null, hadForeign: false, armedMs: null },
      openedMs: new Map(),
    };
    this.#known.set(venue, known);
    return known;
  }

  #check(holds: boolean, message: string): void {
    if (!holds) this.#options.fail(message);
  }
}
