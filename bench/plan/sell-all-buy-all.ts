// What would the simplest way cost: sell everything for cash, then buy every target? Plain numbers; an account pays for its own buys.
import type { PlannerInput } from "#shared/domain/plan.ts";

export interface NaiveOutcome {
  /** Value outside the bands, value lost and value traded, in the valuation asset. */
  readonly deviation: number;
  readonly cost: number;
  readonly turnover: number;
}

type Market = PlannerInput["instruments"][number];

export function sellAllBuyAll(input: PlannerInput): NaiveOutcome {
  const price = (asset: string) =>
    asset === input.valuationAsset ? 1 : Number(new Map<string, string>(Object.entries(input.prices)).get(asset));
  const cashOf = new Set<string>(input.cashAssets);
  const depth = new Map<Market, { bids: [number, number][]; asks: [number, number][] }>(
    input.instruments.map((market) => [market, { bids: levels(market.book?.bids), asks: levels(market.book?.asks) }]),
  );
  const accounts = input.accounts.map((account) => ({
    account,
    held: new Map<string, number>(account.balances.map(({ asset, free }) => [asset, Number(free)])),
    markets: input.instruments.filter(({ venue, quote }) => venue === account.venue && quote === input.valuationAsset),
  }));
  let turnover = 0;
  for (const { account, held, markets } of accounts)
    for (const market of markets) {
      if (cashOf.has(market.base)) continue;
      const { taken, notional } = take(
        depth.get(market)?.bids ?? [],
        held.get(market.base) ?? 0,
        Number.POSITIVE_INFINITY,
      );
      held.set(market.base, (held.get(market.base) ?? 0) - taken);
      held.set(market.quote, (held.get(market.quote) ?? 0) + notional * (1 - Number(account.fees.taker)));
      turnover += notional;
    }
  const totalOf = () =>
    accounts.reduce(
      (sum, { held }) => sum + [...held].reduce((own, [asset, amount]) => own + amount * price(asset), 0),
      0,
    );
  const before = input.accounts.reduce(
    (sum, { balances }) => sum + balances.reduce((own, { asset, free }) => own + Number(free) * price(asset), 0),
    0,
  );
  const cashAt = new Map(accounts.map(({ account, held }) => [account.id, held.get(input.valuationAsset) ?? 0]));
  const cash = [...cashAt.values()].reduce((sum, own) => sum + own, 0);
  const total = totalOf();
  for (const [asset, weight] of Object.entries(input.targets)) {
    if (cashOf.has(asset)) continue;
    for (const { account, held, markets } of accounts) {
      const market = markets.find(({ base }) => base === asset);
      const own = held.get(input.valuationAsset) ?? 0;
      if (market === undefined) continue;
      const fee = 1 + Number(account.fees.taker);
      const share = cash === 0 ? 0 : (Number(weight) * total * (cashAt.get(account.id) ?? 0)) / cash;
      const budget = Math.min(own / fee, share);
      const { taken, notional } = take(depth.get(market)?.asks ?? [], Number.POSITIVE_INFINITY, budget);
      held.set(asset, (held.get(asset) ?? 0) + taken);
      held.set(input.valuationAsset, own - notional * fee);
      turnover += notional;
    }
  }
  const after = totalOf();
  const values = new Map<string, number>();
  for (const { held } of accounts)
    for (const [asset, amount] of held) {
      const group = cashOf.has(asset) ? input.valuationAsset : asset;
      values.set(group, (values.get(group) ?? 0) + amount * price(asset));
    }
  const half = Number(input.policy.tolerance) * after;
  const deviation = Object.entries(input.targets).reduce(
    (sum, [asset, weight]) => sum + Math.max(0, Math.abs((values.get(asset) ?? 0) - Number(weight) * after) - half),
    0,
  );
  return { deviation, cost: before - after, turnover };
}

function levels(side: readonly (readonly [string, string])[] | undefined): [number, number][] {
  return (side ?? []).map(([price, size]) => [Number(price), Number(size)]);
}

/** Takes from the best level on, until the amount or the budget is used up; what is taken is gone. */
function take(side: [number, number][], amount: number, budget: number): { taken: number; notional: number } {
  let taken = 0;
  let notional = 0;
  for (const level of side) {
    const [price, size] = level;
    const part = Math.max(0, Math.min(size, amount - taken, (budget - notional) / price));
    level[1] = size - part;
    taken += part;
    notional += part * price;
  }
  return { taken, notional };
}
