// What do the books and the kept records say to a person: where a figure comes from, how a period went, whether records still hold?
import { EngineError } from "#engine/core/engine-error.ts";
import { computeAllInOne } from "#engine/returns/compute-benchmarks.ts";
import type { ReturnPoint } from "#engine/returns/compute-growth.ts";
import { computePnlCalendar } from "#engine/returns/compute-pnl-calendar.ts";
import type { Statement } from "#engine/returns/compute-statement.ts";
import type { CalendarCell, Performance, Period } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Derivation } from "#shared/domain/derivation.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import type { EquityPoint, Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeEquity, computePeriodStart, toReturnPoints } from "./compute-equity.ts";
import { computePeriodReport, computeTradingReport, type TradingReport } from "./compute-period-report.ts";
import { keptPrice } from "./compute-snapshot-check.ts";
import { computeWhy, type WhyFigure, type WhyInput } from "./compute-why.ts";
import { sumTrading, type TradedEntries } from "./period-trading.ts";
import type { PortfolioHistory } from "./portfolio-history.ts";
import type { PriceHistory } from "./price-source.ts";
import type { SnapshotCheck } from "./snapshot-check.ts";

const BTC = assetSchema.parse("BTC");
/** A market is asked for so many past prices in one answer; the next answer knows them and asks for others. */
const MOST_ASKED = 60;
/** A record so long before a calendar's first bound is mostly there: all records are read only where none is. */
const CALENDAR_SLACK_MS = 40 * DAY_MS;

export interface BookReportsOptions {
  readonly currency: () => Asset;
  /** The portfolio valued anew, with what it was valued from. */
  readonly whyInput: () => WhyInput;
  readonly history: Pick<PortfolioHistory, "records" | "checkSnapshots" | "rebuilt">;
  readonly prices: PriceHistory | null;
  /** That count, as they are now; their money is in `currency`. */
  readonly books: () => { readonly transactions: TradedEntries; readonly currency: Asset };
  /** In the currency that is shown, now. */
  readonly unitPrice: (asset: Asset) => Decimal | null;
  readonly now: () => UnixMs;
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
}

export interface RecordCheck extends Omit<SnapshotCheck, "differences"> {
  readonly differences: SnapshotCheck["differences"][number][];
  readonly missing: number;
  readonly missingReason: string | null;
}

export class BookReports {
  readonly #options: BookReportsOptions;
  /** Past prices of BTC in a currency; null where the market does not know. */
  readonly #btc = new Map<string, Decimal | null>();

  constructor(options: BookReportsOptions) {
    this.#options = options;
  }

  /** Where a figure of an asset, or (null) of the whole portfolio, comes from, as of now. */
  why(asset: Asset | null, figure: WhyFigure): Derivation {
    return computeWhy(this.#options.whyInput(), asset, figure);
  }

  /** Kept records against the books, and the moments of which none could be made. Rejects with STORE_ codes. */
  async checkSnapshots(): Promise<RecordCheck> {
    const { history } = this.#options;
    const check = await history.checkSnapshots();
    const { missing, reason } = history.rebuilt;
    return { ...check, differences: [...check.differences], missing, missingReason: reason };
  }

  /** Rejects with FEED_NO_DATA where no value of the period is known, and with STORE_ codes. */
  async performance(period: Period): Promise<Performance> {
    const now = this.#options.now();
    const records = await this.#records(period === "all" ? unixMs(0) : computePeriodStart(period, now, null));
    const series = toReturnPoints(records);
    const report = computePeriodReport(series);
    if (report === null) {
      throw new EngineError("FEED_NO_DATA", "No value of the portfolio is known in this period yet.", {
        retryable: true,
      });
    }
    const { points } = computeEquity({ snapshots: records, transactions: [], period, now });
    const trading = await this.#trading(report, series);
    return { ...report, ...money(report), ...trading, period, allInBtc: await this.#allInBtc(points, records) };
  }

  /** The units between neighbours of `bounds`, which rise, that hold a record. Rejects with STORE_ codes. */
  async calendar(bounds: readonly UnixMs[]): Promise<CalendarCell[]> {
    const [from = unixMs(0)] = bounds;
    const near = await this.#records(unixMs(Math.max(0, from - CALENDAR_SLACK_MS)));
    // What the first unit begins with may have been recorded long before.
    const hasStart = near.some(({ ts }) => ts <= from);
    const records = hasStart ? near : await this.#records(unixMs(0));
    return computePnlCalendar(toReturnPoints(records), bounds).map(money);
  }

  async #trading(period: Pick<Statement, "from" | "until">, series: readonly ReturnPoint[]): Promise<TradingReport> {
    const { books, unitPrice, pause } = this.#options;
    const { transactions, currency } = books();
    const sums = await sumTrading(transactions, currency, period, pause);
    return computeTradingReport(sums, series, unitPrice(currency));
  }

  /** Of the currency that is shown, one for each moment, oldest first. */
  async #records(since: UnixMs): Promise<readonly Snapshot[]> {
    const currency = this.#options.currency();
    const byTime = new Map<UnixMs, Snapshot>();
    for (const record of await this.#options.history.records(since)) {
      if (record.currency === currency) byTime.set(record.ts, record);
    }
    return [...byTime.values()].sort((first, second) => first.ts - second.ts);
  }

