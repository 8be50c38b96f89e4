// Which positions from signals does the journal know? Rebuilt from its entries; never changed in any other way.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { SignalPosition, TradeSignal } from "#shared/domain/signal-position.ts";
import type { UnixMs } from "#shared/domain/time.ts";

const PRICE_SCALE = 12;

/** What a plan from a signal is about, and what one unit of its quote asset was worth when it was planned. */
interface SignalPlan {
  readonly signal: TradeSignal;
  readonly rate: Decimal;
}

/** What one entry did to the positions. `stopped`: a stop has sold of it. */
interface PositionChange {
  readonly asset: Asset;
  readonly stopped: boolean;
}

/** Less than this share of what was bought may be too little for any order, and counts as sold. */
const DUST = Decimal.parse("0.01");

/** Exits after which nothing may be bought back by itself. */
const STOPS: readonly string[] = ["stopLoss", "trailing", "timeStop"];

export class PositionBookOfRecord {
  readonly #plans = new Map<PlanId, SignalPlan>();
  readonly #positions = new Map<Asset, SignalPosition>();
  readonly #unparked = new Set<Asset>();

  get(asset: Asset): SignalPosition | null {
    return this.#positions.get(asset) ?? null;
  }

  /** Oldest first. */
  all(): readonly SignalPosition[] {
    return [...this.#positions.values()].sort((first, second) => first.openedAt - second.openedAt);
  }

  /** Sold by a stop, and the journal knows of no parking since: the program ended in between. */
  unparked(): readonly Asset[] {
    return [...this.#unparked];
  }

  /** They are being parked; should the program end before it is written, a replay finds them again. */
  parked(): void {
    this.#unparked.clear();
  }

  /** Takes one journal entry and says which position it changed; null where it changed none. */
  apply({ event, ts }: JournalEntry): PositionChange | null {
    switch (event.kind) {
      case "plan.previewed":
        this.#plan(event.plan);
        return null;
      case "order.fill": {
        const plan = this.#plans.get(event.planId);
        return plan === undefined ? null : this.#fill(event.fill, plan, ts);
      }
      case "profile.changed":
        for (const asset of event.profile.parked ?? []) this.#unparked.delete(asset);
        return null;
      case "position.highest":
        return this.#change(event.asset, { highest: event.price });
      default:
        return null;
    }
  }

  #plan({ planId, trade, legs }: RebalancePlan): void {
    const leg = legs[0];
    if (trade?.signal === undefined || leg === undefined) return;
    const notional = Decimal.parse(leg.notional);
    const rate = notional.isPositive ? Decimal.parse(leg.value).div(notional, PRICE_SCALE, "halfEven") : Decimal.ONE;
    this.#plans.set(planId, { signal: trade.signal, rate });
  }

  #fill(fill: Fill, { signal, rate }: SignalPlan, ts: UnixMs): PositionChange | null {
    const quantity = Decimal.parse(fill.quantity);
    const price = Decimal.parse(fill.price).mul(rate);
    return fill.side === "buy" ? this.#bought(signal, quantity, price, ts) : this.#sold(signal, quantity);
  }

  #bought(signal: TradeSignal, quantity: Decimal, price: Decimal, ts: UnixMs): PositionChange {
    const { asset } = signal;
    const old = this.#positions.get(asset);
    const before = Decimal.parse(old?.quantity ?? "0");
    const left = before.add(quantity);
    const paid = Decimal.parse(old?.entryPrice ?? "0")
      .mul(before)
      .add(price.mul(quantity));
    const highest = Decimal.parse(old?.highest ?? "0");
    this.#positions.set(asset, {
      asset,
      signalId: old?.signalId ?? signal.id,
      rule: old?.rule ?? signal.rule,
      openedAt: old?.openedAt ?? ts,
      entryPrice: paid.div(left, PRICE_SCALE, "halfEven").toString(),
      quantity: left.toString(),
      boughtQuantity: Decimal.parse(old?.boughtQuantity ?? "0")
        .add(quantity)
        .toString(),
      highest: Decimal.max(highest, price).toString(),
      rungsTaken: old?.rungsTaken ?? 0,
      confidenceAtEntry: old?.confidenceAtEntry ?? signal.confidence,
    });
    return { asset, stopped: false };
  }

  #sold({ asset, exit }: TradeSignal, quantity: Decimal): PositionChange | null {
    const old = this.#positions.get(asset);
    if (old === undefined) return null;
    const left = Decimal.parse(old.quantity).sub(quantity);
    const stopped = exit !== undefined && STOPS.includes(exit.kind);
    if (stopped) this.#unparked.add(asset);
    const rungsTaken = Math.max(old.rungsTaken, exit?.rungs ?? 0);
    const dust = Decimal.parse(old.boughtQuantity).mul(DUST);
    if (left.gt(dust)) this.#change(asset, { quantity: left.toString(), rungsTaken });
    else this.#positions.delete(asset);
    return { asset, stopped };
  }

  #change(asset: Asset, patch: Partial<SignalPosition>): PositionChange | null {
    const old = this.#positions.get(asset);
    if (old === undefined) return null;
    this.#positions.set(asset, { ...old, ...patch });
    return { asset, stopped: false };
  }
}
