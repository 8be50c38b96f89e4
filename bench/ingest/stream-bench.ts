// What does a venue's frame cost from the socket to the prices? Against a socket with JSON.parse, and against the exchange library.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { ensure } from "#shared/domain/assert.ts";
import { atLeast, atMost, type BenchReport, type Figure, type Goal, type Growth } from "../support/bench.ts";
import { measureInChild } from "../support/child.ts";
import { runRounds } from "../support/rounds.ts";
import { growthExponent, median, medianRatio, spread } from "../support/statistics.ts";
import { writeFrames } from "./stream-frames.ts";
import { STREAM_VENUES, type StreamVenue } from "./stream-venues.ts";

const ROUNDS = 3;
const GROWTH_ROUNDS = 2;
const MARKETS = 100;
const SIZES = [10, 100, 1_000] as const;
/** How many frames are not timed, and how many are taken in all. The slow variants have little to compile and need no more. */
const STEADY = { untimed: 300_000, frames: 800_000 } as const;
const GROWTH = { untimed: 300_000, frames: 500_000 } as const;
const SLOW = { untimed: 50_000, frames: 210_000 } as const;
/** The venue's time moves about as fast as the frames come. */
const FLOOD_PER_SECOND = 500_000;
/** Two seconds until all is compiled, two that are timed. */
const PACED = { perSecond: 5_000, frames: 20_000 } as const;

const GOALS = { overFloor: 0.65, fallbackOverFloor: 1.25, overLibrary: 8, latencyOverFloor: 1 } as const;

const costSchema = z.object({
  usPerFrame: z.number().positive(),
  youngUsPerFrame: z.number().positive(),
  framesPerSecond: z.number().positive(),
  timed: z.number().min(150_000),
  unaccounted: z.number(),
  rejected: z.number(),
  scanned: z.number(),
  awaited: z.number().optional(),
});
type Cost = z.output<typeof costSchema>;
const latencySchema = z.object({
  p50Us: z.number(),
  p99Us: z.number(),
  quietUs: z.number(),
  timed: z.number(),
  unaccounted: z.number(),
});
type Latency = z.output<typeof latencySchema>;

const child = (file: string) => path.join(import.meta.dirname, file);

interface Measured {
  readonly floor: readonly Cost[];
  readonly product: readonly Cost[];
  readonly fallback: readonly Cost[];
  readonly library: readonly Cost[];
  readonly bySize: readonly (readonly Cost[])[];
  readonly latency: Readonly<Record<"floor" | "product" | "library", readonly Latency[]>>;
}

type Count = { readonly untimed: number; readonly frames: number };

async function measureVenue(name: string, venue: StreamVenue, folder: string): Promise<Measured> {
  const file = path.join(folder, name);
  const write = (markets: number, frames: number, perSecond: number) =>
    writeFrames(file, venue, { markets, frames, perSecond });
  const cost =
    (variant: string, markets: number, { untimed, frames }: Count) =>
    () =>
      measureInChild(
        child("stream-child.ts"),
        [variant, name, String(markets), file, String(untimed), String(frames)],
        costSchema,
      );
  const paced = (variant: string) => () => {
    const numbers = [PACED.frames, PACED.perSecond].map(String);
    return measureInChild(child("latency-child.ts"), [variant, name, String(MARKETS), file, ...numbers], latencySchema);
  };
  const [small, , large] = SIZES;
  write(MARKETS, STEADY.frames, FLOOD_PER_SECOND);
  const costs = await runRounds(ROUNDS, {
    floor: cost("floor", MARKETS, STEADY),
    product: cost("product", MARKETS, STEADY),
    fallback: cost("fallback", MARKETS, SLOW),
    library: cost("library", MARKETS, SLOW),
  });
  const others: Cost[][] = [];
  for (const markets of [small, large]) {
    write(markets, GROWTH.frames, FLOOD_PER_SECOND);
    const { product } = await runRounds(GROWTH_ROUNDS, { product: cost("product", markets, GROWTH) });
    others.push([...product]);
  }
  write(MARKETS, PACED.frames, PACED.perSecond);
  const ours = await runRounds(ROUNDS, { floor: paced("floor"), product: paced("product") });
  const { library } = await runRounds(1, { library: paced("library") });
  rmSync(file);
  const [bySmall = [], byLarge = []] = others;
  return { ...costs, bySize: [bySmall, costs.product, byLarge], latency: { ...ours, library } };
}

const us = (samples: readonly Cost[]) => samples.map(({ usPerFrame }) => usPerFrame);
const young = (samples: readonly Cost[]) => samples.map(({ youngUsPerFrame }) => youngUsPerFrame);
const rate = (samples: readonly Cost[]) => samples.map(({ framesPerSecond }) => framesPerSecond);
const quiet = (samples: readonly Latency[]) => samples.map(({ quietUs }) => quietUs);
const late = (samples: readonly Latency[], which: "p50Us" | "p99Us") => samples.map((one) => one[which]);

