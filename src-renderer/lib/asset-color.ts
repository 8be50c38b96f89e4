// Which of the ten chart colors belongs to an asset? The same one for ever, in every profile and chart.

/** Slots of the common assets, spread so that usual mixes do not share one. Never renumber: people learn them. */
const KNOWN_SLOTS: ReadonlyMap<string, number> = new Map([
  ["BTC", 1],
  ["ETH", 2],
  ["SOL", 3],
  ["LINK", 4],
  ["AVAX", 5],
  ["XRP", 6],
  ["DOT", 7],
  ["ADA", 8],
  ["USD", 9],
  ["USDC", 10],
  ["USDT", 9],
  ["EUR", 9],
  ["GBP", 9],
  ["DAI", 10],
  ["ATOM", 6],
  ["NEAR", 3],
  ["LTC", 5],
  ["DOGE", 1],
  ["UNI", 4],
  ["AAVE", 7],
  ["BNB", 1],
  ["MATIC", 7],
  ["POL", 7],
  ["ARB", 5],
  ["OP", 4],
  ["TRX", 4],
  ["BCH", 3],
  ["XLM", 5],
  ["ETC", 9],
  ["FIL", 2],
  ["ALGO", 8],
  ["SUI", 5],
  ["APT", 8],
  ["INJ", 2],
]);

const ASSET_SLOTS = 10;

/** Slot 1 to 10. Unknown assets get one from their name, so it survives restarts without being stored. */
export function assetSlot(asset: string): number {
  const known = KNOWN_SLOTS.get(asset);
  if (known !== undefined) return known;
  // FNV-1a, 32 bit: spreads short codes well.
  let hash = 0x811c9dc5;
  for (const letter of asset) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash % ASSET_SLOTS) + 1;
}

/** The asset's color as a CSS value that follows the theme: `var(--cat-3)`. */
export function assetColor(asset: string): string {
  return `var(--cat-${assetSlot(asset)})`;
}
