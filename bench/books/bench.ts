// How long do a million entries take to be reckoned lot by lot, and what do they weigh? Against a plain loop with the same arithmetic.
import path from "node:path";
import { z } from "zod";
import { ensure } from "#shared/domain/assert.ts";
import { type CostBasisMethod, costBasisMethodSchema } from "#shared/domain/books.ts";
import { atMost, type Bench } from "../support/bench.ts";
import { measureInChild } from "../support/child.ts";
import { runRounds } from "../support/rounds.ts";
import { growthExponent, median, medianRatio, spread } from "../support/statistics.ts";

const ROUNDS = 3;
const SIZES = [100_000, 300_000, 1_000_000] as const;
const [SMALL, MIDDLE, LARGE] = SIZES;
const MOST_MS = 3_000;
const MOST_ADD_US = 1_000;
const MOST_MIB = 500;
const MOST_LOAD_MS = 5_000;

const timesSchema = z.object({
  madeMs: z.number().positive(),
  restatedMs: z.number().positive(),
  realized: z.string(),
  addP50Us: z.number(),
  addP99Us: z.number(),
});
type Times = z.output<typeof timesSchema>;
const memorySchema = z.object({ peakMiB: z.number().positive(), residentMiB: z.number(), heapMiB: z.number() });
const keeperSchema = memorySchema.extend({
  loadedMs: z.number(),
  realized: z.string(),
  addP50Us: z.number(),
  addP99Us: z.number(),
  addMaxUs: z.number(),
  shownUs: z.number(),
  lateAddedMs: z.number(),
  lateShownMs: z.number(),
});

const file = (name: string) => path.join(import.meta.dirname, name);
const plain = (count: number) => measureInChild(file("plain-child.ts"), [String(count)], timesSchema);
const books = (count: number, method: CostBasisMethod, pooling = "profile") =>
  measureInChild(file("books-child.ts"), [String(count), method, pooling], timesSchema);
/** What is left after the collector of garbage has run is told beside the peak. */
const nodeFlags = ["--expose-gc"];
const memory = (method: CostBasisMethod) =>
  measureInChild(file("memory-child.ts"), [String(LARGE), method], memorySchema, { nodeFlags });
const keeper = () => measureInChild(file("keeper-child.ts"), [String(LARGE)], keeperSchema, { nodeFlags });

const made = (samples: readonly Times[]) => samples.map(({ madeMs }) => madeMs);
const restated = (samples: readonly Times[]) => samples.map(({ restatedMs }) => restatedMs);

