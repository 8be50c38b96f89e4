// What does each transaction type of Coinbase's report do to the account?
// Sources: BittyTax conv/parsers/coinbase.py (2024); types in public parsers and samples up to 2026.
import type { Transaction } from "#shared/domain/transaction.ts";

export type CoinbaseType =
  | { readonly kind: "trade"; readonly side: "buy" | "sell" }
  | { readonly kind: "convert" }
  /** Between parts of the same account: nothing comes in or goes out. */
  | { readonly kind: "within" }
  | {
      readonly kind: "flow";
      readonly type: Transaction["type"];
      readonly side: Transaction["side"];
      readonly label: string | null;
    };

function flow(type: Transaction["type"], label: string | null = null, side: Transaction["side"] = null): CoinbaseType {
  return { kind: "flow", type, side, label };
}

const BUY: CoinbaseType = { kind: "trade", side: "buy" };
const SELL: CoinbaseType = { kind: "trade", side: "sell" };
const WITHIN: CoinbaseType = { kind: "within" };

/** In lower case. */
export const COINBASE_TYPES: ReadonlyMap<string, CoinbaseType> = new Map<string, CoinbaseType>([
  ["buy", BUY],
  ["advanced trade buy", BUY],
  ["advance trade buy", BUY],
  ["sell", SELL],
  ["advanced trade sell", SELL],
  ["advance trade sell", SELL],
  ["convert", { kind: "convert" }],
  ["send", flow("withdrawal")],
  ["receive", flow("deposit")],
  ["deposit", flow("deposit")],
  ["withdrawal", flow("withdrawal")],
  ["exchange deposit", flow("withdrawal", "to Coinbase Exchange")],
  ["exchange withdrawal", flow("deposit", "from Coinbase Exchange")],
  ["pro deposit", flow("withdrawal", "to Coinbase Pro")],
  ["pro withdrawal", flow("deposit", "from Coinbase Pro")],
  ["prime deposit", flow("withdrawal", "to Coinbase Prime")],
  ["prime withdrawal", flow("deposit", "from Coinbase Prime")],
  ["rewards income", flow("reward", "reward")],
  ["reward income", flow("reward", "reward")],
  ["staking income", flow("reward", "staking")],
  ["inflation reward", flow("reward", "staking")],
  ["learning reward", flow("reward", "learning")],
  ["coinbase earn", flow("reward", "learning")],
  ["interest payout", flow("reward", "interest")],
  ["airdrop", flow("reward", "airdrop")],
  ["referral reward", flow("reward", "referral")],
  ["incentives rewards payout", flow("reward", "reward")],
  ["credit card reward", flow("reward", "cashback")],
  ["subscription rebate", flow("reward", "fee refund")],
  ["subscription rebates (24 hours)", flow("reward", "fee refund")],
  ["subscription", flow("fee", "subscription")],
  ["card spend", flow("withdrawal", "card")],
  ["donation", flow("withdrawal", "donation")],
  ["admin debit", flow("adjustment", "correction", "sell")],
  ["admin credit", flow("adjustment", "correction", "buy")],
  ["vault withdrawal", WITHIN],
  ["cash to savings", WITHIN],
  ["savings to cash", WITHIN],
  ["portfolio transfer", WITHIN],
  ["retail staking transfer", WITHIN],
  ["retail unstaking transfer", WITHIN],
  ["retail eth2 deprecation", WITHIN],
]);
