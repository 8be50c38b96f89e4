// Which profiles and portfolios do tests of what is read over all profiles begin with?
import type { ProfileFacts } from "#engine/arbitration/compute-together.ts";
import { type Asset, profileIdSchema } from "#shared/domain/ids.ts";
import { type Portfolio, portfolioSchema } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { KNOWN_PROFILE, samplePortfolio } from "./fake-api-context.ts";
import { ManualClock } from "./manual-clock.ts";
import { sampleProfile } from "./store-conformance.ts";

/** Quantity and price of each asset; with a drift where it is off its target. The band is 0.05. */
export type Holdings = Readonly<Record<string, readonly [quantity: string, price: string | null, drift?: string]>>;

/** Its value is the sum of what has a price; null where something has none. */
export function sampleFacts(
  id: string,
  held: Holdings,
  changes: { readonly profile?: Partial<Profile>; readonly portfolio?: Partial<Portfolio> } = {},
): ProfileFacts {
  const profile = { ...sampleProfile(profileIdSchema.parse(id), 1), ...changes.profile };
  const values = Object.values(held).map(([quantity, price]) =>
    price === null ? null : Number(quantity) * Number(price),
  );
  const known = values.every((value) => value !== null);
  const portfolio = portfolioSchema.parse({
    ...samplePortfolio(KNOWN_PROFILE, new ManualClock()),
    profileId: profile.id,
    currency: profile.currency,
    totalValue: known ? String(values.reduce((sum, value) => sum + value, 0)) : null,
    dayPnl: "10",
    state: known ? "live" : "unresolved",
    positions: Object.entries(held).map(([asset, [quantity, price, drift]]) => ({
      ...{ asset, quantity, price, realized: "0", isCash: asset === profile.currency },
      balances: profile.accounts.map((account) => ({
        ...{ accountId: account.id, asset, free: quantity, inOrders: "0", earn: "0", locked: "0" },
      })),
      ...{ priceState: price === null ? null : "live", priceAgeMs: 0, unresolved: price === null ? "No market" : null },
      value: price === null ? null : String(Number(quantity) * Number(price)),
      ...{ weight: null, target: null, drift: drift ?? null, band: drift === undefined ? null : "0.05" },
      ...{ averageCost: null, cost: null, unrealized: null, change24h: null },
    })),
  });
  return { profile, portfolio: { ...portfolio, ...changes.portfolio } };
}

export const inCurrency = (currency: string): Partial<Profile> => ({ currency: currency as Asset });
