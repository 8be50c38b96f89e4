// Which entries can the books hold at all? Every field that may be left out, the smallest and largest numbers, any writing.
import fc from "fast-check";
import { type Transaction, transactionSchema } from "#shared/domain/transaction.ts";

/** From 1e-18 to far beyond 1e15, with zeros at either end as venues write them. */
const quantity = fc.oneof(
  fc.constantFrom(
    "0",
    "0.000000000000000001",
    "1000000000000000",
    "1.50",
    "007.0",
    "999999999999999.123456789012345678",
  ),
  fc
    .tuple(fc.bigInt(0n, 10n ** 18n), fc.bigInt(0n, 10n ** 18n - 1n))
    .map(([whole, part]) => `${whole}.${String(part).padStart(18, "0")}`),
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 96 }),
);
const signed = fc.tuple(fc.constantFrom("", "-"), quantity).map(([sign, digits]) => `${sign}${digits}`.slice(0, 96));
const text = (max: number) =>
  fc
    .oneof(
      fc.string({ minLength: 1, maxLength: max }),
      fc.string({ minLength: 1, maxLength: max, unit: "binary" }),
      fc.constantFrom("dust", "Überweisung", "ステーキング", "🪙", "é", "\u0000", "\ud800"),
    )
    .map((each) => each.slice(0, max));
const asset = fc.constantFrom("BTC", "ETH", "USD", "USDC", "SHIB", "X.Y-Z_1");
const uuid = fc.uuid({ version: 4 });

/** Entries of any form that a schema lets through; ids and times collide often. */
export const anyEntry: fc.Arbitrary<Transaction> = fc
  .record({
    id: fc.oneof(
      text(160),
      fc.nat({ max: 30 }).map((number) => `fill:kraken-1:BTC/USD:${number}`),
    ),
    profileId: fc.constantFrom("demo-a", "demo-b"),
    accountId: fc.constantFrom("kraken-1", "binance-1"),
    ts: fc.oneof(fc.nat({ max: 20 }), fc.integer({ min: 0, max: 4_102_444_800_000 })),
    type: fc.constantFrom("trade", "deposit", "withdrawal", "fee", "reward", "transfer", "adjustment"),
    side: fc.constantFrom("buy", "sell", null),
    asset,
    quantity,
    quote: fc.option(asset),
    price: fc.option(quantity),
    fee: fc.option(fc.record({ asset, amount: signed })),
    quoteValue: fc.option(signed),
    feeValue: fc.option(signed),
    planId: fc.option(uuid),
    source: fc.constantFrom("execution", "venue", "import", "manual", "opening"),
    venueRef: fc.option(text(160)),
    label: fc.option(text(40)),
    batchId: fc.option(uuid),
    replaces: fc.option(text(160)),
    note: fc.option(fc.oneof(text(500), fc.constant(""), fc.constant("n".repeat(500)), fc.constant("ü".repeat(500)))),
  })
  .map((entry) => transactionSchema.parse(entry));
