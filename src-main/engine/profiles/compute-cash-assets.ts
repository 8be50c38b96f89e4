// Which coins count as cash beside a currency?
import { type Asset, assetSchema } from "#shared/domain/ids.ts";

const COINS: Readonly<Record<string, readonly string[]>> = { USD: ["USDC", "USDT"], EUR: ["EURC"] };

/** The currency first. */
export function computeCashAssets(currency: Asset): readonly Asset[] {
  return [currency, ...(COINS[currency] ?? []).map((coin) => assetSchema.parse(coin))];
}
