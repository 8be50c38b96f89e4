// Which linear problem has the cheapest plan as its answer? Minimums, whole lots and directions come later, where they matter.

import type { PlanModel } from "#engine/rebalancing/plan-model.ts";
import { paidIn } from "#engine/rebalancing/plan-shares.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { isFeeInBase } from "#shared/domain/instrument.ts";
import { computeProblemLegs, type LegSource, toNumber } from "./compute-problem-legs.ts";
import { convertedCoin, MOST_CONVERTED } from "./plan-conversions.ts";
import { PlanMatrix } from "./plan-matrix.ts";
import {
  type PlanProblem,
  PORTFOLIO_UNITS,
  type ProblemBand,
  type ProblemLeg,
  type ProblemSwitch,
} from "./plan-problem.ts";

/** A lot counts as coarse from this share of the smallest order on, and up to so many lots. */
const COARSE_SHARE = 0.05;
const MAX_COARSE_LOTS = 1_000;
/** A leg's fee is paid in the coin only where twice of it is there. */
const SPARE_FEES = 2;
/** An account turns over what it can trade a few times at most: sold, changed on the way, bought. */
const MOST_TURNS = 4;
const WEIGHT = 100;
/** Where lots are coarse, plans differ by little distance and much cost. */
const COARSE_WEIGHT = 1_000;
/** Keeps trades that cost nothing from being made for nothing. */
const IDLE_COST = 1e-7;

/** Problem of a model whose total value is positive. */
export function computePlanProblem(model: PlanModel): PlanProblem {
  return new ProblemBuilder(model).build();
}

class ProblemBuilder {
  readonly #model: PlanModel;
  readonly #scale: number;
  readonly #matrix = new PlanMatrix();
  readonly #groupOf = new Map<Asset, number>();
  readonly #balances = new Map<string, number>();
  readonly #kept = new Map<Asset, number>();
  readonly #outflows = new Map<Asset, number>();
  readonly #levels = new Map<string, number>();
  readonly #groupRows: number[] = [];
  readonly #groupColumns: number[] = [];
  readonly #costRow: number;
  readonly #turnoverRow: number | null;
  /** By account: its smallest order and the value it can trade, in units. */
  readonly #leastOrder = new Map<number, number>();
  readonly #room = new Map<number, number>();
  /** By position of the account and quote asset: how many markets spend it. */
  readonly #buys = new Map<string, number>();
  /** By side of a book: the accounts that may trade there. */
  readonly #sharing = new Map<string, number>();
  /** By column of a leg: what a unit of it turns over. */
  readonly #prices = new Map<number, number>();
  #blur = 0;
  #weight = WEIGHT;

