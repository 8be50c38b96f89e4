// Which books do tests of several screens speak of? Parsed by the schemas, so that they can not drift from them.
import { bookRowSchema, bookSummarySchema, performanceSchema } from "#shared/contract/books.ts";
import type { BookRow, BookSummary, Performance } from "#shared/contract/views.ts";
import {
  type BookBatch,
  bookBatchSchema,
  type Coverage,
  coverageSchema,
  type Disposal,
  disposalSchema,
  type Lot,
  lotSchema,
} from "#shared/domain/books.ts";
import { type ReconciliationLine, reconciliationLineSchema } from "#shared/domain/reconciliation.ts";

type Changes = Readonly<Record<string, unknown>>;

/** 14 Nov 2023 22:13:20 UTC. */
export const BOOKS_TIME = 1_700_000_000_000;
export const SAMPLE_BATCH = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

/** One buy of bitcoin at Kraken for dollars, unless told otherwise. */
export function sampleRow(id: string, transaction: Changes = {}, row: Changes = {}): BookRow {
  return bookRowSchema.parse({
    transaction: {
      id,
      profileId: "core",
      accountId: "core-kraken",
      ts: BOOKS_TIME,
      type: "trade",
      side: "buy",
      asset: "BTC",
      quantity: "0.5",
      quote: "USD",
      price: "60000",
      fee: { asset: "USD", amount: "12.5" },
      quoteValue: "1",
      feeValue: "1",
      planId: null,
      ...transaction,
    },
    setAside: null,
    pairedWith: null,
    ...row,
  });
}

export function sampleSummary(changes: Changes = {}): BookSummary {
  return bookSummarySchema.parse({
    currency: "USD",
    costBasis: { method: "fifo", pooling: "profile" },
    entries: 3,
    setAside: 1,
    realized: "1234.5",
    netInvested: "90000",
    netInvestedKnown: true,
    income: "10",
    withdrawnGain: "0",
    fees: "42.25",
    byAsset: [
      { asset: "BTC", realized: "1500", fees: "40" },
      { asset: "ETH", realized: "-265.5", fees: "2.25" },
    ],
    byAccount: [{ accountId: "core-kraken", realized: "1234.5", fees: "42.25" }],
    byYear: [
      { year: 2023, realized: "1000", fees: "40" },
      { year: 2024, realized: "234.5", fees: "2.25" },
    ],
    gaps: [],
    ...changes,
  });
}

export function sampleDisposal(changes: Changes = {}): Disposal {
  return disposalSchema.parse({
    transactionId: "sold",
    lotId: "bought",
    accountId: "core-kraken",
    asset: "BTC",
    quantity: "0.1",
    acquiredAt: BOOKS_TIME - 400 * 86_400_000,
    disposedAt: BOOKS_TIME,
    proceeds: "6000",
    cost: "2000",
    fee: "5",
    gain: "3995",
    holdingDays: 400,
    ...changes,
  });
}

export function sampleLot(changes: Changes = {}): Lot {
  return lotSchema.parse({
    transactionId: "bought",
    accountId: "core-kraken",
    asset: "BTC",
    acquiredAt: BOOKS_TIME,
    quantity: "0.4",
    cost: "20000",
    ...changes,
  });
}

export function sampleCoverage(changes: Changes = {}): Coverage {
  return coverageSchema.parse({
    profileId: "core",
    accountId: "core-kraken",
    source: "fills",
    from: Date.UTC(2024, 2, 1),
    until: Date.UTC(2024, 5, 1),
    complete: true,
    resume: null,
    problem: null,
    entries: 412,
    ...changes,
  });
}

/** Three entries of a file, all of which count. */
export function sampleBatch(changes: Changes = {}): BookBatch {
  return bookBatchSchema.parse({
    batchId: SAMPLE_BATCH,
    source: "import",
    name: "ledgers.csv",
    ts: BOOKS_TIME,
    entries: 3,
    setAside: 0,
    takenOut: 0,
    from: Date.UTC(2023, 2, 1),
    until: Date.UTC(2023, 5, 1),
    accounts: ["core-kraken"],
    ...changes,
  });
}

/** The venue holds 0.25 bitcoin more than the books know. */
export function sampleLine(changes: Changes = {}): ReconciliationLine {
  return reconciliationLineSchema.parse({
    accountId: "core-kraken",
    asset: "BTC",
    venueQuantity: "1.25",
    booksQuantity: "1",
    difference: "0.25",
    readAt: BOOKS_TIME,
    cause: { kind: "unknownDeposit", message: "A deposit is likely." },
    fixes: [{ kind: "enter", type: "deposit" }, { kind: "adjust" }],
    ...changes,
  });
}

const figure = (value: string | null, reason: string | null = null) => ({ value, reason });

export function samplePerformance(changes: Changes = {}): Performance {
  return performanceSchema.parse({
    period: "1m",
    from: BOOKS_TIME - 30 * 86_400_000,
    until: BOOKS_TIME,
    start: "90000",
    flows: "5000",
    gain: "5000",
    end: "100000",
    gainShare: figure("0.0526315789"),
    timeWeighted: figure("0.0553"),
    moneyWeighted: figure("0.8421"),
    maxDrawdown: figure("0.0312"),
    cagr: figure(null, "A year needs at least 90 days of values."),
    volatility: figure("0.4"),
    sharpe: figure("1.234"),
    sortino: figure("1.5"),
    calmar: figure(null, "A year needs at least 90 days of values."),
    hitRate: figure("0.55"),
    trades: 12,
    turnover: figure("0.3123"),
    fees: figure("42.5"),
    unvalued: 0,
    allInBtc: [],
    ...changes,
  });
}
