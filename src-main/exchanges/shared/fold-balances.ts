// How do a venue's several rows of one asset become one balance?
import type { Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type AccountId, type Asset, assetSchema } from "#shared/domain/ids.ts";
import type { Answer } from "./answer.ts";

export interface BalanceRow {
  readonly code: string;
  /** Where it was read, for the message about a code that is none. */
  readonly place: Answer;
  readonly free?: Decimal;
  readonly inOrders?: Decimal;
  readonly earn?: Decimal;
  readonly locked?: Decimal;
}

const PARTS = ["free", "inOrders", "earn", "locked"] as const;

/** Codes in other writings than Latin cannot be named here; their coins are left out, and the venue's `cannot` says so. */
const FOREIGN = /[^ -~]/;

/** Sums by asset, sorted; what holds nothing is left out. A part below zero is a failure: it is no balance of a spot account. */
export function foldBalances(accountId: AccountId, rows: readonly BalanceRow[]): readonly Balance[] {
  const sums = new Map<Asset, Record<(typeof PARTS)[number], Decimal>>();
  const assets = new Map<string, Asset>();
  for (const row of rows) {
    if (FOREIGN.test(row.code)) continue;
    const asset = assets.get(row.code) ?? assetOf(row);
    assets.set(row.code, asset);
    const sum = sums.get(asset) ?? {
      free: Decimal.ZERO,
      inOrders: Decimal.ZERO,
      earn: Decimal.ZERO,
      locked: Decimal.ZERO,
    };
    for (const part of PARTS) {
      const added = row[part];
      if (added === undefined) continue;
      if (added.isNegative) throw row.place.unexpected("zero or more (a spot account without credit)");
      sum[part] = sum[part].add(added);
    }
    sums.set(asset, sum);
  }
  return [...sums]
    .filter(([, sum]) => PARTS.some((part) => !sum[part].isZero))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([asset, sum]) => ({
      accountId,
      asset,
      free: sum.free.toString(),
      inOrders: sum.inOrders.toString(),
      earn: sum.earn.toString(),
      locked: sum.locked.toString(),
    }));
}

function assetOf({ code, place }: BalanceRow): Asset {
  const parsed = assetSchema.safeParse(code);
  if (!parsed.success) throw place.unexpected("an asset's code");
  return parsed.data;
}
