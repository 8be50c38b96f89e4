// How much was gained between one bound and the next: on each day, in each week, in each month?
import { Decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { ReturnPoint } from "./compute-growth.ts";
import { checkBalance, computeStatement, type Statement, selectPeriod } from "./compute-statement.ts";

/**
 * One statement for each unit that holds a point, oldest first. A unit lies between two neighbours of `bounds`, which rise: whoever asks
 * knows which days their zone has. `from` and `until` are the unit's bounds. An interval between two points belongs to where it ends,
 * and a bound ends the unit before it: a record of midnight closes yesterday. Each unit starts where the one before ended, so that the
 * gains add up to the whole's; the first starts with the last point up to its bound. `RangeError` where bounds do not rise.
 */
export function computePnlCalendar(points: readonly ReturnPoint[], bounds: readonly UnixMs[]): readonly Statement[] {
  const statements: Statement[] = [];
  for (const [index, from] of bounds.entries()) {
    const until = bounds[index + 1];
    if (until === undefined) break;
    if (until <= from) throw new RangeError(`Bounds of a calendar must rise: ${until} comes after ${from}`);
    const within = selectPeriod(points, { from, until });
    const statement = within.length < 2 ? null : computeStatement(within);
    if (statement !== null) statements.push({ ...statement, from, until });
  }
  checkSum(points, bounds, statements);
  return statements;
}

function checkSum(points: readonly ReturnPoint[], bounds: readonly UnixMs[], statements: readonly Statement[]): void {
  const [from] = bounds;
  const until = bounds.at(-1);
  if (from === undefined || until === undefined) return;
  const whole = computeStatement(selectPeriod(points, { from, until }));
  if (whole === null) return;
  const flows = Decimal.sum(statements.map((statement) => statement.flows));
  const gain = Decimal.sum(statements.map((statement) => statement.gain));
  checkBalance({ start: whole.start, flows, gain, end: whole.end });
}
