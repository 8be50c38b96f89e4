// Which entries does the books bench reckon? Made from a seed: trades of 20 coins in 3 accounts, with fees, deposits, rewards and withdrawals.
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import { type Asset, accountIdSchema, assetSchema, profileIdSchema, transactionIdSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { NO_DETAILS, type Transaction } from "#shared/domain/transaction.ts";

export const USD = assetSchema.parse("USD");
const BNB = assetSchema.parse("BNB");
const COINS = ["BNB", ...Array.from({ length: 19 }, (_, index) => `C${index}`)].map((code) => assetSchema.parse(code));
const ACCOUNTS = ["kraken-1", "binance-1", "coinbase-1"].map((id) => accountIdSchema.parse(id));
const PROFILE = profileIdSchema.parse("bench");
const START = 1_500_000_000_000;
const EVERY_MS = 2 * MINUTE_MS;
/** Most lots that one coin has open on average, so that sales take from deep pools. */
const MOST_HELD = 400;

/** Oldest first; nothing is sold that is not held. One at a time, so that a reader need not hold them all. */
export function* entriesOf(count: number): Generator<Transaction, void, void> {
  const rng = SeededRng.of(7);
  const held = new Map<Asset, number>();
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(rng.next() * items.length)] as Item;
  for (let index = 0; index < count; index += 1) {
    const coin = index < COINS.length ? (COINS[index] as Asset) : pick(COINS);
    const price = (20 + 100 * rng.next()).toFixed(2);
    const units = 0.1 + rng.next();
    const before = held.get(coin) ?? 0;
    const kind = index < COINS.length ? 0 : rng.next();
    const base = { index, account: pick(ACCOUNTS), coin, price };
    if (index % 50 === 0) {
      yield entryOf({ ...base, type: "deposit", coin: USD, price: "1", quantity: "1000000" });
      continue;
    }
    const isSale = kind >= 0.05 && before > units && rng.next() < 0.3 + before / MOST_HELD;
    held.set(coin, before + (isSale ? -units : units));
    const quantity = units.toFixed(8);
    if (kind < 0.01) yield entryOf({ ...base, type: "deposit", quantity });
    else if (kind < 0.05) yield entryOf({ ...base, type: "reward", quantity });
    else if (isSale && kind < 0.06) yield entryOf({ ...base, type: "withdrawal", quantity });
    else
      yield entryOf({
        ...base,
        type: "trade",
        side: isSale ? "sell" : "buy",
        quantity,
        inBnb: kind > 0.9 && coin !== BNB,
      });
  }
}

function entryOf(entry: {
  readonly index: number;
  readonly account: Transaction["accountId"];
  readonly type: Transaction["type"];
  readonly side?: "buy" | "sell";
  readonly coin: Asset;
  readonly quantity: string;
  readonly price: string;
  readonly inBnb?: boolean;
}): Transaction {
  const { index, type, side, coin } = entry;
  const isTrade = type === "trade";
  return {
    id: transactionIdSchema.parse(flat(`${isTrade ? "fill" : type}:${entry.account}:${coin}/USD:${index}`)),
    profileId: PROFILE,
    accountId: entry.account,
    ts: unixMs(START + index * EVERY_MS),
    type,
    side: side ?? null,
    asset: coin,
    quantity: text(entry.quantity),
    quote: USD,
    price: text(entry.price),
    fee: isTrade
      ? entry.inBnb
        ? { asset: BNB, amount: text("0.0001") }
        : { asset: USD, amount: text("0.0713") }
      : null,
    quoteValue: null,
    feeValue: entry.inBnb ? text("71.5") : null,
    planId: null,
    source: "venue",
    ...NO_DETAILS,
    venueRef: flat(String(index)),
  };
}

/** A text in one piece, as it comes from a store: one that was put together keeps its pieces. */
const flat = (pieces: string): string => Buffer.from(pieces, "latin1").toString("latin1");

const text = (digits: string): DecimalString => decimalString(flat(digits));
