// What does a plan bring and cost, by an arithmetic that is not the planner's? Definitions: resources/docs/planning.md.
import DecimalJs from "decimal.js";
import { validatePlannerInput } from "#engine/rebalancing/validate-planner-input.ts";
import { ensure } from "#shared/domain/assert.ts";
import { computeBand } from "#shared/domain/compute-band.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanLeg, PlannerInput, PlannerResult } from "#shared/domain/plan.ts";

const Exact = DecimalJs.clone({ precision: 80, toExpNeg: -80, toExpPos: 80 });
const ZERO = new Exact(0);

/** An exact number; 80 digits hold every product of a plan. */
export const exact = (text: string): DecimalJs => new Exact(text);

export const sumOf = (values: readonly DecimalJs[]): DecimalJs =>
  values.reduce((total, value) => total.plus(value), ZERO);

/** A record keyed by assets, read by any text. */
const read = (record: Readonly<Record<string, string>>, key: string) => record[key];

export function priceOf(input: PlannerInput, asset: string): DecimalJs {
  return asset === input.valuationAsset ? new Exact(1) : exact(read(input.prices, asset) ?? "0");
}

export function instrumentOf(input: PlannerInput, leg: Pick<PlanLeg, "venue" | "symbol">) {
  return ensure(
    input.instruments.find(({ venue, symbol }) => venue === leg.venue && symbol === leg.symbol),
    `instrument of ${leg.symbol} at ${leg.venue}`,
  );
}

export function accountOf(input: PlannerInput, leg: Pick<PlanLeg, "accountId">) {
  return ensure(
    input.accounts.find(({ id }) => id === leg.accountId),
    `account ${leg.accountId}`,
  );
}

/** Free amounts by "account asset". */
export type Holdings = ReadonlyMap<string, DecimalJs>;

export function holdingsBefore(input: PlannerInput): Map<string, DecimalJs> {
  return new Map(
    input.accounts.flatMap(({ id, balances }) =>
      balances.map(({ asset, free }) => [`${id} ${asset}`, exact(free)] as const),
    ),
  );
}

/** What is free after every leg; `at` chooses the price of the fills, `each` sees every balance that a leg changed. */
export function holdingsAfter(
  input: PlannerInput,
  legs: readonly PlanLeg[],
  at: "expected" | "limit",
  each?: (free: DecimalJs) => void,
): Map<string, DecimalJs> {
  const free = holdingsBefore(input);
  const move = (leg: PlanLeg, asset: string, amount: DecimalJs) => {
    const key = `${leg.accountId} ${asset}`;
    const value = (free.get(key) ?? ZERO).plus(amount);
    free.set(key, value);
    each?.(value);
  };
  for (const leg of legs) {
    const sign = leg.side === "buy" ? 1 : -1;
    const notional = at === "limit" ? exact(leg.quantity).times(leg.limitPrice) : exact(leg.notional);
    const fee = leg.feeAsset === leg.quote ? notional.times(accountOf(input, leg).fees.taker) : exact(leg.fee);
    // A sale's fee leaves its own proceeds, a buy's fee in base the coins that come: added in one step, as the venue does.
    const inBase = leg.feeAsset === leg.base ? fee : ZERO;
    const inQuote = leg.feeAsset === leg.quote ? fee : ZERO;
    move(leg, leg.base, exact(leg.quantity).times(sign).minus(inBase));
    move(leg, leg.quote, notional.times(-sign).minus(inQuote));
    if (leg.feeAsset !== leg.base && leg.feeAsset !== leg.quote) move(leg, leg.feeAsset, fee.neg());
  }
  return free;
}

/** What is not free, at its value: no plan touches it. */
function lockedValue(input: PlannerInput, asset?: string): DecimalJs {
  return sumOf(
    input.accounts.flatMap(({ balances }) =>
      balances
        .filter((balance) => asset === undefined || balance.asset === asset)
        .map((balance) => {
          const amount = exact(balance.inOrders).plus(balance.earn).plus(balance.locked);
          return amount.times(priceOf(input, balance.asset));
        }),
    ),
  );
}

/** Value of one asset, or of all that have a price, free or not. */
export function worthOf(input: PlannerInput, holdings: Holdings, asset?: string): DecimalJs {
  const free = [...holdings].map(([key, amount]) => {
    const held = key.slice(key.indexOf(" ") + 1);
    return asset === undefined || held === asset ? amount.times(priceOf(input, held)) : ZERO;
  });
  return sumOf(free).plus(lockedValue(input, asset));
}

interface Target {
  readonly assets: readonly string[];
  readonly weight: DecimalJs;
  readonly half: DecimalJs;
}