  constructor(model: PlanModel) {
    this.#model = model;
    this.#scale = PORTFOLIO_UNITS / toNumber(model.totalValue);
    const { policy } = model;
    this.#costRow = this.#matrix.addRow(
      Number.NEGATIVE_INFINITY,
      toNumber(decimal(policy.maxCostFraction)) * PORTFOLIO_UNITS,
    );
    this.#turnoverRow =
      policy.maxTurnoverFraction === undefined
        ? null
        : this.#matrix.addRow(
            Number.NEGATIVE_INFINITY,
            toNumber(decimal(policy.maxTurnoverFraction)) * PORTFOLIO_UNITS,
          );
  }

  build(): PlanProblem {
    const { groups, cash } = this.#model;
    groups.forEach((group, index) => {
      this.#groupOf.set(group.asset, index);
      const start = toNumber(group.value) * this.#scale;
      // Value after the legs less what they change is the value before.
      const row = this.#matrix.addRow(start, start);
      const column = this.#matrix.addColumn(0, 0, Number.POSITIVE_INFINITY);
      this.#matrix.add(row, column, 1);
      this.#groupRows.push(row);
      this.#groupColumns.push(column);
    });
    for (const coin of cash) this.#groupOf.set(coin, groups.length - 1);
    const switches = this.#addKept();
    const sources = computeProblemLegs(this.#model, this.#scale);
    for (const { market, side } of sources) {
      const key = `${market.bookKey} ${side}`;
      this.#sharing.set(key, (this.#sharing.get(key) ?? 0) + 1);
    }
    for (const { market, side, minimum, room } of sources) {
      const least = this.#leastOrder.get(market.accountIndex) ?? Number.POSITIVE_INFINITY;
      this.#leastOrder.set(market.accountIndex, Math.min(least, minimum));
      this.#room.set(market.accountIndex, room);
      const key = `${market.accountIndex} ${market.quote}`;
      if (side === "buy") this.#buys.set(key, (this.#buys.get(key) ?? 0) + 1);
    }
    const legs = sources.map((source) => this.#addLeg(source));
    if (legs.some((leg) => leg.coarse)) this.#weight = COARSE_WEIGHT;
    this.#addFeeChoices(legs);
    this.#addConversions(legs);
    const goal = this.#addGoal(legs);
    return {
      model: this.#model,
      scale: this.#scale,
      linear: this.#matrix.toProblem(),
      weight: this.#weight,
      legs,
      switches,
      balances: this.#balances,
      ...goal,
      costRow: this.#costRow,
      turnoverRow: this.#turnoverRow,
      blur: this.#blur,
    };
  }

  #value(asset: Asset, amount: Decimal): number {
    return toNumber(amount.mul(this.#model.prices.get(asset) ?? Decimal.ZERO)) * this.#scale;
  }

  /** Reserves and pins over all accounts. Where there is less than must stay, nothing is spent until there is as much. */
  #addKept(): readonly ProblemSwitch[] {
    const switches: ProblemSwitch[] = [];
    for (const [asset, keep] of [...this.#model.kept].sort(([left], [right]) => (left < right ? -1 : 1))) {
      if (!keep.isPositive || !this.#model.prices.has(asset)) continue;
      const owned = this.#value(asset, this.#model.owned.get(asset) ?? Decimal.ZERO);
      const missing = this.#value(asset, keep) - owned;
      if (missing <= 0) {
        this.#kept.set(asset, this.#matrix.addRow(missing, Number.POSITIVE_INFINITY));
        continue;
      }
      const row = this.#matrix.addRow(0, Number.POSITIVE_INFINITY);
      const column = this.#matrix.addColumn(0, 0, 1);
      const outflow = this.#matrix.addRow(Number.NEGATIVE_INFINITY, 0);
      this.#matrix.add(row, column, -missing);
      this.#matrix.add(outflow, column, -PORTFOLIO_UNITS);
      this.#kept.set(asset, row);
      this.#outflows.set(asset, outflow);
      switches.push({ column, asset });
    }
    return switches;
  }

  #balanceRow(accountIndex: number, asset: Asset): number {
    const key = `${accountIndex} ${asset}`;
    const known = this.#balances.get(key);
    if (known !== undefined) return known;
    const free = this.#model.free[accountIndex]?.get(asset);
    const row = this.#matrix.addRow(free === undefined ? 0 : -this.#value(asset, free), Number.POSITIVE_INFINITY);
    this.#balances.set(key, row);
    return row;
  }

  /** What a column does to an asset: to the funds of the account at the worst price, to the weights at the expected one. */
  #move(column: number, accountIndex: number, asset: Asset, expected: number, worst: number): void {
    this.#matrix.add(this.#balanceRow(accountIndex, asset), column, worst);
    const kept = this.#kept.get(asset);
    if (kept !== undefined) this.#matrix.add(kept, column, worst);
    const outflow = this.#outflows.get(asset);
    if (outflow !== undefined && worst < 0) this.#matrix.add(outflow, column, -worst);
    const group = this.#groupOf.get(asset);
    const row = group === undefined ? undefined : this.#groupRows[group];
    if (row !== undefined) this.#matrix.add(row, column, -expected);
  }

  #addLeg({ market, side, portions, minimum, cap, most, lot }: LegSource): ProblemLeg {
    const { accountIndex, base, quote } = market;
    const row = this.#matrix.addRow(0, cap);
    const rate = toNumber(market.feeRate);
    const inBase = isFeeInBase(market.feePlace, side);
    const coin = this.#feeCoin(market);
    const quoteFee = inBase || coin !== null ? 0 : rate;
    // A fee in a coin may fall back on the quote asset, so an order leaves room for it. Of several, the first ones do anyway.
    const isOnlyBuy = side === "buy" && this.#buys.get(`${accountIndex} ${quote}`) === 1;
    const spareFee = coin !== null && isOnlyBuy ? rate : 0;
    const moved = toNumber(market.units[side]);
    const sign = side === "buy" ? 1 : -1;
    const firstColumn = this.#matrix.columnCount;
    let blur = 0;
    portions.forEach(({ size, offered, price, worst, blur: own }, level) => {
      const paid = price * (1 + sign * quoteFee);
      const coinFee = coin === null ? 0 : price * rate;
      const cost = sign * (paid - moved) + coinFee;
      const column = this.#matrix.addColumn(cost + IDLE_COST, 0, Math.min(size, cap));
      this.#prices.set(column, price);
      this.#matrix.add(row, column, 1);
      this.#matrix.add(this.#costRow, column, cost);
      if (this.#turnoverRow !== null) this.#matrix.add(this.#turnoverRow, column, price);
      this.#move(column, accountIndex, base, sign * moved, sign * moved);
      this.#move(column, accountIndex, quote, -sign * paid, -sign * worst * (1 + sign * (quoteFee + spareFee)));
      if (coin !== null) this.#move(column, accountIndex, coin, -coinFee, -coinFee);
      this.#shareLevel(column, `${market.bookKey} ${side}`, level, offered);
      blur = Math.max(blur, own);
    });
    this.#blur += blur;
    return {
      market,
      side,
      firstColumn,
      isShared: (this.#sharing.get(`${market.bookKey} ${side}`) ?? 0) > 1,
      columnCount: portions.length,
      row,
      minimum,
      cap,
      most,
      lot,
      coarse: lot >= minimum * COARSE_SHARE && cap / lot <= MAX_COARSE_LOTS,
      washKey: `${accountIndex} ${base}`,
    };
  }

  /** Accounts of one venue share its book: what they take of a level together is at most what is there. */
  #shareLevel(column: number, book: string, level: number, offered: number): void {
    if ((this.#sharing.get(book) ?? 0) < 2) return;
    const key = `${book} ${level}`;
    const row = this.#levels.get(key) ?? this.#matrix.addRow(Number.NEGATIVE_INFINITY, offered);
    this.#levels.set(key, row);
    this.#matrix.add(row, column, 1);
  }

  /** The third coin that this market's fees are paid in, where the account has enough for any fee at all. */
  #feeCoin({ feePlace, accountIndex, feeRate }: LegSource["market"]): Asset | null {
    if (feePlace === "quote" || feePlace === "base" || feePlace === "received") return null;
    const least = this.#leastOrder.get(accountIndex) ?? 0;
    return this.#feeFunds(feePlace, accountIndex) >= SPARE_FEES * toNumber(feeRate) * least ? feePlace : null;
  }

  #feeFunds(coin: Asset, accountIndex: number): number {
    const { free, owned, kept } = this.#model;
    const own = free[accountIndex]?.get(coin) ?? Decimal.ZERO;
    const keep = kept.get(coin);
    const spare = keep === undefined ? own : Decimal.min(own, (owned.get(coin) ?? Decimal.ZERO).sub(keep));
    return this.#value(coin, spare);
  }

  /** Where the fee coin may not last, the quote asset pays instead. */
  #addFeeChoices(legs: readonly ProblemLeg[]): void {
    const choices = new Map<string, number>();
    for (const { market, firstColumn, columnCount } of legs) {
      const coin = this.#feeCoin(market);
      if (coin === null) continue;
      const { accountIndex, quote } = market;
      // Enough of it for whatever the account can trade, and no leg takes any: there is nothing to choose.
      const most = SPARE_FEES * toNumber(market.feeRate) * (this.#room.get(accountIndex) ?? 0) * MOST_TURNS;
      if (!this.#groupOf.has(coin) && this.#feeFunds(coin, accountIndex) >= most) continue;
      const key = `${accountIndex} ${quote}`;
      let row = choices.get(key);
      if (row === undefined) {
        row = this.#matrix.addRow(Number.NEGATIVE_INFINITY, 0);
        const column = this.#matrix.addColumn(IDLE_COST, 0, PORTFOLIO_UNITS);
        this.#matrix.add(row, column, 1);
        this.#move(column, accountIndex, coin, 1, 1);
        this.#move(column, accountIndex, quote, -1, -1);
        choices.set(key, row);
      }
      const rate = toNumber(market.feeRate);
      for (let column = firstColumn; column < firstColumn + columnCount; column += 1)
        this.#matrix.add(row, column, -(this.#prices.get(column) ?? 0) * rate);
    }
  }

  /** A cash coin is turned into another only to be spent: losing value on the way would bring no weight nearer that matters. */
  #addConversions(legs: readonly ProblemLeg[]): void {
    const rows = new Map<string, number>();
    const sum = (row: number, { firstColumn, columnCount }: ProblemLeg, factor: number) => {
      for (let column = firstColumn; column < firstColumn + columnCount; column += 1)
        this.#matrix.add(row, column, factor);
    };
    for (const leg of legs) {
      const coin = convertedCoin(this.#model, leg);
      if (coin === null) continue;
      const key = `${leg.market.accountIndex} ${coin}`;
      const row = rows.get(key) ?? this.#matrix.addRow(Number.NEGATIVE_INFINITY, 0);
      rows.set(key, row);
      sum(row, leg, 1);
    }
    for (const leg of legs) {
      const row = rows.get(`${leg.market.accountIndex} ${paidIn(leg.market, leg.side)}`);
      if (row !== undefined) sum(row, leg, -MOST_CONVERTED);
    }
  }

  #addGoal(legs: readonly ProblemLeg[]): Pick<PlanProblem, "bands" | "distances" | "distanceRow"> {
    const { policy } = this.#model;
    if (policy.goal === "raiseCash") return this.#addRaise();
    if (policy.goal === "liquidate") return this.#addLiquidation(legs);
    const total = this.#addTotal();
    const bands = this.#model.groups.map((_, index) => this.#addBand(index, total, 0, this.#weight));
    return this.#addDistance(
      bands,
      bands.map((band) => band.column),
    );
  }

  /** Value of all targets after the costs. */
  #addTotal(): number {
    const total = this.#matrix.addColumn(0, 0, Number.POSITIVE_INFINITY);
    const row = this.#matrix.addRow(0, 0);
    this.#matrix.add(row, total, -1);
    for (const column of this.#groupColumns) this.#matrix.add(row, column, 1);
    return total;
  }

  /** Value of a group within target +- half of the total less what leaves it, or its distance from there. */
  #addBand(group: number, total: number, leaving: number, weight: number): ProblemBand {
    const { target, half } = this.#model.groups[group] ?? this.#missing();
    const [middle, wide] = [toNumber(target), toNumber(half)];
    const own = this.#groupColumns[group] ?? this.#missing();
    const column = this.#matrix.addColumn(weight, 0, Number.POSITIVE_INFINITY);
    const above = this.#matrix.addRow(Number.NEGATIVE_INFINITY, -(middle + wide) * leaving);
    this.#matrix.add(above, own, 1);
    this.#matrix.add(above, total, -(middle + wide));
    this.#matrix.add(above, column, -1);
    const below = this.#matrix.addRow(-(middle - wide) * leaving, Number.POSITIVE_INFINITY);
    this.#matrix.add(below, own, 1);
    this.#matrix.add(below, total, -(middle - wide));
    this.#matrix.add(below, column, 1);
    return { group, column, above, below };
  }

  /** So much more of the coin than before, and no more; the others stay near their shares of what is left after it is taken out. */
  #addRaise(): Pick<PlanProblem, "bands" | "distances" | "distanceRow"> {
    const { raise } = this.#model.policy;
    if (raise === undefined) return this.#missing();
    const wanted = this.#value(raise.asset, decimal(raise.amount));
    const total = this.#addTotal();
    const cash = this.#groupColumns.length - 1;
    const start = toNumber(this.#model.groups[cash]?.value ?? Decimal.ZERO) * this.#scale;
    const missing = this.#matrix.addColumn(this.#weight, 0, Number.POSITIVE_INFINITY);
    // Nothing but sales into the coin moves cash, so what cash gains is what was raised.
    const beyond = this.#matrix.addColumn(1, 0, Number.POSITIVE_INFINITY);
    const row = this.#matrix.addRow(start + wanted, start + wanted);
    this.#matrix.add(row, missing, 1);
    this.#matrix.add(row, beyond, -1);
    this.#matrix.add(row, this.#groupColumns[cash] ?? this.#missing(), 1);
    const bands = this.#model.groups.slice(0, -1).map((_, index) => this.#addBand(index, total, wanted, 1));
    return this.#addDistance(bands, [missing]);
  }

  /** As little as can be is left of the coin; coins on the way to cash are not spent, and gain as little as can be. */
  #addLiquidation(legs: readonly ProblemLeg[]): Pick<PlanProblem, "bands" | "distances" | "distanceRow"> {
    const { liquidate } = this.#model.policy;
    const own = this.#groupColumns[this.#model.groups.findIndex((group) => group.asset === liquidate)];
    if (own === undefined) return this.#missing();
    const left = this.#matrix.addColumn(this.#weight, 0, Number.POSITIVE_INFINITY);
    const row = this.#matrix.addRow(0, 0);
    this.#matrix.add(row, own, 1);
    this.#matrix.add(row, left, -1);
    const hops = new Set(legs.map((leg) => leg.market.base).filter((base) => base !== liquidate));
    for (const hop of hops) {
      const column = this.#groupColumns[this.#groupOf.get(hop) ?? -1];
      if (column === undefined) continue;
      const start = this.#value(hop, this.#model.owned.get(hop) ?? Decimal.ZERO);
      const more = this.#matrix.addColumn(1, 0, Number.POSITIVE_INFINITY);
      const gain = this.#matrix.addRow(start, start);
      this.#matrix.add(gain, column, 1);
      this.#matrix.add(gain, more, -1);
    }
    return this.#addDistance([], [left]);
  }

  #addDistance(
    bands: readonly ProblemBand[],
    distances: readonly number[],
  ): Pick<PlanProblem, "bands" | "distances" | "distanceRow"> {
    const distanceRow = this.#matrix.addRow(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    for (const column of distances) this.#matrix.add(distanceRow, column, 1);
    return { bands, distances, distanceRow };
  }

  #missing(): never {
    throw new Error("The plan's goal names a target that the model does not hold");
  }
}
