// Where on the candles did a rule or strategy speak of this asset, and at which levels is what was bought from it left? Pure.
import type { SignalMark } from "#renderer/charts/place-marks.ts";
import type { PriceMarkLevel } from "#renderer/charts/price-chart.tsx";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatDayClock, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { EXIT_WORDS } from "#renderer/lib/position-words.ts";
import { ACTIONS, isOfRule, SOURCES } from "#renderer/lib/signal-words.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";

/** A rule that goes on speaking is asked again at the latest so long after its last signal ended. */
const RENEWED_WITHIN_MS = 5 * 60_000;

/** Signals of one asset without those in which a rule only went on saying what it said before; newest first. */
export function signalsOf(signals: readonly Signal[], asset: string): readonly Signal[] {
  const own = signals.filter((signal) => signal.asset === asset);
  return own.filter((signal) => !isOfRule(signal) || !own.some((before) => isContinued(before, signal)));
}

function isContinued(before: Signal, signal: Signal): boolean {
  return (
    before.rule === signal.rule &&
    before.action === signal.action &&
    before.ts < signal.ts &&
    signal.ts - before.expiresAt <= RENEWED_WITHIN_MS
  );
}

/** `▲ Buy, Strategy: mapper (ensemble), version 2, 14:00`. */
export function signalWords({ action, source, rule, ts }: Signal, zone: TimeZoneChoice): string {
  const { sign, word } = ACTIONS[action];
  return `${sign} ${word}, ${SOURCES[source]}: ${rule}, ${formatDayClock(ts, zone)}`;
}

/** A strategy speaks at the close of the bar that it decided on, so its mark stands at that bar and not at the next. */
export function toSignalMarks(signals: readonly Signal[], zone: TimeZoneChoice): readonly SignalMark[] {
  return signals.map((signal) => ({
    id: signal.id,
    kind: "signal",
    time: isOfRule(signal) ? signal.ts : signal.ts - 1,
    side: signal.action === "buy" || signal.action === "sell" ? signal.action : null,
    words: `${signalWords(signal, zone)}, strength ${formatDecimal(signal.strength, { scale: 2, sign: "auto" })}`,
  }));
}

/** Stop and take-profit rungs of what was bought from signals. They are in the profile's currency. */
export function toPositionLevels(reading: PositionReading): readonly PriceMarkLevel[] {
  const { stop, stopKind, rungs, rungsTaken } = reading;
  return [
    { id: "stop", price: stop, title: EXIT_WORDS[stopKind], tone: "stop" },
    ...rungs.map(
      (price, index): PriceMarkLevel => ({
        id: `rung ${rungsTaken + index + 1}`,
        price,
        title: `${EXIT_WORDS.takeProfit} ${rungsTaken + index + 1}`,
        tone: "order",
      }),
    ),
  ];
}