  async #allInBtc(points: readonly EquityPoint[], records: readonly Snapshot[]): Promise<Performance["allInBtc"]> {
    const [first] = points;
    if (first === undefined) return [];
    const prices = await this.#btcPrices(points, records);
    const line = computeAllInOne({
      start: { ts: first.ts, value: Decimal.parse(first.value) },
      flows: points.slice(1).map(({ ts, flow }) => ({ ts, amount: Decimal.parse(flow) })),
      times: points.map(({ ts }) => ts),
      priceAt: (ts) => prices.get(ts) ?? null,
    });
    return line.map(({ ts, value }) => ({ ts, value: value?.toString() ?? null }));
  }

  /** As records kept them; else from the market: first where money moved, for without that nothing after it is known. */
  async #btcPrices(
    points: readonly EquityPoint[],
    records: readonly Snapshot[],
  ): Promise<ReadonlyMap<UnixMs, Decimal>> {
    const currency = this.#options.currency();
    const byTime = new Map(records.map((record) => [record.ts, record]));
    const prices = new Map<UnixMs, Decimal>();
    const unknown: { readonly ts: UnixMs; readonly moves: boolean }[] = [];
    for (const [index, { ts, flow }] of points.entries()) {
      const key = `${currency} ${ts}`;
      const record = byTime.get(ts);
      const known = (record === undefined ? null : keptPrice(record, BTC)) ?? this.#btc.get(key) ?? null;
      if (known !== null) prices.set(ts, known);
      else if (!this.#btc.has(key)) unknown.push({ ts, moves: index === 0 || !Decimal.parse(flow).isZero });
    }
    const inTurn = [...unknown.filter(({ moves }) => moves), ...spread(unknown.filter(({ moves }) => !moves))];
    for (const { ts } of inTurn.slice(0, MOST_ASKED)) {
      const price = await this.#ask(currency, ts);
      if (price !== null) prices.set(ts, price);
    }
    return prices;
  }

  async #ask(currency: Asset, ts: UnixMs): Promise<Decimal | null> {
    const told = (await this.#options.prices?.priceAt(BTC, currency, ts, {})) ?? null;
    const price = told === null ? null : Decimal.parse(told);
    this.#btc.set(`${currency} ${ts}`, price);
    return price;
  }
}

/** Those that an answer has room for first, evenly over the whole. */
function spread<T>(rows: readonly T[]): readonly T[] {
  const step = Math.max(1, Math.ceil(rows.length / MOST_ASKED));
  return [...rows.filter((_, index) => index % step === 0), ...rows.filter((_, index) => index % step !== 0)];
}

function money({ from, until, start, flows, gain, end }: Statement): CalendarCell {
  return {
    from,
    until,
    start: start.toString(),
    flows: flows.toString(),
    gain: gain.toString(),
    end: end.toString(),
  };
}
