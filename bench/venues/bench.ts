// What do the adapters cost over the exchange library's own calls, and what does the library cost at the start?
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { ensure } from "#shared/domain/assert.ts";
import { atMost, type Bench, type Figure, type Goal } from "../support/bench.ts";
import { measureInChild } from "../support/child.ts";
import { runRounds } from "../support/rounds.ts";
import { median, medianRatio, spread } from "../support/statistics.ts";
import { BOOK_LEVELS, type CannedName, openCannedVenue } from "./canned-venue.ts";

const ROUNDS = 7;
const CALLS = 400;
const VENUES: readonly CannedName[] = ["kraken", "binance"];
const KINDS = ["balances", "order", "book"] as const;
const TITLES = {
  balances: "balances",
  order: "a limit order",
  book: `an order book of ${BOOK_LEVELS} levels`,
} as const;

const pairSchema = z.object({ adapter: z.number(), bare: z.number() });
const samplesSchema = z.object({ balances: pairSchema, order: pairSchema, book: pairSchema });

async function measureVenue(
  name: CannedName,
): Promise<{ readonly figures: readonly Figure[]; readonly goals: readonly Goal[] }> {
  const venue = await openCannedVenue(name);
  try {
    const args = [name, venue.url, venue.apiKey, venue.secret, String(CALLS)];
    const child = () => measureInChild(path.join(import.meta.dirname, "call-child.ts"), args, samplesSchema);
    const { both } = await runRounds(ROUNDS, { both: child });
    const of = (kind: (typeof KINDS)[number], variant: "adapter" | "bare") =>
      both.map((sample) => sample[kind][variant]);
    return {
      figures: KINDS.flatMap((kind) =>
        (["adapter", "bare"] as const).map((variant) => ({
          what: `${name}: ${TITLES[kind]}, ${variant === "adapter" ? "adapter" : "the library alone"}, p50`,
          value: median(of(kind, variant)),
          unit: "us",
          spread: spread(of(kind, variant)),
        })),
      ),
      goals: KINDS.map((kind) =>
        atMost(
          `${name}: ${TITLES[kind]}, adapter over the library`,
          medianRatio(of(kind, "adapter"), of(kind, "bare")),
          1.15,
          "x",
        ),
      ),
    };
  } finally {
    await venue.close();
  }
}

const LIBRARY_MS = 100;

/** The built file that holds the adapters' part of the library; the smallest, where the rest of it lies apart. */
function libraryFile(): string {
  const chunks = path.resolve(import.meta.dirname, "../../out/main/chunks");
  if (!existsSync(chunks)) throw new Error("Nothing is built: run `npm run build` first.");
  const holders = readdirSync(chunks)
    .filter((name) => name.endsWith(".js"))
    .map((name) => path.join(chunks, name))
    .filter((file) => /\bkraken = class extends|\bclass kraken extends/.test(readFileSync(file, "utf8")));
  return ensure(
    holders.toSorted((left, right) => statSync(left).size - statSync(right).size)[0],
    "the built file that holds the exchange library",
  );
}

async function measureLibrary(): Promise<{ readonly figures: readonly Figure[]; readonly goals: readonly Goal[] }> {
  const file = libraryFile();
  const samples = await runRounds(ROUNDS, {
    library: () =>
      measureInChild(path.join(import.meta.dirname, "import-child.ts"), [file], z.object({ ms: z.number() })),
  });
  const times = samples.library.map(({ ms }) => ms);
  return {
    figures: [
      { what: "the exchange library's file at the start", value: statSync(file).size / 1_000, unit: "KB" },
      { what: "loading it", value: median(times), unit: "ms", spread: spread(times) },
    ],
    goals: [atMost("loading the exchange library at the start", median(times), LIBRARY_MS, "ms")],
  };
}

export const venuesBench: Bench = {
  name: "venues",
  title: "adapters against the bare exchange library",
  async run() {
    const parts = [];
    for (const name of VENUES) parts.push(await measureVenue(name));
    parts.push(await measureLibrary());
    return {
      figures: parts.flatMap(({ figures }) => [...figures]),
      goals: parts.flatMap(({ goals }) => [...goals]),
      growth: [],
      notes: [
        "Both ask the same server in another process, in turn, call by call, so that whatever else the machine does meets both. The server repeats its first answer, so that nothing but the caller is measured.",
        "The adapter's time holds budget, clock, signature, exact reading and checks; the library's holds its unified parsing. Time that limits would cost is skipped.",
      ],
    };
  },
};