function cashNames({ cashAssets, valuationAsset, targets }: PlannerInput) {
  const rest = [...new Set<string>(cashAssets)].filter((coin) => coin !== valuationAsset).sort();
  const coins = (cashAssets as readonly string[]).includes(valuationAsset) ? [valuationAsset as string, ...rest] : rest;
  const named = coins.filter((coin) => read(targets, coin) !== undefined);
  return { till: named[0], cash: coins.filter((coin) => !named.slice(1).includes(coin)) };
}

/** Coins that are one target together. */
export function cashCoins(input: PlannerInput): readonly string[] {
  return cashNames(input).cash;
}

/** Targets as bands are measured: cash coins together under one of them, ticked untargeted assets with 0. */
function targetsOf(input: PlannerInput): readonly Target[] {
  const { policy, valuationAsset, targets } = input;
  const { till, cash } = cashNames(input);
  const held = input.accounts.flatMap(({ balances }) =>
    balances
      .filter(({ free, inOrders, earn, locked }) => [free, inOrders, earn, locked].some((part) => exact(part).gt(0)))
      .map(({ asset }): string => asset),
  );
  const apart = [...new Set(held)].filter((asset) => read(targets, asset) === undefined && !cash.includes(asset));
  const others = Object.keys(targets).filter((asset) => !cash.includes(asset));
  const half = (asset: string, weight: string) => {
    if (policy.goal === "cashFlow") return ZERO;
    // A band is the profile's own definition, checked by its own tests.
    if (policy.goal === "bandEdge") return exact(computeBand(asset as Asset, decimal(weight), policy).toString());
    return exact(policy.tolerance);
  };
  const target = (assets: readonly string[], name: string): Target => {
    const weight = read(targets, name) ?? "0";
    return { assets, weight: exact(weight), half: half(name, weight) };
  };
  return [
    ...others.map((asset) => target([asset], asset)),
    ...(policy.includeUntargeted ? apart.map((asset) => target([asset], asset)) : []),
    target(cash, till ?? cash[0] ?? valuationAsset),
  ];
}

/** Assets whose weights count: only these may be traded. */
export function weighedAssets(input: PlannerInput): readonly string[] {
  const { liquidate, goal } = input.policy;
  const sold = goal === "liquidate" && liquidate !== undefined ? [liquidate as string] : [];
  return [...new Set([...targetsOf(input).flatMap(({ assets }) => assets), ...sold])];
}

/** How far the goal is missed with these holdings, in valuation money. */
function deviationOf(input: PlannerInput, holdings: Holdings): DecimalJs {
  const { goal, raise, liquidate } = input.policy;
  if (goal === "raiseCash" && raise !== undefined) {
    return stillToRaise(input, raise, holdings).times(priceOf(input, raise.asset));
  }
  if (goal === "liquidate" && liquidate !== undefined) {
    const own = input.accounts.filter(({ kind }) => kind !== "manual").map(({ id }) => `${id} ${liquidate}`);
    return sumOf(own.map((key) => holdings.get(key) ?? ZERO)).times(priceOf(input, liquidate));
  }
  const targets = targetsOf(input);
  const values = targets.map(({ assets }) => sumOf(assets.map((asset) => worthOf(input, holdings, asset))));
  const total = sumOf(values);
  return sumOf(targets.map((target, index) => outside(target, values[index] ?? ZERO, total)));
}

function stillToRaise(input: PlannerInput, raise: { asset: string; amount: string }, holdings: Holdings): DecimalJs {
  const raised = unitsOf(holdings, raise.asset).minus(unitsOf(holdingsBefore(input), raise.asset));
  return Exact.max(0, exact(raise.amount).minus(raised));
}

/** Free amount of a coin over all accounts. */
function unitsOf(holdings: Holdings, coin: string): DecimalJs {
  return sumOf([...holdings].filter(([key]) => key.endsWith(` ${coin}`)).map(([, amount]) => amount));
}

export interface PlanMeasure {
  readonly before: DecimalJs;
  readonly deviation: DecimalJs;
  readonly cost: DecimalJs;
  /** The cost, and what a raise or a liquidation does beyond its goal. */
  readonly loss: DecimalJs;
}

/** Deviation before and after the plan, and what it costs, in valuation money. */
export function measurePlan(input: PlannerInput, legs: readonly PlanLeg[]): PlanMeasure {
  const start = holdingsBefore(input);
  const end = holdingsAfter(input, legs, "expected");
  const cost = worthOf(input, start).minus(worthOf(input, end));
  return {
    before: deviationOf(input, start),
    deviation: deviationOf(input, end),
    cost,
    loss: cost.plus(sideEffects(input, start, end)),
  };
}

