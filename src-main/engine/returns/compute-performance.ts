// All return figures of one series of records: how are they computed together?
import { priceNumber } from "#engine/market-data/compute-price-number.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { computeDrawdowns, type Drawdowns } from "./compute-drawdowns.ts";
import { computeGrowth, computePeriodReturns, computeTimeWeighted, type ReturnPoint } from "./compute-growth.ts";
import { type Measure, measured, notComputable } from "./compute-measure.ts";
import {
  computeCagr,
  computeCalmar,
  computeHitRate,
  computeSharpe,
  computeSortino,
  computeVolatility,
} from "./compute-metrics.ts";
import { computeMoneyWeighted, type MoneyWeighted } from "./compute-money-weighted.ts";
import { computeStatement, type Statement } from "./compute-statement.ts";

/** Shares; a figure of a year is annualised by the number of periods in it. */
export interface Performance {
  /** Null without a record. */
  readonly statement: Statement | null;
  readonly timeWeighted: Measure<Decimal>;
  readonly moneyWeighted: MoneyWeighted;
  readonly drawdowns: Measure<Drawdowns>;
  /** Depth of the deepest fall: -1 to 0, and 0 where it never fell. */
  readonly maxDrawdown: Measure<Decimal>;
  readonly cagr: Measure<number>;
  readonly volatility: Measure<number>;
  readonly sharpe: Measure<number>;
  readonly sortino: Measure<number>;
  readonly calmar: Measure<number>;
  readonly hitRate: Measure<number>;
}

/** Risk-free rate and target are shares per period, 0 unless given; a period is what lies between two points. */
export function computePerformance(
  points: readonly ReturnPoint[],
  options: { readonly periodsPerYear: number; readonly riskFree?: number; readonly target?: number },
): Performance {
  const { periodsPerYear } = options;
  const growths = computeGrowth(points);
  const timeWeighted = computeTimeWeighted(growths);
  const statement = computeStatement(points);
  const moneyWeighted = computeMoneyWeighted(points);
  if (timeWeighted.value === null || growths.value === null) {
    const none = notComputable(timeWeighted.reason ?? "");
    const figures = { cagr: none, volatility: none, sharpe: none, sortino: none, calmar: none, hitRate: none };
    return { statement, timeWeighted, moneyWeighted, drawdowns: none, maxDrawdown: none, ...figures };
  }
  const drawdowns = computeDrawdowns(growths.value);
  const maxDrawdown = drawdowns?.deepest?.depth ?? Decimal.ZERO;
  const returns = computePeriodReturns(points);
  const growth = priceNumber(timeWeighted.value.add(Decimal.ONE).toString());
  const cagr = computeCagr(growth, returns.length, periodsPerYear);
  return {
    statement,
    timeWeighted,
    moneyWeighted,
    drawdowns: drawdowns === null ? notComputable("There is no record.") : measured(drawdowns),
    maxDrawdown: measured(maxDrawdown),
    cagr,
    volatility: computeVolatility(returns, periodsPerYear),
    sharpe: computeSharpe(returns, options),
    sortino: computeSortino(returns, options),
    calmar: computeCalmar(cagr, measured(priceNumber(maxDrawdown.toString()))),
    hitRate: computeHitRate(returns),
  };
}