export const booksBench: Bench = {
  name: "books",
  title: "a million entries of the books, lot by lot, against a plain loop",
  async run() {
    const samples = await runRounds(ROUNDS, {
      plain: () => plain(LARGE),
      fifo: () => books(LARGE, "fifo"),
      byAccount: () => books(LARGE, "fifo", "account"),
      lifo: () => books(LARGE, "lifo"),
      hifo: () => books(LARGE, "hifo"),
      average: () => books(LARGE, "average"),
      small: () => books(SMALL, "fifo"),
      middle: () => books(MIDDLE, "fifo"),
    });
    const { keeper: kept } = await runRounds(ROUNDS, { keeper });
    const peaks = [];
    for (const method of costBasisMethodSchema.options) {
      peaks.push({ method, ...(await memory(method)) });
    }
    const program = <Name extends keyof z.output<typeof keeperSchema>>(name: Name) =>
      median(kept.map((sample) => Number(sample[name])));
    const methods = { ...samples, "fifo, pooled by account": samples.byAccount };
    const named = (["fifo", "fifo, pooled by account", "lifo", "hifo", "average"] as const).map((name) => ({
      name,
      of: methods[name],
    }));
    const figure = (what: string, times: readonly number[]) => ({
      what,
      value: median(times),
      unit: "ms CPU",
      spread: spread(times),
    });
    const growth = (what: string, of: (list: readonly Times[]) => readonly number[]) => {
      const points = [samples.small, samples.middle, samples.fifo].map((list, index) => ({
        size: ensure(SIZES[index], "size"),
        value: median(of(list)),
      }));
      return { what, unit: "ms CPU", points, exponent: growthExponent(points) };
    };
    const all = named.flatMap(({ of }) => of);
    return {
      figures: [
        figure("plain loop, all entries", made(samples.plain)),
        figure("plain loop, all again with an older one", restated(samples.plain)),
        {
          what: "plain loop, one more entry, p50",
          value: median(samples.plain.map(({ addP50Us }) => addP50Us)),
          unit: "us",
        },
        { what: "one more entry, fifo, p50", value: median(samples.fifo.map(({ addP50Us }) => addP50Us)), unit: "us" },
        { what: "one more entry, fifo, p99", value: median(samples.fifo.map(({ addP99Us }) => addP99Us)), unit: "us" },
        ...named.map(({ name, of }) => figure(`made from entries, ${name}`, made(of))),
        ...named.map(({ name, of }) => figure(`restated for an older entry, ${name}`, restated(of))),
        ...peaks.map(({ method, peakMiB }) => ({
          what: `most memory, entries from a store one by one, ${method}`,
          value: peakMiB,
          unit: "MiB",
        })),
        ...peaks.flatMap(({ method, residentMiB, heapMiB }) =>
          method === "fifo"
            ? [
                { what: "left in memory, lot books alone, fifo: the process", value: residentMiB, unit: "MiB" },
                { what: "left in memory, lot books alone, fifo: heap and columns", value: heapMiB, unit: "MiB" },
              ]
            : [],
        ),
        { what: "left in memory, the program's books: the process", value: program("residentMiB"), unit: "MiB" },
        { what: "left in memory, the program's books: heap and columns", value: program("heapMiB"), unit: "MiB" },
        { what: "program's books, loaded", value: program("loadedMs"), unit: "ms CPU" },
        { what: "program's books, one more entry, longest", value: program("addMaxUs"), unit: "us" },
        { what: "program's books, sums and positions read", value: program("shownUs"), unit: "us" },
        { what: "program's books, an older entry taken in", value: program("lateAddedMs"), unit: "ms CPU" },
        { what: "program's books, an older entry taken in and shown", value: program("lateShownMs"), unit: "ms CPU" },
      ],
      goals: [
        ...named.map(({ name, of }) => atMost(`restated, ${name}`, median(restated(of)), MOST_MS, "ms CPU")),
        ...named.map(({ name, of }) => atMost(`made from entries, ${name}`, median(made(of)), MOST_MS, "ms CPU")),
        atMost("one more entry, largest median", Math.max(...all.map(({ addP50Us }) => addP50Us)), MOST_ADD_US, "us"),
        atMost("one more entry, largest p99", Math.max(...all.map(({ addP99Us }) => addP99Us)), MOST_ADD_US, "us"),
        atMost("most memory, lot books alone", Math.max(...peaks.map(({ peakMiB }) => peakMiB)), MOST_MIB, "MiB"),
        atMost("most memory, the program's books", program("peakMiB"), MOST_MIB, "MiB"),
        atMost("program's books, one more entry, p50", program("addP50Us"), MOST_ADD_US, "us"),
        atMost("program's books, one more entry, p99", program("addP99Us"), MOST_ADD_US, "us"),
        atMost("program's books, loaded", program("loadedMs"), MOST_LOAD_MS, "ms CPU"),
        atMost("program's books, an older entry taken in and shown", program("lateShownMs"), MOST_MS, "ms CPU"),
        atMost(
          "gains that differ from the plain loop's in any digit",
          samples.fifo.filter(({ realized }, round) => realized !== samples.plain[round]?.realized).length,
          0,
        ),
        atMost("restated over the plain loop", medianRatio(restated(samples.fifo), restated(samples.plain)), 1, "x"),
        atMost("made from entries over the plain loop", medianRatio(made(samples.fifo), made(samples.plain)), 2, "x"),
      ],
      growth: [growth("made from entries, fifo", made), growth("restated, fifo", restated)],
      notes: [
        "Made from entries: they lie packed as the program keeps them; texts are read, every entry is valued, and all is reckoned. Restated: an older entry, another method or pooling; all lots and sales are reckoned again from the kept postings.",
        "The plain loop reads the same texts and takes lots from arrays with the same Decimal. It knows no ids, no gaps, no accounts, no money pool, and needs its entries in order.",
        "The program's books are the keeper of a profile: all entries, lots, and what accounts hold, over a store that answers at once. Loaded: entries come in pieces as objects, are packed, and all is reckoned; reading and checking the texts of the disk is not in it.",
        "Memory is the largest resident size of the whole process, Node itself included (about 90 MiB), with up to some 130 MiB of room that Node takes for young objects.",
      ],
    };
  },
};
