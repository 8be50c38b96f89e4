// Which of a profile's accounts could buy or sell at once, and how much?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { SpreadAccount } from "./compute-spread-pairs.ts";

/** None while the profile's value is not known. A paused account is not contacted, so it takes no part. */
export function computeSpreadAccounts(profile: Profile, portfolio: Portfolio): readonly SpreadAccount[] {
  if (portfolio.totalValue === null) return [];
  const mostValue = Decimal.parse(profile.limits.maxOrderFraction).mul(Decimal.parse(portfolio.totalValue)).toString();
  return profile.accounts
    .filter(({ connection }) => connection?.paused !== true)
    .map(({ id, venue, fees }) => ({
      ...{ profileId: profile.id, accountId: id, venue, takerFee: fees.taker, mostValue },
      ...{ source: profile.source, mode: profile.mode, currency: profile.currency },
      free: new Map(
        portfolio.positions.flatMap(({ asset, balances }): [Asset, DecimalString][] => {
          const own = balances.find(({ accountId }) => accountId === id);
          return own !== undefined && Decimal.parse(own.free).isPositive ? [[asset, own.free]] : [];
        }),
      ),
    }));
}
