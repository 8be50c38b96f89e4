// Which tilt has been traded, and what have tilts turned over of late? Rebuilt from the journal; never changed in any other way.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { DAY_MS, type DurationMs, type UnixMs } from "#shared/domain/time.ts";

/** How far back turnover counts. */
const TILT_MONTH_MS: DurationMs = 30 * DAY_MS;

const HALF_SCALE = 12;
const TWO = Decimal.fromInteger(2);

type Tilt = Readonly<Record<Asset, Decimal>>;

interface Spent {
  readonly at: UnixMs;
  readonly turnover: Decimal;
}

export class TiltBookOfRecord {
  /** Plans for targets that have not traded yet, by what they are tilted. */
  readonly #planned = new Map<PlanId, Tilt>();
  #taken: Tilt = {};
  #spent: readonly Spent[] = [];

  /** What the last plan that traded was tilted by, as signed shares. */
  get taken(): Tilt {
    return this.#taken;
  }

  /** Turnover by tilts in the 30 days before `now`, as a share of the portfolio. */
  spent(now: UnixMs): Decimal {
    return Decimal.sum(this.#spent.filter(({ at }) => at > now - TILT_MONTH_MS).map(({ turnover }) => turnover));
  }

  /** Takes one journal entry; true where it changed what is taken. A plan counts in whole from its first fill on. */
  apply({ event, ts }: JournalEntry): boolean {
    if (event.kind === "plan.previewed") this.#plan(event.plan);
    if (event.kind === "plan.state" && event.to === "ABORTED") this.#planned.delete(event.planId);
    const tilt = event.kind === "order.fill" ? this.#planned.get(event.planId) : undefined;
    if (event.kind !== "order.fill" || tilt === undefined) return false;
    this.#planned.delete(event.planId);
    const turnover = halfOfMoves(this.#taken, tilt);
    this.#taken = tilt;
    if (!turnover.isPositive) return false;
    this.#spent = [...this.#spent.filter(({ at }) => at > ts - TILT_MONTH_MS), { at: ts, turnover }];
    return true;
  }

  /** A single trade serves no targets. */
  #plan({ planId, trade, tilts = [] }: RebalancePlan): void {
    if (trade !== undefined) return;
    const moves = tilts.map(({ asset, from, to }) => [asset, Decimal.parse(to).sub(Decimal.parse(from))] as const);
    this.#planned.set(planId, Object.fromEntries(moves));
  }
}

/** Half of what all targets are moved by from one tilt to the next: what one side of it buys. */
function halfOfMoves(from: Tilt, to: Tilt): Decimal {
  const assets = new Set([...Object.keys(from), ...Object.keys(to)] as Asset[]); // keys of records by asset
  const moves = [...assets].map((asset) => (to[asset] ?? Decimal.ZERO).sub(from[asset] ?? Decimal.ZERO).abs());
  return Decimal.sum(moves).div(TWO, HALF_SCALE, "up");
}
