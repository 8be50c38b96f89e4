// How did the portfolio do over a period, in the figures that people compare?
// Definitions: resources/docs/returns.md.
import type { ReturnPoint } from "#engine/returns/compute-growth.ts";
import { type Measure, measured, notComputable } from "#engine/returns/compute-measure.ts";
import type { MoneyWeighted } from "#engine/returns/compute-money-weighted.ts";
import { computePerformance } from "#engine/returns/compute-performance.ts";
import { computeStatementShare, type Statement } from "#engine/returns/compute-statement.ts";
import { computeTurnover, type TradingSums } from "#engine/returns/compute-trading.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, MINUTE_MS } from "#shared/domain/time.ts";

const DAYS_A_YEAR = 365;
const YEAR_MS = DAYS_A_YEAR * DAY_MS;
/** A period of a year may begin or end a record late. */
const NEARLY_A_YEAR_MS = YEAR_MS - DAY_MS;
const TOO_SHORT = "A rate of a year needs a year of values.";
/** A record this near to midnight stands for it. */
const NEAR_MIDNIGHT_MS = 30 * MINUTE_MS;
const PLACES = 10;
const PERCENT_PLACES = 2;

/** A figure as text, or the reason why there is none. */
export interface ReportFigure {
  readonly value: string | null;
  readonly reason: string | null;
}

/** What was traded, in the currency that is shown. */
export interface TradingReport {
  readonly trades: number;
  /** Fees less rebates, in money. */
  readonly fees: ReportFigure;
  /** A share: 2 is the whole portfolio sold and bought anew. */
  readonly turnover: ReportFigure;
  /** Trades and fees whose value is not known, and which are in neither. */
  readonly unvalued: number;
}

/** Shares: 0.1 is ten percent, a fall is below 0. */
export interface PeriodReport extends Statement {
  /** Gain / (start + flows, where flows are above 0; else start). */
  readonly gainShare: ReportFigure;
  readonly timeWeighted: ReportFigure;
  /** Of the period where it is shorter than a year, else a year. */
  readonly moneyWeighted: ReportFigure;
  readonly maxDrawdown: ReportFigure;
  readonly cagr: ReportFigure;
  readonly volatility: ReportFigure;
  readonly sharpe: ReportFigure;
  readonly sortino: ReportFigure;
  readonly calmar: ReportFigure;
  readonly hitRate: ReportFigure;
}

/**
 * Over all records of the period, oldest first; null without one. Money, time-weighted and money-weighted return and the deepest
 * fall are those of all records; the figures of a year are over whole days, from midnight to midnight (UTC).
 */
export function computePeriodReport(points: readonly ReturnPoint[]): PeriodReport | null {
  const whole = computePerformance(points, { periodsPerYear: DAYS_A_YEAR });
  if (whole.statement === null) return null;
  const days = selectMidnights(points);
  const daily = computePerformance(days.points, { periodsPerYear: DAYS_A_YEAR });
  const ofDays = (measure: Measure<number>): ReportFigure =>
    days.missing === 0
      ? numberText(measure)
      : notComputable(`Of ${days.missing} days in between no value at midnight is known, so days cannot be compared.`);
  const spanMs = whole.statement.until - whole.statement.from;
  const isShort = spanMs < NEARLY_A_YEAR_MS;
  // What a few weeks brought is no rate of a year: it would be reached only by going on in the same way.
  const ofYear = (measure: Measure<number>): ReportFigure => (isShort ? notComputable(TOO_SHORT) : ofDays(measure));
  return {
    ...whole.statement,
    gainShare: shareText(computeStatementShare(whole.statement)),
    timeWeighted: decimalText(whole.timeWeighted),
    moneyWeighted: rateText(whole.moneyWeighted, isShort ? spanMs / YEAR_MS : 1),
    maxDrawdown: decimalText(whole.maxDrawdown),
    cagr: ofYear(daily.cagr),
    volatility: ofDays(daily.volatility),
    sharpe: ofDays(daily.sharpe),
    sortino: ofDays(daily.sortino),
    calmar: ofYear(daily.calmar),
    hitRate: ofDays(daily.hitRate),
  };
}

/** `rate`: what a unit of the books' currency is worth in the one that `points` are in; null where that is not known. */
export function computeTradingReport(
  sums: Pick<TradingSums, "trades" | "traded" | "fees" | "unvalued">,
  points: readonly ReturnPoint[],
  rate: Decimal | null,
): TradingReport {
  const { trades, unvalued } = sums;
  if (rate === null) {
    const none = notComputable("The currency of the books has no price in the one that is shown.");
    return { trades, unvalued, fees: none, turnover: none };
  }
  const turnover = decimalText(computeTurnover(sums.traded.mul(rate), points));
  return { trades, unvalued, fees: measured(sums.fees.mul(rate).toString()), turnover };
}

/** The record nearest to each midnight, with the flows of the day before it; and of how many midnights in between there is none. */
export function selectMidnights(points: readonly ReturnPoint[]): {
  readonly points: readonly ReturnPoint[];
  readonly missing: number;
} {
  const nearest = new Map<number, number>();
  for (const [index, { ts }] of points.entries()) {
    const day = Math.round(ts / DAY_MS);
    const apart = Math.abs(ts - day * DAY_MS);
    if (apart > NEAR_MIDNIGHT_MS) continue;
    const known = points[nearest.get(day) ?? -1];
    if (known === undefined || apart <= Math.abs(known.ts - day * DAY_MS)) nearest.set(day, index);
  }
  const numbers = [...nearest.keys()];
  const indices = [...nearest.values()];
  const selected = indices.flatMap((index, at) => {
    const point = points[index];
    if (point === undefined) return [];
    const since = points.slice((indices[at - 1] ?? index) + 1, index);
    return [{ ...point, flow: since.reduce((sum, { flow }) => sum.add(flow), point.flow) }];
  });
  const span = numbers.length === 0 ? 0 : (numbers.at(-1) ?? 0) - (numbers[0] ?? 0) + 1;
  return { points: selected, missing: span - numbers.length };
}

function shareText(share: Decimal | null): ReportFigure {
  return share === null ? notComputable("The start and what came in are not above 0.") : measured(share.toString());
}

function decimalText({ value, reason }: Measure<Decimal>): ReportFigure {
  return value === null ? { value, reason } : measured(value.roundTo(PLACES, "halfEven").toString());
}

function numberText({ value, reason }: Measure<number>): ReportFigure {
  return value === null ? { value, reason } : measured(value.toFixed(PLACES));
}

/** Of so many years. */
function rateText(rate: MoneyWeighted, years: number): ReportFigure {
  if (rate.kind === "one") return measured(Math.expm1(years * Math.log1p(rate.rate)).toFixed(PLACES));
  if (rate.kind === "none") return notComputable(rate.reason);
  const rates = rate.rates.map((each) => `${(each * 100).toFixed(PERCENT_PLACES)} %`).join(", ");
  return notComputable(`Several yearly rates fit these flows: ${rates}.`);
}
