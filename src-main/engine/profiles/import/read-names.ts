// How are assets and markets called here that a file names in a venue's way?
import { type Asset, assetSchema, type MarketSymbol, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import { splitMarketName } from "#shared/domain/market-name.ts";
import { COINBASE_ASSET_NAMES, KRAKEN_ASSET_NAMES } from "#shared/domain/venue-assets.ts";

/** Null for what is no asset's code. */
export function readAsset(text: string): Asset | null {
  const parsed = assetSchema.safeParse(text.trim());
  return parsed.success ? parsed.data : null;
}

/** `btcusdt`, `XBT/USD`, `BTC-USD` as one of ours; null for what is none. */
export function readMarket(text: string, venue: VenueId | null): MarketSymbol | null {
  const name = text.trim().toUpperCase();
  const parts = name.split(/[/-]/);
  const [base, quote] = parts;
  if (parts.length === 1) return splitMarketName(name)?.symbol ?? null;
  if (parts.length !== 2 || base === undefined || quote === undefined) return null;
  const parsed = marketSymbolSchema.safeParse(`${ownName(base, venue)}/${ownName(quote, venue)}`);
  return parsed.success && base !== quote ? parsed.data : null;
}

function ownName(asset: string, venue: VenueId | null): string {
  if (venue === "kraken" && Object.hasOwn(KRAKEN_ASSET_NAMES, asset)) return KRAKEN_ASSET_NAMES[asset] ?? asset;
  return venue?.startsWith("coinbase") === true ? (COINBASE_ASSET_NAMES.get(asset) ?? asset) : asset;
}
