// Which histories of trades do the properties of the books draw? Any, and such as never sell more than they hold.
import fc from "fast-check";
import { type BookChange, bookChangeSchema } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { accountIdSchema } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { testTransaction } from "./portfolio-fakes.ts";

/** The issue asks for a thousand runs each in `npm test` and a million on demand. */
export const BOOK_RUNS = process.env.SCHWABOT_LONG === "1" ? 1_000_000 : 1_000;
/** A million runs of one property take long on a small machine. */
export const BOOK_LIMIT_MS = process.env.SCHWABOT_LONG === "1" ? 4 * 60 * 60_000 : 60_000;

const COINS = ["BTC", "ETH", "BNB"] as const;
const ACCOUNTS = ["demo-a-alpha", "demo-a-beta"] as const;
const UNIT_PLACES = 18;

/** From 1e-18 to 1e15, six digits. */
const anyQuantity = fc
  .tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: -9, max: UNIT_PLACES }))
  .map(([digits, scale]) => scaled(digits, scale));
const anyPrice = fc
  .tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, scale]) => scaled(digits, scale));
/** Numbers of which no share has to be rounded. */
const plainQuantity = fc.integer({ min: 1, max: 99_999 }).map((digits) => scaled(digits * 2, 5));
const plainPrice = fc.integer({ min: 1, max: 99_999 }).map((digits) => scaled(digits, 2));

function scaled(digits: number, scale: number): Decimal {
  return scale >= 0 ? Decimal.of(BigInt(digits), scale) : Decimal.of(BigInt(digits) * 10n ** BigInt(-scale), 0);
}

type Entry = Parameters<typeof testTransaction>[0] & { readonly account: (typeof ACCOUNTS)[number] };

export function inAccount({ account, ...entry }: Entry): Transaction {
  return { ...testTransaction(entry), accountId: accountIdSchema.parse(account) };
}

interface HistoryOptions {
  readonly types?: readonly Transaction["type"][];
  readonly plain?: boolean;
  readonly fees?: boolean;
  readonly accounts?: readonly (typeof ACCOUNTS)[number][];
}

const idOf = (index: number): string => `t${String(index).padStart(3, "0")}`;

/** Up to 14 entries in which every value is known; they may go beyond what is held. */
export function anyHistory({
  types = ["trade", "trade", "trade", "deposit", "withdrawal", "reward", "fee", "adjustment"],
  plain = false,
  fees = true,
  accounts = ACCOUNTS,
}: HistoryOptions = {}): fc.Arbitrary<readonly Transaction[]> {
  const fee = fc.option(
    fc.tuple(
      fc.constantFrom(...COINS, "USD"),
      fc.integer({ min: -50, max: 999 }).map((digits) => Decimal.of(BigInt(digits), 8)),
    ),
    { nil: null },
  );
  const rows = fc.array(
    fc.record({
      ts: fc.integer({ min: 0, max: 12 }),
      type: fc.constantFrom(...types),
      side: fc.constantFrom("buy" as const, "sell" as const),
      asset: fc.constantFrom(...COINS),
      quote: fc.constantFrom("USD", "USDC"),
      account: fc.constantFrom(...accounts),
      quantity: plain ? plainQuantity : anyQuantity,
      price: plain ? plainPrice : anyPrice,
      fee: fees ? fee : fc.constant(null),
    }),
    { maxLength: 14 },
  );
  return rows.map((list) =>
    list.map(({ quantity, price, fee: paid, ...row }, index) =>
      inAccount({
        ...row,
        id: idOf(index),
        quantity: quantity.toString(),
        price: price.toString(),
        quoteValue: plain ? "1" : "1.0003",
        feeValue: "7.5",
        ...(paid === null || paid[1].isZero ? {} : { fee: [paid[0], paid[1].toString()] as const }),
      }),
    ),
  );
}

/** Enough of everything first, so that no history runs out. */
export const PLENTY: readonly Transaction[] = ACCOUNTS.flatMap((account) =>
  [...COINS, "USD", "USDC"].map((asset) =>
    inAccount({
      id: `p-${account}-${asset}`,
      ts: 0,
      account,
      type: "deposit",
      asset,
      quantity: "1000000000000000000000000",
      price: "1.5",
    }),
  ),
);

/** Purchases and sales of parts of what is held, with fees in any coin, at the end of which all coins are sold. */
export const soldOutHistory: fc.Arbitrary<readonly Transaction[]> = fc
  .array(
    fc.record({
      asset: fc.constantFrom("BTC", "ETH"),
      sixteenths: fc.constantFrom(0, 0, 0, 1, 5, 11, 16),
      quantity: anyQuantity,
      price: anyPrice,
      fee: fc.constantFrom(null, "USD", "BNB"),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((steps) => {
    const held = new Map<string, Decimal>([["BNB", Decimal.ONE]]);
    const entries = [
      inAccount({ id: "bnb", ts: 0, account: ACCOUNTS[0], type: "deposit", asset: "BNB", quantity: "1", price: "300" }),
    ];
    const trade = (
      asset: string,
      side: "buy" | "sell",
      quantity: Decimal,
      price: Decimal,
      fee: string | null,
    ): void => {
      if (quantity.isZero) return;
      const before = held.get(asset) ?? Decimal.ZERO;
      held.set(asset, side === "buy" ? before.add(quantity) : before.sub(quantity));
      if (fee === "BNB") held.set("BNB", (held.get("BNB") ?? Decimal.ZERO).sub(Decimal.of(1n, 6)));
      entries.push(
        inAccount({
          id: idOf(entries.length),
          ts: entries.length,
          account: ACCOUNTS[0],
          type: "trade",
          side,
          asset,
          quantity: quantity.toString(),
          price: price.toString(),
          feeValue: "287.31",
          ...(fee === null ? {} : { fee: [fee, "0.000001"] as const }),
        }),
      );
    };
    for (const { asset, sixteenths, quantity, price, fee } of steps) {
      const part = (held.get(asset) ?? Decimal.ZERO).mul(Decimal.of(BigInt(sixteenths), 0));
      const sold = part.div(Decimal.of(16n, 0), UNIT_PLACES, "down");
      if (sixteenths === 0) trade(asset, "buy", quantity, price, fee);
      else trade(asset, "sell", sold, price, fee);
    }
    for (const [asset, quantity] of held) trade(asset, "sell", quantity, Decimal.of(12_345n, 2), null);
    return entries;
  });

/** A decision about entries; a later `ts` is the newer one. */
export function testChange(kind: BookChange["kind"], ids: readonly string[], ts: number): BookChange {
  return bookChangeSchema.parse({
    id: `00000000-0000-4000-8000-${String(ts).padStart(12, "0")}`,
    profileId: "demo-a",
    ts,
    kind,
    transactionIds: ids,
    batchId: null,
    reason: "test",
  });
}
