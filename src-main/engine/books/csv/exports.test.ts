import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disposalSchema } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { snapshotSchema } from "#shared/domain/portfolio.ts";
import { samplePortfolio } from "#shared/domain/testing-portfolio.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { exportDisposals } from "./export-disposals.ts";
import { exportPositions } from "./export-positions.ts";
import { exportSnapshots } from "./export-snapshots.ts";
import { exportTransactions } from "./export-transactions.ts";
import { OWN_COLUMNS } from "./own-columns.ts";
import { protectedText, unprotectedText } from "./protect-text.ts";
import { readOwnTransactionsCsv } from "./read-own-csv.ts";
import type { NewBookEntry } from "./transaction-file.ts";

/** From 1e-18 to 1e15, in the form that the books keep. */
const amount = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 33n }), fc.constantFrom(0, 8, 18))
  .filter(([coefficient, scale]) => coefficient <= 10n ** BigInt(15 + scale))
  .map(([coefficient, scale]) => Decimal.of(coefficient, scale).toString());
const asset = fc.stringMatching(/^[A-Z0-9][A-Z0-9._-]{0,7}$/);
/** Also what breaks CSV, and what a spreadsheet would run. */
const text = (most: number) =>
  fc
    .oneof(
      fc.string({ minLength: 1, maxLength: most }),
      fc.constantFrom("=1+1", "'=1", "''@x", "+5", "-5", "@a", "\tx", "\rx", "'", '"', "a,b;c", "a\r\nb", " x ", "é€"),
    )
    .filter((value) => value.length <= most);
const sides = { trade: ["buy", "sell"], adjustment: ["buy", "sell"], transfer: [null, "sell"] } as const;

const entries: fc.Arbitrary<readonly NewBookEntry[]> = fc
  .uniqueArray(
    fc.record({
      id: text(40),
      accountId: fc.constantFrom("main", "kraken-2", "a"),
      ts: fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 }),
      type: fc.constantFrom("trade", "deposit", "withdrawal", "fee", "reward", "transfer", "adjustment"),
      first: fc.boolean(),
      asset,
      quantity: fc.oneof(amount, fc.constant("0")),
      worth: fc.option(fc.record({ quote: asset, price: amount })),
      fee: fc.option(fc.record({ asset, amount, back: fc.boolean() })),
      venueRef: fc.option(text(40)),
      label: fc.option(text(40)),
      note: fc.option(text(60)),
    }),
    { selector: ({ id }) => id, maxLength: 8 },
  )
  .map((rows) =>
    rows.map(({ first, worth, fee, type, ...row }) => {
      const [one, two] = type === "trade" || type === "adjustment" || type === "transfer" ? sides[type] : [null, null];
      const isTradeOfItself = type === "trade" && worth?.quote === row.asset;
      const { profileId: _profileId, ...entry } = transactionSchema.parse({
        ...row,
        type,
        profileId: "p",
        side: first ? one : two,
        quote: isTradeOfItself ? null : (worth?.quote ?? null),
        price: isTradeOfItself ? null : (worth?.price ?? null),
        fee: fee === null ? null : { asset: fee.asset, amount: fee.back ? `-${fee.amount}` : fee.amount },
        quoteValue: null,
        feeValue: null,
        planId: null,
        source: "import",
      });
      return entry;
    }),
  );

