// Was one spoiled answer taken well? A typed failure, or a value of the right form without a number that nobody sent.
import { EngineError } from "#engine/core/engine-error.ts";
import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { Explanation, numbersOf } from "./explained-numbers.ts";
import { type MutatedBody, mutateBody } from "./mutate-body.ts";
import type { RecordedAnswer, Recording, ReplayedVenue } from "./replayed-venue.ts";
import type { Scenario, Subject } from "./scenarios.ts";

/** Longest that one run may compute. Processor time: what others do on the machine does not count. */
const LONGEST_MS = 1_500;

export interface Run {
  readonly scenario: string;
  readonly route: string;
  readonly how: string;
  /** Null for a run that went well. */
  readonly problem: string | null;
  readonly ended: "value" | "typed failure" | "problem";
}

function drawRecording(recordings: readonly Recording[], rng: SeededRng): Recording {
  const total = recordings.reduce((sum, { scenario }) => sum + scenario.weight, 0);
  let left = rng.integer(1, total);
  for (const recording of recordings) {
    left -= recording.scenario.weight;
    if (left <= 0) return recording;
  }
  throw new RangeError("nothing recorded");
}

export interface Draw {
  readonly recording: Recording;
  readonly answer: RecordedAnswer;
  /** Lists of markets are kept for an hour: a spoiled one needs an adapter of its own. */
  readonly alone: boolean;
}

/** One in so many runs spoils what a call reads beside its own answer. */
const BESIDE = 16;

export function draw(venue: ReplayedVenue, rng: SeededRng): Draw {
  const recording = drawRecording(venue.recordings, rng);
  const { scenario, answers } = recording;
  const isKept = ({ route }: RecordedAnswer) => KEPT_ROUTES.test(route);
  const own = answers.filter((answer) => scenario.name === "markets" || !isKept(answer));
  const from = own.length > 0 && rng.integer(1, BESIDE) > 1 ? own : answers;
  const answer = from[rng.integer(0, from.length - 1)];
  if (answer === undefined) throw new RangeError(`${scenario.name} reads no answer`);
  return { recording, answer, alone: isKept(answer) };
}

const KEPT_ROUTES = /\/(Assets|AssetPairs|exchangeInfo|products|time|Time) /;

export async function runOnce(
  venue: ReplayedVenue,
  { recording, answer }: Draw,
  subject: Subject,
  rng: SeededRng,
): Promise<Run> {
  const { scenario, answers, value: before } = recording;
  const others = venue.recordings.flatMap((other) => other.answers.map(({ text }) => text));
  const mutated = mutateBody(answer.text, others, rng);
  const spoiled: readonly RecordedAnswer[] = answers.map((other) =>
    other === answer ? { ...answer, text: mutated.text } : other,
  );
  // What we said ourselves is known, too.
  const ours = JSON.stringify([venue.orders, recording.at]);
  const common = { scenario: scenario.name, route: answer.route, how: mutated.how };
  const started = process.cpuUsage();
  try {
    const value = await venue.run(subject, recording, spoiled);
    const problem =
      takenForRefusal(value, scenario, answer.route) ??
      problemOf(value, before, recording, [ours, ...spoiled.map(({ text }) => text)], mutated) ??
      slowness(started);
    return { ...common, problem, ended: problem === null ? "value" : "problem" };
  } catch (error) {
    const typed = error instanceof EngineError && /^(VENUE_|ORDER_NOT_FOUND)/.test(error.code);
    const problem = typed ? slowness(started) : `crashed: ${error instanceof Error ? error.stack : String(error)}`;
    return { ...common, problem, ended: problem === null ? "typed failure" : "problem" };
  }
}

function takenForRefusal(value: unknown, { never }: Scenario, route: string): string | null {
  if (never === undefined || typeof value !== "object" || value === null || !("kind" in value)) return null;
  const [method = "", path = ""] = route.split(" ");
  const isOf =
    method === never.route.method &&
    (typeof never.route.path === "string" ? never.route.path === path : never.route.path.test(path));
  return isOf && value.kind === never.kind ? `taken for ${never.kind}: ${JSON.stringify(value).slice(0, 200)}` : null;
}

function slowness(started: NodeJS.CpuUsage): string | null {
  const { user, system } = process.cpuUsage(started);
  const tookMs = (user + system) / 1_000;
  return tookMs > LONGEST_MS ? `took ${Math.round(tookMs)} ms` : null;
}

function problemOf(
  value: unknown,
  before: unknown,
  { scenario }: Recording,
  texts: readonly string[],
  mutated: MutatedBody,
): string | null {
  const parsed = scenario.schema.safeParse(value);
  if (!parsed.success)
    return `not of the right form: ${parsed.error.issues
      .map(({ path, message }) => `${path.join(".")}: ${message}`)
      .join("; ")
      .slice(0, 400)}`;
  const known = new Map<string, Set<string>>();
  for (const { item, field, text } of numbersOf(before)) {
    const place = `${item} ${field}`;
    known.set(place, (known.get(place) ?? new Set()).add(text));
  }
  let explanation: Explanation | null = null;
  const changedItems = new Set<string>();
  for (const number of numbersOf(value)) {
    const place = `${number.item} ${number.field}`;
    if (known.get(place)?.has(number.text) === true) continue;
    if (known.has(place)) changedItems.add(number.item);
    explanation ??= new Explanation(texts);
    if (!explanation.has(number)) return `a number that nobody sent: ${place} = ${number.text}`;
  }
  if (mutated.inOnePlace && changedItems.size > MOST_ITEMS)
    return `one place was changed, and ${changedItems.size} items: ${[...changedItems].join(", ").slice(0, 200)}`;
  return null;
}

/** A row that took another's name changes that one, too. */
const MOST_ITEMS = 2;
