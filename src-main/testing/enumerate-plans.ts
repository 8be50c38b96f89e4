// Which legal plan is the best one? All of them are tried, in whole numbers of 1e-24, without the planner's own code.
// Definitions of legal and best: resources/docs/planning.md.
import { ensure } from "#shared/domain/assert.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { type MarketSide, orderTotals, type TotalOrder } from "./enumerate-orders.ts";
import { ONE, scaled, times } from "./whole-units.ts";

/** Shares have at most six places here. */
const SHARES = 1_000_000n;
/** A cash coin is turned into another to spend it: at most so many times what is spent of it. */
const CONVERTED_MOST = 10n;

export interface BestPlan {
  /** In 1e-24 of the valuation asset, summed over the targets; a plan that does nothing where none is worth it. */
  readonly deviation: bigint;
  readonly cost: bigint;
  /** Like `account-sim-0 sell 0.3 BTC/USD`; empty where nothing is worth a trade. */
  readonly orders: readonly string[];
  /** How many plans were tried. */
  readonly tried: number;
}

interface Slot {
  readonly account: number;
  readonly base: number;
  readonly options: readonly TotalOrder[];
}

/** `within`: the cheapest of all plans whose deviation is at most this, in place of the one with least deviation. */
export function enumeratePlans(input: PlannerInput, within?: bigint): BestPlan {
  return new Enumeration(input).best(within);
}

class Enumeration {
  readonly #input: PlannerInput;
  readonly #assets: readonly string[];
  readonly #prices: readonly bigint[];
  readonly #slots: readonly Slot[];
  /** By account and asset: free, at the worst prices so far. */
  readonly #worst: bigint[][];
  /** By asset over all accounts: everything owned, and what must stay. */
  readonly #owned: bigint[];
  readonly #kept: readonly bigint[];
  readonly #groups: readonly { readonly index: number; readonly target: bigint; readonly half: bigint }[];
  readonly #groupOf: readonly number[];
  readonly #values: bigint[];
  readonly #budgets: { readonly cost: bigint; readonly turnover: bigint | null };
  readonly #before: bigint;
  #tried = 0;

