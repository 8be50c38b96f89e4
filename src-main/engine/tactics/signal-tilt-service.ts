// By what do open signals tilt a profile's targets now, and how much of the budgets for it is spent?
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { NO_TILT, type TiltInput } from "#engine/targets/compute-signal-tilt.ts";
import { computeTargetsInForce, type TargetsInForce } from "#engine/targets/compute-targets-in-force.ts";
import type { TiltView } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { TiltBookOfRecord } from "./tilt-book-of-record.ts";

/** A tilt ends at the latest this long after its signal. */
const LOOK_MS: DurationMs = 10 * SECOND_MS;
const LATEST = 500;
const TWO = Decimal.fromInteger(2);
const HALF_SCALE = 12;

export interface SignalTiltOptions {
  /** As the person set it. */
  readonly profile: () => Profile;
  readonly journal: Pick<ProfileJournal, "applied">;
  readonly signals: {
    list(limit: number): readonly Signal[];
    readonly changes: { subscribe(listener: () => void): Stoppable };
  };
  /** Other targets are in force than before. */
  readonly onChange: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class SignalTiltService implements Stoppable {
  /** What is tilted, or what is spent. */
  readonly changes = new Topic<void>();
  readonly #options: SignalTiltOptions;
  readonly #running: DisposableStore;
  readonly #book = new TiltBookOfRecord();
  #started = false;
  #last = "[]";

  /** Listens from the first entry of a replay on. */
  constructor(options: SignalTiltOptions) {
    this.#options = options;
    this.#running = new DisposableStore(options.logger);
    this.#running.add(
      options.journal.applied.subscribe((entry) => {
        if (this.#book.apply(entry) && this.#started) this.look();
      }),
    );
  }

  /** To be called once the journal was replayed. */
  start(): this {
    const { signals, clock } = this.#options;
    this.#started = true;
    this.#running.add(signals.changes.subscribe(() => this.look()));
    this.#running.add(clock.every(LOOK_MS, () => this.look()));
    this.look();
    return this;
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
  }

  /** Nothing before the start: what is spent is not known yet. */
  input(): TiltInput {
    const { profile, signals, clock } = this.#options;
    const { strategies } = profile();
    if (!this.#started || !strategies.on || Decimal.parse(strategies.tiltBudget).isZero) return NO_TILT;
    const now = clock.now();
    const left = Decimal.parse(strategies.turnoverPerMonth).sub(this.#book.spent(now));
    return {
      signals: signals.list(LATEST),
      now,
      taken: this.#book.taken,
      turnoverLeft: Decimal.max(Decimal.ZERO, left),
    };
  }

  /** What becomes of targets that are asked for (null: the profile's own), and those. */
  inForce(own: Targets | null): TargetsInForce & { readonly wanted: Targets } {
    const profile = this.#options.profile();
    const wanted = own ?? profile.targets;
    return { wanted, ...computeTargetsInForce(wanted, profile, this.input()) };
  }

  view(): TiltView {
    const { profile, clock } = this.#options;
    const { strategies } = profile();
    const input = this.input();
    const { tilts } = this.inForce(null);
    const moves = tilts.map(({ from, to }) => Decimal.parse(to).sub(Decimal.parse(from)).abs());
    return {
      lines: tilts.map((line) => ({
        ...line,
        until: input.signals.find(({ id }) => id === line.signalId)?.expiresAt ?? null,
      })),
      budget: strategies.tiltBudget,
      used: Decimal.sum(moves).div(TWO, HALF_SCALE, "up").toString(),
      turnoverPerMonth: strategies.turnoverPerMonth,
      turnoverSpent: this.#book.spent(clock.now()).toString(),
    };
  }

  /** Says so where something has changed since it looked last. */
  look(): void {
    const seen = JSON.stringify(this.view());
    if (seen === this.#last) return;
    this.#last = seen;
    this.#options.onChange();
    this.changes.publish();
  }
}