/** What a raise moves out of the bands and brings beyond its amount, what a liquidation puts into other coins; 0 for the goals that are bands themselves. */
function sideEffects(input: PlannerInput, before: Holdings, after: Holdings): DecimalJs {
  const { goal, raise, liquidate } = input.policy;
  const targets = targetsOf(input);
  const others = targets.slice(0, -1);
  const valueOfTarget = ({ assets }: Target, holdings: Holdings) =>
    sumOf(assets.map((asset) => worthOf(input, holdings, asset)));
  if (goal === "liquidate") {
    const rest = others.filter(
      ({ assets }) => liquidate === undefined || !(assets as readonly string[]).includes(liquidate),
    );
    return sumOf(rest.map((target) => valueOfTarget(target, after).minus(valueOfTarget(target, before))));
  }
  if (goal !== "raiseCash" || raise === undefined) return ZERO;
  const total = sumOf(targets.map((target) => valueOfTarget(target, after)));
  const rest = total.minus(exact(raise.amount).times(priceOf(input, raise.asset)));
  const drift = sumOf(others.map((target) => outside(target, valueOfTarget(target, after), rest)));
  const beyond = unitsOf(after, raise.asset).minus(unitsOf(before, raise.asset)).minus(raise.amount);
  return drift.plus(Exact.max(0, beyond).times(priceOf(input, raise.asset)));
}

function outside({ weight, half }: Target, value: DecimalJs, total: DecimalJs): DecimalJs {
  return Exact.max(0, value.minus(weight.times(total)).abs().minus(half.times(total)));
}

/** Negative where `one` is better: nearer to the goal, or as near at less loss. */
export function compareMeasures(one: PlanMeasure, other: PlanMeasure): number {
  return one.deviation.cmp(other.deviation) || one.loss.cmp(other.loss);
}

/** The inputs after a perfect fill at the expected prices, with the used depth gone. */
export function filledInput(input: PlannerInput, result: PlannerResult): PlannerInput {
  const after = holdingsAfter(input, result.legs, "expected");
  const used = new Map<string, DecimalJs>();
  for (const leg of result.legs) {
    const key = `${leg.venue} ${leg.symbol} ${leg.side}`;
    used.set(key, (used.get(key) ?? ZERO).plus(leg.quantity));
  }
  const cut = (levels: readonly (readonly [string, string])[], key: string) => {
    let skip = used.get(key) ?? ZERO;
    return levels.flatMap(([price, size]) => {
      const left = Exact.max(0, exact(size).minus(skip));
      skip = Exact.max(0, skip.minus(size));
      return left.isZero() ? [] : [[price, left.toString()]];
    });
  };
  const assetsOf = (account: PlannerInput["accounts"][number]) => {
    const legs = result.legs.filter((leg) => leg.accountId === account.id);
    return [
      ...new Set([...account.balances.map(({ asset }) => asset), ...legs.flatMap((leg) => [leg.base, leg.quote])]),
    ];
  };
  return validatePlannerInput({
    ...input,
    accounts: input.accounts.map((account) => ({
      ...account,
      balances: assetsOf(account).map((asset) => ({
        ...(account.balances.find((balance) => balance.asset === asset) ?? { inOrders: "0", earn: "0", locked: "0" }),
        asset,
        free: (after.get(`${account.id} ${asset}`) ?? ZERO).toString(),
      })),
    })),
    instruments: input.instruments.map((instrument) => {
      if (instrument.book === null) return instrument;
      const key = `${instrument.venue} ${instrument.symbol}`;
      const book = { bids: cut(instrument.book.bids, `${key} sell`), asks: cut(instrument.book.asks, `${key} buy`) };
      const isEmpty = book.bids.length + book.asks.length === 0;
      return { ...instrument, status: isEmpty ? "offline" : instrument.status, book: isEmpty ? null : book };
    }),
    policy: { ...input.policy, ...openGoal(input, after) },
  });
}

/** What of a goal in money is still to be done. */
function openGoal(input: PlannerInput, after: Holdings): Partial<PlannerInput["policy"]> {
  const { goal, raise, invest } = input.policy;
  if (goal === "raiseCash" && raise !== undefined) {
    const open = stillToRaise(input, raise, after).toString();
    return { raise: { asset: raise.asset, amount: decimal(open).toString() } };
  }
  if (goal !== "cashFlow" || invest === undefined) return {};
  const spent = unitsOf(holdingsBefore(input), invest.asset).minus(unitsOf(after, invest.asset));
  const open = Exact.max(0, exact(invest.amount).minus(spent)).toString();
  return { invest: { asset: invest.asset, amount: decimal(open).toString() } };
}
