// Is something due of a position that was opened from a signal: a stop, a rung of its ladder, its time, or because of its risk?
import { Decimal } from "#shared/domain/decimal.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";
import { HOUR_MS } from "#shared/domain/time.ts";
import { quantity } from "./compute-suggestion-text.ts";
import { type Finding, type Quiet, resultOf, type Trigger, unknown } from "./trigger.ts";

/** What `compute-position-risk.ts` proposes half of a position from, and what all of it. */
const HALVE_FROM = Decimal.parse("0.6");
const EXIT_FROM = Decimal.parse("0.8");
const RISK_PLACES = 4;
const MOST_DIGITS = 6;
const MOST_PLACES = 8;

type Due = NonNullable<PositionReading["due"]>;
type Words = Pick<Finding, "title" | "reason" | "priority" | "measured" | "limit">;

const WORDS: Readonly<Record<Due["kind"], (position: PositionReading, facts: Facts) => Words>> = {
  stopLoss: (position, { stands, currency }) => {
    const [limit, text] = [Decimal.parse(position.stop), price(Decimal.parse(position.stop))];
    const reason = `${position.asset} stands at ${price(stands)} ${currency}; its stop is ${text}.`;
    return { title: `Stop-loss of ${position.asset}`, reason, priority: "critical", measured: stands, limit };
  },
  trailing: (position, { stands, currency }) => {
    const [limit, top] = [Decimal.parse(position.stop), price(Decimal.parse(position.highest))];
    const reason = `${position.asset} stands at ${price(stands)} ${currency}; its stop trails ${top} at ${price(limit)}.`;
    return { title: `Trailing stop of ${position.asset}`, reason, priority: "critical", measured: stands, limit };
  },
  takeProfit: (position, { stands, currency }) => {
    const reached = position.rungs.map(Decimal.parse).filter((rung) => stands.gte(rung));
    const limit = reached.at(-1) ?? stands;
    const reason = `${position.asset} stands at ${price(stands)} ${currency}, at or over its profit zone of ${price(limit)}.`;
    return { title: `Take profit of ${position.asset}`, reason, priority: "medium", measured: stands, limit };
  },
  timeStop: (position, { now }) => {
    const hours = (from: number, to: number) => Decimal.fromInteger(Math.max(0, Math.floor((to - from) / HOUR_MS)));
    const measured = hours(position.openedAt, now);
    const limit = hours(position.openedAt, position.leaveAt ?? now);
    const reason = `${position.asset} has been held for ${measured} hours; ${limit} are allowed.`;
    return { title: `Time stop of ${position.asset}`, reason, priority: "high", measured, limit };
  },
  risk: (position) => {
    const all = position.risk.advice === "exit";
    const measured = Decimal.parse(position.risk.value.toFixed(RISK_PLACES));
    const limit = all ? EXIT_FROM : HALVE_FROM;
    const title = `${all ? "Leave" : "Halve"} the position of ${position.asset}`;
    const reason = `Its risk is ${measured.toFixed(2, "halfEven")} of 1, because of: ${position.risk.because}.`;
    return { title, reason, priority: all ? "high" : "medium", measured, limit };
  },
};

/** Six digits or so: a price must be told from a stop beside it. */
function price(value: Decimal): string {
  const whole = value.toFixed(0, "down");
  return value.roundTo(whole === "0" ? MOST_PLACES : Math.max(2, MOST_DIGITS - whole.length), "halfEven").toString();
}

interface Facts {
  readonly stands: Decimal;
  readonly currency: string;
  readonly now: number;
}

export const positionExitTrigger: Trigger = {
  type: "positionExit",
  version: 1,
  name: "exit of a position",
  evaluate: ({ profile: { currency }, facts: { positions, now } }) => {
    const findings = positions.flatMap((position): Finding[] => {
      const { asset, due, price } = position;
      if (due === null || price === null) return [];
      const facts = { stands: Decimal.parse(price), currency, now };
      const action = `Sell ${quantity(Decimal.parse(due.quantity))} ${asset}.`;
      return [
        { type: "positionExit", asset, action, plan: { policy: {}, exit: asset }, ...WORDS[due.kind](position, facts) },
      ];
    });
    const blind = positions.find(({ price }) => price === null);
    if (findings.length === 0 && blind !== undefined) return unknown(`No price of ${blind.asset} is fresh enough.`);
    return resultOf(findings, () => quietOf(positions));
  },
  severity: (measured, limit) => measured.sub(limit).abs(),
};

function quietOf(positions: readonly PositionReading[]): Quiet {
  const [first, ...others] = positions;
  if (first === undefined) {
    return { known: true, asset: null, measured: null, limit: null, reason: "No position from a signal is open." };
  }
  const worst = others.reduce((most, one) => (one.risk.value > most.risk.value ? one : most), first);
  const measured = Decimal.parse(worst.risk.value.toFixed(RISK_PLACES));
  const reason = `Nothing is due; the risk of ${worst.asset} is the highest, ${measured.toFixed(2, "halfEven")} of 1.`;
  return { known: true, asset: worst.asset, measured, limit: HALVE_FROM, reason };
}
