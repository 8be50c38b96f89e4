// How near does the store come to the bare driver and to the disk itself? All variants on the same disk, in the same run.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { ensure } from "#shared/domain/assert.ts";
import { atLeast, atMost, type Bench } from "../support/bench.ts";
import { measureInChild } from "../support/child.ts";
import { runRounds } from "../support/rounds.ts";
import { growthExponent, median, medianRatio, spread } from "../support/statistics.ts";

const ROUNDS = 5;
const APPENDS = 2_000;
const CALLERS = 16;
const SNAPSHOTS = 60;
const ASSETS = [50, 100, 200] as const;
const BATCHES = 300;
const BATCH = 100;

const timesSchema = z.object({ perSecond: z.number(), p50Us: z.number(), p99Us: z.number() });
type Times = z.output<typeof timesSchema>;

/** Beside the results: a real disk, unlike some systems' temporary folder. */
async function onDisk(variant: string, count: number, size = 1): Promise<Times> {
  return inFolder((folder) => ["store-child.ts", variant, folder, String(count), String(size)]);
}

async function inFolder(command: (folder: string) => readonly [file: string, ...args: string[]]): Promise<Times> {
  const results = path.join(import.meta.dirname, "../results");
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(path.join(results, "store-"));
  try {
    const [file, ...args] = command(folder);
    return await measureInChild(path.join(import.meta.dirname, file), args, timesSchema);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rates = (samples: readonly Times[]) => samples.map(({ perSecond }) => perSecond);
const middles = (samples: readonly Times[]) => samples.map(({ p50Us }) => p50Us);
const tails = (samples: readonly Times[]) => samples.map(({ p99Us }) => p99Us);

export const storeBench: Bench = {
  name: "store",
  title: "journal, snapshots and candles against the bare driver and the disk",
  async run() {
    const [small, middle, large] = ASSETS;
    const samples = await runRounds(ROUNDS, {
      overwrite: () => onDisk("overwrite", APPENDS),
      far: () => inFolder((folder) => ["hop-child.ts", folder, String(APPENDS)]),
      bareAppends: () => onDisk("bareAppends", APPENDS),
      one: () => onDisk("appends", APPENDS, 1),
      many: () => onDisk("appends", APPENDS, CALLERS),
      bareSnapshots: () => onDisk("bareSnapshots", SNAPSHOTS, large),
      snapshots50: () => onDisk("snapshots", SNAPSHOTS, small),
      snapshots100: () => onDisk("snapshots", SNAPSHOTS, middle),
      snapshots200: () => onDisk("snapshots", SNAPSHOTS, large),
      bareCandles: () => onDisk("bareCandles", BATCHES, BATCH),
      candles: () => onDisk("candles", BATCHES, BATCH),
    });
    const rate = (what: string, of: readonly Times[]) => ({
      what,
      value: median(rates(of)),
      unit: "1/s",
      spread: spread(rates(of)),
    });
    const each = (what: string, of: readonly Times[]) => ({
      what: `${what}, p50`,
      value: median(middles(of)),
      unit: "us",
      spread: spread(middles(of)),
    });
    const threeSizes = [samples.snapshots50, samples.snapshots100, samples.snapshots200];
    const points = ASSETS.map((size, index) => ({
      size,
      value: median(middles(ensure(threeSizes[index], "size"))) / 1000,
    }));
    return {
      figures: [
        rate("disk: 12 KiB overwritten and flushed (floor)", samples.overwrite),
        rate("bare driver, FULL, one row a commit", samples.bareAppends),
        rate("journal, one caller", samples.one),
        rate(`journal, ${CALLERS} callers at once`, samples.many),
        each("disk: 12 KiB overwritten and flushed", samples.overwrite),
        each("the same asked of another thread", samples.far),
        {
          what: "journal, one caller, over that floor in another thread",
          value: medianRatio(rates(samples.one), rates(samples.far)),
          unit: "x",
        },
        each("bare driver, one row a commit", samples.bareAppends),
        each("journal, one caller", samples.one),
        each(`bare driver, 10 snapshots x ${large} assets in one commit`, samples.bareSnapshots),
        each(`store, 10 snapshots x ${large} assets at once`, samples.snapshots200),
        each(`bare driver, ${BATCH} candles a commit, NORMAL`, samples.bareCandles),
        each(`store, ${BATCH} candles a call`, samples.candles),
      ],
      goals: [
        atLeast(
          "journal, one caller, over the bare driver",
          medianRatio(rates(samples.one), rates(samples.bareAppends)),
          0.9,
          "x",
        ),
        atLeast(
          `journal, ${CALLERS} callers, over the bare driver`,
          medianRatio(rates(samples.many), rates(samples.bareAppends)),
          0.9,
          "x",
        ),
        atLeast(
          "journal, one caller, over the disk floor",
          medianRatio(rates(samples.one), rates(samples.overwrite)),
          0.45,
          "x",
        ),
        atLeast(
          `journal, ${CALLERS} callers, over the disk floor`,
          medianRatio(rates(samples.many), rates(samples.overwrite)),
          0.45,
          "x",
        ),
        atMost(
          "journal, one caller: p99 over the disk's p99",
          medianRatio(tails(samples.one), tails(samples.overwrite)),
          3,
          "x",
        ),
        atMost(
          "snapshots: time over the bare driver's",
          medianRatio(middles(samples.snapshots200), middles(samples.bareSnapshots)),
          1.3,
          "x",
        ),
        atLeast(
          "candles: batches a second over the bare driver",
          medianRatio(rates(samples.candles), rates(samples.bareCandles)),
          0.9,
          "x",
        ),
      ],
      growth: [{ what: "10 snapshots at once, by assets", unit: "ms", points, exponent: growthExponent(points) }],
      notes: [
        "The product's writes run in a thread of their own so that a slow disk never holds up prices; a caller that waits for each write pays the question to that thread and back, which no code of ours makes shorter: see the floor in another thread.",
        "Callers at the same time share one flush, so the journal's rate with 16 of them is above what one row a commit can reach.",
      ],
    };
  },
};
