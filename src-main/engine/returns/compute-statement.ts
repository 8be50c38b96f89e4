// What was there at the start of a period, what came in, what was gained, and does it add up to what is there at its end?
import { computeGainShare } from "#engine/portfolio/compute-pnl.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { ReturnPoint } from "./compute-growth.ts";

/** Money over a period: start + flows + gain = end, exactly. */
export interface Statement {
  readonly from: UnixMs;
  readonly until: UnixMs;
  readonly start: Decimal;
  /** Deposits less withdrawals. */
  readonly flows: Decimal;
  readonly gain: Decimal;
  readonly end: Decimal;
}

/**
 * The points of a period: from the last one at or before `from` (else the first one after it) to the last one at or before `until`.
 * Both ends may be left open.
 */
export function selectPeriod(
  points: readonly ReturnPoint[],
  { from, until }: { readonly from?: UnixMs; readonly until?: UnixMs },
): readonly ReturnPoint[] {
  const end = until === undefined ? points.length : points.findLastIndex(({ ts }) => ts <= until) + 1;
  const start =
    from === undefined
      ? 0
      : Math.max(
          0,
          points.findLastIndex(({ ts }) => ts <= from),
        );
  return points.slice(start, end);
}

/** Gain is the sum of what each interval gained, so that the balance is a check, not a definition. Null without a point. */
export function computeStatement(points: readonly ReturnPoint[]): Statement | null {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  let flows = Decimal.ZERO;
  let gain = Decimal.ZERO;
  let before = first;
  for (const point of points.slice(1)) {
    flows = flows.add(point.flow);
    gain = gain.add(point.value.sub(point.flow).sub(before.value));
    before = point;
  }
  return checkBalance({ from: first.ts, until: last.ts, start: first.value, flows, gain, end: last.value });
}

/** Gives the statement back when start + flows + gain = end, exactly. Throws `Error`, with the figures, when it does not. */
export function checkBalance<T extends Pick<Statement, "start" | "flows" | "gain" | "end">>(statement: T): T {
  const { start, flows, gain, end } = statement;
  if (start.add(flows).add(gain).eq(end)) return statement;
  throw new Error(`The books do not balance: start ${start} + flows ${flows} + gain ${gain} is not end ${end}.`);
}

/** Gain as a share of what worked for it: the starting value plus what was brought in on balance. Null where that is not above 0. */
export function computeStatementShare({ start, flows, end }: Statement): Decimal | null {
  return computeGainShare({ value: start, netInvested: Decimal.ZERO }, { value: end, netInvested: flows });
}
