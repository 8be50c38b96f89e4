// Which wallets has an account at Coinbase, in /v3 as in /v2? One per asset that is listed or held, and a vault per extra row.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { FIAT } from "./quirks.ts";
import { ownCode, uuidOf } from "./wire-ids.ts";

export interface Wallet {
  readonly id: string;
  /** Null for a vault: no order touches it. */
  readonly asset: Asset | null;
  /** Coinbase's own code. */
  readonly code: string;
  readonly kind: "crypto" | "fiat" | "vault";
  readonly free: Decimal;
  readonly held: Decimal;
}

/** By code, the same order at every call: pages rely on it. */
export function walletsOf(world: VenueWorld, account: VenueAccount): readonly Wallet[] {
  const held = new Map(account.balances().map((balance) => [balance.asset, balance]));
  const listed = world.market.instruments.flatMap(({ base, quote }) => [base, quote]);
  const wallets = [...new Set([...listed, ...held.keys()])].map((asset): Wallet => {
    const code = ownCode(asset);
    return {
      id: uuidOf(`${account.id} wallet ${code}`),
      asset,
      code,
      kind: FIAT.has(code) ? "fiat" : "crypto",
      free: held.get(asset)?.free ?? Decimal.ZERO,
      held: held.get(asset)?.inOrders ?? Decimal.ZERO,
    };
  });
  const vaults = [...account.extraBalances].map(
    ([code, amount]): Wallet => ({
      id: uuidOf(`${account.id} vault ${code}`),
      asset: null,
      code,
      kind: "vault",
      free: decimal(amount),
      held: Decimal.ZERO,
    }),
  );
  return [...wallets, ...vaults].sort((left, right) => {
    if (left.code !== right.code) return left.code < right.code ? -1 : 1;
    return Number(left.kind === "vault") - Number(right.kind === "vault");
  });
}

/** Every key is of one portfolio; here each account is one. */
export function portfolioOf(account: VenueAccount): string {
  return uuidOf(`${account.id} portfolio`);
}

export function userOf(account: VenueAccount): string {
  return uuidOf(`${account.id} user`);
}
