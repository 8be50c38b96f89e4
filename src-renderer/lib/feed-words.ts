// How is what happens to a venue's prices said in plain words: why one was refused, what was noticed, how they come?
import type { QuoteSource } from "#shared/domain/quote.ts";

const REJECTS: ReadonlyMap<string, string> = new Map([
  ["unknownMarket", "Of a market that is not watched"],
  ["notAPrice", "Not a price above zero"],
  ["crossed", "Bid above the offer"],
  ["future", "Dated in the future"],
  ["outOfOrder", "Came again, or behind a later one"],
  ["volume", "A volume that cannot be"],
  ["suspect", "Far from the last prices, not confirmed"],
]);

const ALARMS: ReadonlyMap<string, string> = new Map([
  ["connectTimeout", "No connection in time"],
  ["heartbeat", "No sign of life from the venue"],
  ["ping", "No answer to our sign of life"],
  ["stalled", "Prices moved, the connection told nothing"],
  ["silent", "A market fell silent while its price moved"],
  ["crossCheck", "A price asked for was not the one that was sent"],
  ["gap", "A message was missing"],
  ["frozenTime", "The venue's time stood still"],
  ["timeStep", "This computer slept, or its clock was set"],
  ["refused", "The venue refused a request"],
  ["noAnswer", "The venue did not answer a request"],
  ["book", "An order book missed a change"],
  ["closing", "The venue said that it would close"],
  ["roll", "Renewed before the venue's time limit"],
]);

/** Why prices were refused. A reason that is new here is shown as it is named. */
export function rejectWords(reason: string): string {
  return REJECTS.get(reason) ?? spaced(reason);
}

/** What was noticed of a connection, and mended. */
export function alarmWords(name: string): string {
  return ALARMS.get(name) ?? spaced(name);
}

function spaced(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** How a price came. */
export const SOURCE_WORDS: Readonly<Record<QuoteSource, string>> = {
  stream: "streamed",
  rest: "asked for",
  replay: "replayed",
  simulated: "simulated",
};

export function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Most frequent first, for lists and tooltips. */
export function countLines(
  counts: Readonly<Record<string, number>>,
  words: (name: string) => string,
): readonly { readonly name: string; readonly words: string; readonly count: number }[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .map(([name, count]) => ({ name, words: words(name), count }));
}
