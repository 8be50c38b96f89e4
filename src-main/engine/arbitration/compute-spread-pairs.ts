// Between which two accounts could a coin be bought here and sold there at once?

import type { Mode } from "#shared/domain/account.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, ProfileId, VenueId } from "#shared/domain/ids.ts";
import type { MarketSource } from "#shared/domain/profile.ts";

export interface SpreadAccount {
  readonly profileId: ProfileId;
  readonly accountId: AccountId;
  readonly venue: VenueId;
  readonly source: MarketSource;
  readonly mode: Mode;
  readonly currency: Asset;
  /** As a share. */
  readonly takerFee: DecimalString;
  /** What may be spent or sold now. */
  readonly free: ReadonlyMap<Asset, DecimalString>;
  /** Most that one order of the profile may be worth, in its currency. */
  readonly mostValue: DecimalString;
}

export interface SpreadPair {
  readonly source: MarketSource;
  readonly currency: Asset;
  readonly asset: Asset;
  readonly buy: SpreadAccount;
  readonly sell: SpreadAccount;
  /** Most that may be traded by both profiles' limits, in the currency. */
  readonly most: DecimalString;
}

/**
 * Every coin that some account has to sell, with every other venue that has money to buy it: for each venue the account that has most. Only
 * accounts of one market, one mode and one currency go together: coins and money must be there already, nothing is transferred.
 */
export function computeSpreadPairs(accounts: readonly SpreadAccount[]): readonly SpreadPair[] {
  const groups = new Map<string, SpreadAccount[]>();
  for (const account of accounts) {
    const key = `${account.source} ${account.mode} ${account.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  return [...groups.values()].flatMap(pairsOf);
}

function pairsOf(accounts: readonly SpreadAccount[]): readonly SpreadPair[] {
  const [first] = accounts;
  if (first === undefined) return [];
  const { source, currency } = first;
  const buyers = richestByVenue(accounts, currency);
  const coins = new Set(accounts.flatMap(({ free }) => [...free.keys()]));
  coins.delete(currency);
  return [...coins].sort().flatMap((asset) =>
    richestByVenue(accounts, asset).flatMap((sell) =>
      buyers
        .filter(({ venue }) => venue !== sell.venue)
        .map((buy): SpreadPair => {
          const most = Decimal.min(Decimal.parse(buy.mostValue), Decimal.parse(sell.mostValue));
          return { source, currency, asset, buy, sell, most: most.toString() };
        }),
    ),
  );
}

/** Accounts that have none of it are left out. */
function richestByVenue(accounts: readonly SpreadAccount[], asset: Asset): readonly SpreadAccount[] {
  const best = new Map<VenueId, SpreadAccount>();
  const freeOf = ({ free }: SpreadAccount) => Decimal.parse(free.get(asset) ?? "0");
  for (const account of accounts) {
    if (!freeOf(account).isPositive) continue;
    const before = best.get(account.venue);
    if (before === undefined || freeOf(account).gt(freeOf(before))) best.set(account.venue, account);
  }
  return [...best.values()];
}
