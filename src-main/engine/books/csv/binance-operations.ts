// What does each operation of Binance's transaction history do to the account?
// Sources: rotki rotkehlchen/data_import/importers/binance.py and BittyTax conv/parsers/binance.py (2024), and histories in public tests
// up to 2026. Binance renames operations now and then, so rewards are also told by words in their name.

export type BinanceOperation =
  /** One row of a trade: the rows of one second belong together. `fee`: what was paid for it. */
  | { readonly kind: "leg"; readonly label: string | null; readonly fee: boolean }
  | { readonly kind: "deposit" | "withdrawal"; readonly label: string | null }
  | { readonly kind: "reward"; readonly label: string }
  /** Between parts of the account that the books count as one: spot, funding, earn. */
  | { readonly kind: "within" }
  /** To or from futures and margin, which the books do not count. */
  | { readonly kind: "outside" }
  | { readonly kind: "unknown" };

const TRADE: BinanceOperation = { kind: "leg", label: null, fee: false };
const TRADE_FEE: BinanceOperation = { kind: "leg", label: null, fee: true };
const CONVERSION: BinanceOperation = { kind: "leg", label: "conversion", fee: false };
const DUST: BinanceOperation = { kind: "leg", label: "dust", fee: false };
const DEPOSIT: BinanceOperation = { kind: "deposit", label: null };
const WITHDRAWAL: BinanceOperation = { kind: "withdrawal", label: null };
const WITHIN: BinanceOperation = { kind: "within" };

/** In lower case. */
const OPERATIONS: ReadonlyMap<string, BinanceOperation> = new Map<string, BinanceOperation>([
  ["buy", TRADE],
  ["sell", TRADE],
  ["transaction buy", TRADE],
  ["transaction spend", TRADE],
  ["transaction sold", TRADE],
  ["transaction revenue", TRADE],
  ["transaction related", TRADE],
  ["fee", TRADE_FEE],
  ["transaction fee", TRADE_FEE],
  ["convert", CONVERSION],
  ["binance convert", CONVERSION],
  ["large otc trading", CONVERSION],
  ["asset conversion transfer", CONVERSION],
  ["stablecoins auto-conversion", CONVERSION],
  ["auto-invest transaction", CONVERSION],
  ["buy crypto with fiat", CONVERSION],
  ["convert fiat to crypto ocbs", CONVERSION],
  ["eth 2.0 staking", CONVERSION],
  ["liquid swap sell", CONVERSION],
  ["liquid swap buy", CONVERSION],
  ["swap farming transaction", CONVERSION],
  ["leverage token redemption", CONVERSION],
  ["small assets exchange bnb", DUST],
  ["small assets exchange bnb (spot)", DUST],
  ["deposit", DEPOSIT],
  ["fiat deposit", DEPOSIT],
  ["crypto deposit", DEPOSIT],
  ["buy crypto", { kind: "deposit", label: "bought by card" }],
  ["withdraw", WITHDRAWAL],
  ["fiat withdraw", WITHDRAWAL],
  ["fiat withdrawal", WITHDRAWAL],
  ["crypto withdrawal", WITHDRAWAL],
  ["send", WITHDRAWAL],
  ["savings purchase", WITHIN],
  ["savings principal redemption", WITHIN],
  ["pos savings purchase", WITHIN],
  ["pos savings redemption", WITHIN],
  ["staking purchase", WITHIN],
  ["staking redemption", WITHIN],
  ["simple earn flexible subscription", WITHIN],
  ["simple earn flexible redemption", WITHIN],
  ["simple earn locked subscription", WITHIN],
  ["simple earn locked redemption", WITHIN],
  ["launchpool subscription/redemption", WITHIN],
  ["launchpad subscribe", WITHIN],
  ["liquid swap add", WITHIN],
  ["liquidity farming remove", WITHIN],
  ["transfer between main and funding wallet", WITHIN],
  ["transfer between spot and funding", WITHIN],
  ["transfer between spot and strategy account", WITHIN],
]);

/** The first that fits names the reward. */
const REWARDS: readonly (readonly [words: RegExp, label: string])[] = [
  [/airdrop/, "airdrop"],
  [/commission|rebate|kickback|referral|referrer/, "referral"],
  [/staking rewards|locked rewards|pos savings interest|vault rewards/, "staking"],
  [/interest/, "interest"],
  [/mining|pool distribution/, "mining"],
  [/distribution|voucher|reward|cashback|launchpool/, "distribution"],
];

export function binanceOperation(name: string): BinanceOperation {
  const key = name.trim().toLowerCase();
  const known = OPERATIONS.get(key);
  if (known !== undefined) return known;
  if (/^transfer between .*(futures|margin)|^transfer_(in|out)$/.test(key)) return { kind: "outside" };
  // A swap of one token for its successor brings units, but not as income.
  if (key.startsWith("token swap")) return { kind: "unknown" };
  const reward = REWARDS.find(([words]) => words.test(key));
  return reward === undefined ? { kind: "unknown" } : { kind: "reward", label: reward[1] };
}

/** Parts of an account at Binance that the books count together; futures and margin are not among them. */
export const BINANCE_ACCOUNTS: ReadonlySet<string> = new Set(["spot", "funding", "earn", "savings", "pool"]);

/** Quote assets of Binance's markets, the likeliest first. Source: api.binance.com exchangeInfo (2024). */
export const BINANCE_QUOTES: readonly string[] = [
  ...["TRY", "BRL", "ARS", "COP", "MXN", "ZAR", "IDR", "NGN", "UAH", "RUB", "PLN", "RON", "CZK", "JPY"],
  ...["USDT", "FDUSD", "USDC", "BUSD", "TUSD", "USDP", "PAX", "DAI", "USD", "EURI", "AEUR", "EUR", "GBP", "AUD"],
  ...["BTC", "ETH", "BNB", "SOL", "TRX", "XRP", "DOGE", "DOT", "BIDR", "IDRT", "BKRW", "VAI", "UST"],
];