  constructor(input: PlannerInput) {
    this.#input = input;
    const assets = new Set<string>([...input.cashAssets, ...Object.keys(input.targets)]);
    for (const { base, quote } of input.instruments) assets.add(base).add(quote);
    for (const { balances } of input.accounts) for (const { asset } of balances) assets.add(asset);
    this.#assets = [...assets];
    const lookUp = (record: Readonly<Record<string, string>>, key: string) => record[key];
    this.#prices = this.#assets.map((asset) =>
      asset === input.valuationAsset ? ONE : scaled(ensure(lookUp(input.prices, asset), `price of ${asset}`)),
    );
    this.#worst = input.accounts.map(({ balances }) =>
      this.#assets.map((asset) => scaled(balances.find((balance) => balance.asset === asset)?.free ?? "0")),
    );
    this.#owned = this.#assets.map((asset) =>
      input.accounts
        .flatMap(({ balances }) => balances.filter((balance) => balance.asset === asset))
        .flatMap(({ free, inOrders, earn, locked }) => [free, inOrders, earn, locked])
        .reduce((sum, part) => sum + scaled(part), 0n),
    );
    const { policy } = input;
    this.#kept = this.#assets.map((asset, index) => {
      const kept = [policy.cashReserve, policy.pinned].map((amounts) => scaled(lookUp(amounts, asset) ?? "0"));
      const { invest } = policy;
      // Of the cash only what is to be invested may go.
      if (policy.goal === "cashFlow" && invest !== undefined && (input.cashAssets as readonly string[]).includes(asset))
        kept.push((this.#owned[index] ?? 0n) - (asset === invest.asset ? scaled(invest.amount) : 0n));
      return kept.reduce((most, amount) => (amount > most ? amount : most), 0n);
    });
    const coins = Object.keys(input.targets).filter(
      (asset) => !(input.cashAssets as readonly string[]).includes(asset),
    );
    const halfText = policy.goal === "bandEdge" ? ensure(policy.bands.absolute, "absolute band") : policy.tolerance;
    const half = policy.goal === "cashFlow" ? 0n : scaled(halfText) / (ONE / SHARES);
    const shareOf = (asset: string) => scaled(lookUp(input.targets, asset) ?? "0") / (ONE / SHARES);
    this.#groups = [...coins, "cash"].map((asset, index) => ({
      index,
      target: asset === "cash" ? SHARES - coins.reduce((sum, coin) => sum + shareOf(coin), 0n) : shareOf(asset),
      half,
    }));
    this.#groupOf = this.#assets.map((asset) =>
      (input.cashAssets as readonly string[]).includes(asset) ? coins.length : coins.indexOf(asset),
    );
    this.#values = this.#groups.map(({ index }) =>
      this.#assets.reduce(
        (sum, _, asset) =>
          this.#groupOf[asset] === index ? sum + times(this.#owned[asset] ?? 0n, this.#prices[asset] ?? 0n) : sum,
        0n,
      ),
    );
    const total = this.#total();
    const share = (text: string) => times(scaled(text), total);
    this.#budgets = {
      cost: share(policy.maxCostFraction),
      turnover: policy.maxTurnoverFraction === undefined ? null : share(policy.maxTurnoverFraction),
    };
    this.#before = this.#deviation();
    this.#slots = this.#readSlots(total);
  }

  best(within?: bigint): BestPlan {
    const nothing: BestPlan = { deviation: this.#before, cost: 0n, orders: [], tried: 0 };
    if (this.#before === 0n) return { ...nothing, deviation: 0n };
    let best = nothing;
    const least = scaled(this.#input.policy.minTradeValue) * SHARES;
    const chosen: TotalOrder[] = [];
    const visit = (cost: bigint, turnover: bigint) => {
      this.#tried += 1;
      if (cost > this.#budgets.cost || (this.#budgets.turnover !== null && turnover > this.#budgets.turnover)) return;
      if (chosen.length === 0 || !this.#isFunded(chosen) || !this.#spendsWhatItConverts(chosen)) return;
      const deviation = this.#deviation();
      // A plan that brings the goal nearer by less than the smallest trade is not worth a trade.
      if (this.#before - deviation < least || deviation >= this.#before) return;
      // A unit of value that is lost brings weights nearer by two at most; what does no better only loses.
      if (this.#before - deviation <= 2n * cost * SHARES) return;
      const isBetter =
        within === undefined
          ? deviation < best.deviation || (deviation === best.deviation && cost < best.cost)
          : deviation <= within * SHARES && (best.orders.length === 0 || cost < best.cost);
      if (isBetter) best = { deviation, cost, orders: chosen.map(({ name }) => name), tried: 0 };
    };
    this.#descend(0, new Map(), chosen, 0n, 0n, visit);
    return { ...best, deviation: best.deviation / SHARES, tried: this.#tried };
  }

  #descend(
    at: number,
    sides: Map<string, string>,
    chosen: TotalOrder[],
    cost: bigint,
    turnover: bigint,
    visit: (cost: bigint, turnover: bigint) => void,
  ): void {
    const slot = this.#slots[at];
    if (slot === undefined) {
      visit(cost, turnover);
      return;
    }
    this.#descend(at + 1, sides, chosen, cost, turnover, visit);
    const key = `${slot.account} ${slot.base}`;
    const known = sides.get(key);
    for (const option of slot.options) {
      // A coin that is bought is not sold at the same account: no wash.
      if (known !== undefined && known !== option.side) continue;
      if (known === undefined) sides.set(key, option.side);
      this.#move(slot.account, option, 1n);
      chosen.push(option);
      this.#descend(at + 1, sides, chosen, cost + option.cost, turnover + option.turnover, visit);
      chosen.pop();
      this.#move(slot.account, option, -1n);
      if (known === undefined) sides.delete(key);
    }
  }

  #move(account: number, { moves }: TotalOrder, sign: bigint): void {
    const free = ensure(this.#worst[account], "account");
    for (const { asset, expected, worst, value } of moves) {
      free[asset] = ensure(free[asset], "asset") + sign * worst;
      this.#owned[asset] = ensure(this.#owned[asset], "asset") + sign * worst;
      const group = this.#groupOf[asset] ?? -1;
      if (group >= 0 && expected !== 0n) this.#values[group] = ensure(this.#values[group], "group") + sign * value;
    }
  }

  /**
   * Whether some order of sending them lets no balance fall below zero nor below what is kept. Without washes the coins of an
   * account form no circle, so what brings a coin can be sent before what pays with it, and only the end counts.
   */
  #isFunded(chosen: readonly TotalOrder[]): boolean {
    for (const { account, pays, headroom } of chosen) {
      const free = this.#worst[account]?.[pays] ?? 0n;
      const spare = (this.#owned[pays] ?? 0n) - (this.#kept[pays] ?? 0n);
      // What a venue holds back for a fee that a third coin pays in the end must be there for the last, smallest order at least.
      const left = chosen
        .filter((other) => other.account === account && other.pays === pays)
        .reduce((most, other) => (other.headroom < most ? other.headroom : most), headroom);
      if (free < left) return false;
      if ((this.#kept[pays] ?? 0n) > 0n && spare < left) return false;
    }
    return true;
  }

  /** Whether each cash coin that another was turned into is spent by a tenth at least. */
  #spendsWhatItConverts(chosen: readonly TotalOrder[]): boolean {
    const isCash = (asset: number) => this.#groupOf[asset] === this.#groups.length - 1;
    const sum = (picked: readonly TotalOrder[]) => picked.reduce((all, { worth }) => all + worth, 0n);
    return chosen
      .filter(({ pays, gets }) => isCash(pays) && isCash(gets))
      .every(({ account, gets }) => {
        const own = chosen.filter((order) => order.account === account);
        const brought = own.filter((order) => order.gets === gets && isCash(order.pays));
        return sum(brought) <= CONVERTED_MOST * sum(own.filter((order) => order.pays === gets));
      });
  }

  #total(): bigint {
    return this.#values.reduce((sum, value) => sum + value, 0n);
  }

  /** Times a million, so that shares need no division. */
  #deviation(): bigint {
    const total = this.#total();
    let sum = 0n;
    for (const { index, target, half } of this.#groups) {
      const off = (this.#values[index] ?? 0n) * SHARES - target * total;
      const outside = (off < 0n ? -off : off) - half * total;
      if (outside > 0n) sum += outside;
    }
    return sum;
  }

  #readSlots(total: bigint): readonly Slot[] {
    const { accounts, instruments, policy } = this.#input;
    const indexOf = (asset: string) => this.#assets.indexOf(asset);
    return accounts.flatMap((account, index) =>
      instruments
        .filter(({ venue }) => venue === account.venue)
        .map((instrument) => {
          const { base, quote } = instrument;
          const sides = (["sell", "buy"] as const).filter((side) => {
            const [paid, got] = side === "sell" ? [base, quote] : [quote, base];
            if (policy.neverSell.includes(paid) || policy.neverBuy.includes(got)) return false;
            return policy.goal !== "cashFlow" || this.#input.cashAssets.includes(paid);
          });
          const options = sides.flatMap((side) => {
            const market: MarketSide = {
              input: this.#input,
              instrument,
              account: index,
              side,
              base: indexOf(base),
              quote: indexOf(quote),
              feeCoin: indexOf(account.fees.feeAsset),
              prices: this.#prices,
              free: ensure(this.#worst[index], "account"),
              total,
            };
            return orderTotals(market);
          });
          return { account: index, base: indexOf(base), options };
        }),
    );
  }
}