describe("export of transactions", () => {
  it(
    `reads back as the same entries (${BOOK_RUNS} runs)`,
    () => {
      fc.assert(
        fc.property(entries, (all) => {
          const read = readOwnTransactionsCsv(exportTransactions(all, "csv"));
          expect(read.problems).toEqual([]);
          expect(read.transactions).toEqual(all);
        }),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it(
    "reads back the same in the order of another file, and twice as once",
    () => {
      fc.assert(
        fc.property(entries, (all) => {
          const once = readOwnTransactionsCsv(exportTransactions(all, "csv")).transactions;
          const twice = readOwnTransactionsCsv(exportTransactions([...all.toReversed(), ...all], "csv"));
          expect(twice.problems).toEqual([]);
          expect(twice.transactions.toReversed()).toEqual(once);
        }),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it(
    `gives files that overlap the same ids where both hold equal rows wholly (${BOOK_RUNS} runs)`,
    () => {
      // Without ids, and with rows that are equal.
      const rows = entries.map((all) =>
        [...all, ...all.slice(0, 2)].map((entry) => {
          const [, line = ""] = exportTransactions(
            [{ ...entry, id: "x" as NewBookEntry["id"], venueRef: null, label: null, note: null }],
            "csv",
          ).split("\r\n");
          return { ts: entry.ts, line: line.replace(",x,,,", "") };
        }),
      );
      const header = OWN_COLUMNS.slice(0, 9).join(",");
      const idsOf = (lines: readonly { readonly line: string }[]) =>
        readOwnTransactionsCsv([header, ...lines.map(({ line }) => line)].join("\n")).transactions.map(({ id }) => id);
      const time = fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 });
      fc.assert(
        fc.property(rows, time, time, (all, from, until) => {
          const whole = idsOf(all);
          const parts = [all.filter(({ ts }) => ts >= from), all.filter(({ ts }) => ts <= until)].flatMap(idsOf);
          expect(new Set(whole).size).toBe(all.length);
          expect(whole).toEqual(expect.arrayContaining(parts));
          if (from <= until) expect(new Set(parts)).toEqual(new Set(whole));
        }),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it("has a header line that stays, and cells that no spreadsheet runs", () => {
    const [entry] =
      fc.sample(
        entries.filter(({ length }) => length > 0),
        { numRuns: 1, seed: 5 },
      )[0] ?? [];
    const csv = exportTransactions([{ ...(entry as NewBookEntry), note: '=HYPERLINK("x")', label: "-1" }], "csv"); // one was asked for
    const [header, row] = csv.split("\r\n");
    expect(header).toBe("timestamp,type,asset,quantity,quote,price,fee,fee_asset,account,id,venue_ref,label,note");
    expect(header).toBe(OWN_COLUMNS.join(","));
    expect(row).toContain(',\'-1,"\'=HYPERLINK(""x"")"');
  });

  it("keeps every field in JSON, with times that people read", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const read: readonly { readonly ts: string }[] = JSON.parse(exportTransactions(all, "json"));
        expect(read.map((entry) => ({ ...entry, ts: Date.parse(entry.ts) }))).toEqual(all);
      }),
      { numRuns: 100 },
    );
  });
});

describe("protectedText", () => {
  it("gives back any text, and never begins like a formula (1,000 runs)", () => {
    const part = fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "a", "1");
    fc.assert(
      fc.property(fc.string({ unit: part, maxLength: 6 }), (value) => {
        expect(unprotectedText(protectedText(value))).toBe(value);
        expect(protectedText(value)).not.toMatch(/^[=+\-@\t\r]/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("other exports", () => {
  const account = accountIdSchema.parse("main");

  it("writes a disposal on each line, its money as it is and its times in UTC", () => {
    const disposal = disposalSchema.parse({
      transactionId: "s1",
      lotId: "b1",
      accountId: account,
      asset: "BTC",
      quantity: "0.10",
      acquiredAt: Date.UTC(2024, 0, 1),
      disposedAt: Date.UTC(2024, 5, 1),
      proceeds: "6000",
      cost: "4000.000000000000000001",
      fee: "0",
      gain: "1999.999999999999999999",
      holdingDays: 152,
    });
    const pooled = { ...disposal, lotId: null, acquiredAt: null, holdingDays: null };
    expect(exportDisposals([disposal, pooled], "csv").split("\r\n")).toEqual([
      "disposed_at,acquired_at,asset,quantity,proceeds,cost,fee,gain,holding_days,account,id,lot_id",
      "2024-06-01T00:00:00.000Z,2024-01-01T00:00:00.000Z,BTC,0.10,6000,4000.000000000000000001,0,1999.999999999999999999,152,main,s1,b1",
      "2024-06-01T00:00:00.000Z,,BTC,0.10,6000,4000.000000000000000001,0,1999.999999999999999999,,main,s1,",
      "",
    ]);
    expect(JSON.parse(exportDisposals([pooled], "json"))).toEqual([
      { ...pooled, disposedAt: "2024-06-01T00:00:00.000Z" },
    ]);
  });

  it("writes a snapshot with a line for each of its assets", () => {
    const part = { asset: "BTC", quantity: "1", price: "50", value: "50", weight: "0.5", pnl: null };
    const snapshot = snapshotSchema.parse({
      profileId: "p",
      ts: 0,
      reason: "midnight",
      currency: "USD",
      totalValue: "100",
      cash: "50",
      totalPnl: "-1",
      netInvested: "101",
      held: null,
      breakdown: [part, { ...part, asset: "ETH", pnl: "-2" }],
    });
    expect(exportSnapshots([snapshot, { ...snapshot, breakdown: [] }], "csv").split("\r\n")).toEqual([
      "timestamp,reason,currency,total_value,cash,total_pnl,net_invested,held,asset,quantity,price,value,weight,pnl",
      "1970-01-01T00:00:00.000Z,midnight,USD,100,50,-1,101,,BTC,1,50,50,0.5,",
      "1970-01-01T00:00:00.000Z,midnight,USD,100,50,-1,101,,ETH,1,50,50,0.5,-2",
      "1970-01-01T00:00:00.000Z,midnight,USD,100,50,-1,101,,,,,,,",
      "",
    ]);
    expect(JSON.parse(exportSnapshots([snapshot], "json"))).toEqual([{ ...snapshot, ts: "1970-01-01T00:00:00.000Z" }]);
  });

  it("writes positions, and nothing where nothing is known", () => {
    const portfolio = samplePortfolio([{ asset: "ABC", unresolved: "No price for ABC." }], { state: "unresolved" });
    expect(exportPositions(portfolio, "csv").split("\r\n")).toEqual([
      "timestamp,asset,quantity,currency,price,price_state,value,weight,target,average_cost,cost,unrealized,realized,unresolved",
      "1970-01-01T00:00:00.000Z,ABC,1,USD,,,,,,,,,0,No price for ABC.",
      "",
    ]);
    expect(JSON.parse(exportPositions(portfolio, "json"))).toMatchObject({
      ts: "1970-01-01T00:00:00.000Z",
      totalValue: null,
    });
  });
});