function figuresOf(name: string, { floor, product, fallback, library, latency }: Measured): readonly Figure[] {
  const cost = (what: string, samples: readonly Cost[]) => ({
    what: `${name}: ${what}`,
    value: median(us(samples)),
    unit: "us CPU per frame",
    spread: spread(us(samples)),
  });
  const latencies = (what: string, samples: readonly Latency[]) => [
    {
      what: `${name}: ${what}, from socket to taken, p50 undisturbed`,
      value: median(quiet(samples)),
      unit: "us",
      spread: spread(quiet(samples)),
    },
    { what: `${name}: ${what}, from socket to taken, p50`, value: median(late(samples, "p50Us")), unit: "us" },
    { what: `${name}: ${what}, from socket to taken, p99`, value: median(late(samples, "p99Us")), unit: "us" },
  ];
  const awaited = library.map(({ awaited: seen = 0 }) => seen / SLOW.frames);
  return [
    cost("floor, a socket and JSON.parse", floor),
    cost("the program", product),
    {
      what: `${name}: the program while it is being compiled, frames 20,000 to 300,000`,
      value: median(young(product)),
      unit: "us CPU per frame",
    },
    { what: `${name}: the same of the floor`, value: median(young(floor)), unit: "us CPU per frame" },
    cost("the program, its fast reading switched off", fallback),
    cost("the exchange library", library),
    {
      what: `${name}: frames a second, the program`,
      value: median(rate(product)),
      unit: "1/s",
      spread: spread(rate(product)),
    },
    {
      what: `${name}: the program, processor time over the library's`,
      value: medianRatio(us(product), us(library)),
      unit: "x",
    },
    { what: `${name}: quotes that reach the library's caller`, value: 100 * median(awaited), unit: "%" },
    ...latencies("floor", latency.floor),
    ...latencies("the program", latency.product),
    ...latencies("the exchange library", latency.library),
  ];
}

function goalsOf(name: string, { floor, product, fallback, library, bySize, latency }: Measured): readonly Goal[] {
  const ours = [...product, ...fallback, ...bySize.flat()];
  const lost = Math.max(
    ...ours.map(({ unaccounted, rejected }) => unaccounted + rejected),
    ...latency.product.map((one) => one.unaccounted),
  );
  const unscanned = Math.max(...product.map(({ scanned }) => STEADY.frames - scanned));
  return [
    atMost(`${name}: processor time over the floor's`, medianRatio(us(product), us(floor)), GOALS.overFloor, "x"),
    atLeast(
      `${name}: frames a second over the library's`,
      medianRatio(rate(product), rate(library)),
      GOALS.overLibrary,
      "x",
    ),
    atMost(
      `${name}: without the fast reading, over the floor's`,
      medianRatio(us(fallback), us(floor)),
      GOALS.fallbackOverFloor,
      "x",
    ),
    atMost(
      `${name}: p50 latency over the floor's, undisturbed`,
      medianRatio(quiet(latency.product), quiet(latency.floor)),
      GOALS.latencyOverFloor,
      "x",
    ),
    atMost(`${name}: frames that are not accounted for, or refused`, lost, 0),
    atMost(`${name}: frames that the fast reading left alone`, unscanned, 0),
  ];
}

function growthOf(name: string, { bySize }: Measured): Growth {
  const points = SIZES.map((size, at) => ({ size, value: median(us(ensure(bySize[at], "size"))) }));
  return { what: `${name}: the program, by markets`, unit: "us", points, exponent: growthExponent(points) };
}

export async function measureStreams(): Promise<BenchReport> {
  const folder = mkdtempSync(path.join(tmpdir(), "schwabot-bench-"));
  try {
    const figures: Figure[] = [];
    const goals: Goal[] = [];
    const growth: Growth[] = [];
    for (const [name, venue] of Object.entries(STREAM_VENUES)) {
      const measured = await measureVenue(name, venue, folder);
      figures.push(...figuresOf(name, measured));
      goals.push(...goalsOf(name, measured));
      growth.push(growthOf(name, measured));
    }
    return { figures, goals, growth, notes: NOTES };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NOTES: readonly string[] = [
  "Frames are synthetic, in each venue's documented form; a server in another process sends them over a socket of this machine, as fast as they are taken or 5,000 a second. Each variant runs in a process of its own, in turn.",
  "The program is its own connection, watchdogs included, its fast reading, the engine's tests, candles and counts, and a listener to each batch. The floor parses a frame and forgets it.",
  "The first 300,000 frames are told apart: the program has far more code than the floor, and compiling it costs processor time in threads of its own, once in days. The slow variants have 50,000 such frames. A market moves by a tenth of a basis point a frame, as one does that moves by 2.5 % a day.",
  "Undisturbed is the middle of a tenth of a second, in the quietest tenth of them: on a shared machine a whole run tells more of its neighbours.",
  "Without the fast reading every frame is read strictly field by field, every number as the text that was sent, and named where it is wrong: that costs a multiple of JSON.parse alone, most of all for Kraken, whose figures are JSON numbers. Only frames of an unusual form go that way.",
];
