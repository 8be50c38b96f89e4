// What do live prices and long histories cost in the window? The program's own components in Chromium, beside an empty page,
// a page without much thought, and the chart library given everything at once.
import path from "node:path";
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import { atLeast, atMost, type Bench } from "../support/bench.ts";
import { openBrowser } from "../support/browser.ts";
import { runRounds } from "../support/rounds.ts";
import { growthExponent, median, medianRatio, quantile, spread } from "../support/statistics.ts";
import { measureChart, measureTable, type TableSample } from "./measure-page.ts";
import { servePage } from "./page-server.ts";

const ROUNDS = 3;
const CHART_ROUNDS = 5;
const RATES = [1_250, 5_000, 20_000] as const;
const BARS = [1_000, 10_000, 100_000] as const;
/** The engine sends prices once in this time. */
const WINDOW_MS = 100;
const FRAME_MS = 1000 / 60;
/** Of the table of entries, in some seconds at 100 px a frame. */
const LEAST_SCROLLED = 10_000;

const busy = (samples: readonly TableSample[]) => samples.map((sample) => sample.busy);
const fps = (samples: readonly TableSample[]) => samples.map((sample) => sample.fps);
const latency = (samples: readonly TableSample[], share: number) =>
  median(samples.map(({ latenciesMs }) => (latenciesMs.length === 0 ? 0 : quantile(latenciesMs, share))));

export const rendererBench: Bench = {
  name: "renderer",
  title: "prices and charts in the window, Chromium, 50 rows",
  async run() {
    const server = await servePage(path.join(import.meta.dirname, "../results/renderer-page"));
    try {
      const [slow, usual, fast] = RATES;
      const table = (mode: Parameters<typeof measureTable>[2], rate: number) => () =>
        measureTable(openBrowser, server.url, mode, rate);
      const tables = await runRounds(ROUNDS, {
        empty: table("empty", 0),
        naive: table("naive", usual),
        batched: table("batched", usual),
        product: table("product", usual),
        calm: () => measureTable(openBrowser, server.url, "product", usual, "reduce"),
        slow: table("product", slow),
        fast: table("product", fast),
        rows: table("rows", 0),
      });
      if (tables.rows.some(({ scrolledPixels }) => scrolledPixels < LEAST_SCROLLED)) {
        throw new InvariantError("The table of entries was not scrolled");
      }
      const chart = (kind: Parameters<typeof measureChart>[2], bars: number) => () =>
        measureChart(openBrowser, server.url, kind, bars);
      const [few, some, many] = BARS;
      const charts = await runRounds(CHART_ROUNDS, {
        none: chart("none", few),
        plain: chart("plain", many),
        few: chart("product", few),
        some: chart("product", some),
        many: chart("product", many),
      });
      const modeFigures = (what: string, samples: readonly TableSample[]) => [
        {
          what: `${what}: main thread`,
          value: 100 * median(busy(samples)),
          unit: "%",
          spread: spread(busy(samples)),
        },
        { what: `${what}: frames`, value: median(fps(samples)), unit: "fps", spread: spread(fps(samples)) },
        { what: `${what}: latency p50`, value: latency(samples, 0.5), unit: "ms" },
        { what: `${what}: latency p99`, value: latency(samples, 0.99), unit: "ms" },
      ];
      const painted = (samples: readonly { readonly paintedMs: number }[]) => samples.map(({ paintedMs }) => paintedMs);
      const live = (samples: readonly { readonly liveFps: number }[]) => samples.map(({ liveFps }) => liveFps);
      const ratePoints = RATES.map((size, index) => ({
        size,
        value: 100 * median(busy(ensure([tables.slow, tables.product, tables.fast][index], "rate"))),
      }));
      const barPoints = BARS.map((size, index) => ({
        size,
        value: median(painted(ensure([charts.few, charts.some, charts.many][index], "bars"))),
      }));
      return {
        figures: [
          { what: "empty page: main thread", value: 100 * median(busy(tables.empty)), unit: "% CPU" },
          {
            what: "empty page: frames",
            value: median(fps(tables.empty)),
            unit: "fps",
            spread: spread(fps(tables.empty)),
          },
          ...modeFigures(`a state per message, ${usual}/s`, tables.naive),
          ...modeFigures(`a state per frame, ${usual}/s`, tables.batched),
          ...modeFigures(`program, ${usual}/s`, tables.product),
          ...modeFigures(`program with reduced motion, ${usual}/s`, tables.calm),
          ...modeFigures(`program, ${fast}/s`, tables.fast),
          {
            what: "100,000 entries, scrolled by 100 px a frame: main thread",
            value: 100 * median(busy(tables.rows)),
            unit: "%",
            spread: spread(busy(tables.rows)),
          },
          {
            what: `chart library, ${many} bars to painted`,
            value: median(painted(charts.plain)),
            unit: "ms",
            spread: spread(painted(charts.plain)),
          },
          {
            what: `program's chart, ${many} bars to painted`,
            value: median(painted(charts.many)),
            unit: "ms",
            spread: spread(painted(charts.many)),
          },
          { what: `program's chart, ${many} bars, live`, value: median(live(charts.many)), unit: "fps" },
          { what: `chart library, ${many} bars, live`, value: median(live(charts.plain)), unit: "fps" },
        ],
        goals: [
          atMost(
            `busy over a state per message, ${usual}/s`,
            medianRatio(busy(tables.product), busy(tables.naive)),
            0.35,
            "x",
          ),
          atMost(
            `busy over a state per frame, ${usual}/s`,
            medianRatio(busy(tables.product), busy(tables.batched)),
            0.5,
            "x",
          ),
          atLeast(
            `frames over an empty page's, ${usual}/s`,
            medianRatio(fps(tables.product), fps(tables.empty)),
            0.98,
            "x",
          ),
          atLeast(
            `frames over an empty page's, ${fast}/s`,
            medianRatio(fps(tables.fast), fps(tables.empty)),
            0.95,
            "x",
          ),
          atLeast(
            "frames over an empty page's, 100,000 entries scrolled",
            medianRatio(fps(tables.rows), fps(tables.empty)),
            0.98,
            "x",
          ),
          atMost(`latency p99, ${usual}/s`, latency(tables.product, 0.99), WINDOW_MS + 2 * FRAME_MS, "ms"),
          atMost(
            `${many} bars painted, over the chart library's`,
            medianRatio(painted(charts.many), painted(charts.plain)),
            0.4,
            "x",
          ),
          atLeast(
            `frames with a live chart of ${many} bars, over an empty page's`,
            medianRatio(live(charts.many), live(charts.none)),
            0.95,
            "x",
          ),
        ],
        growth: [
          {
            what: "program: main thread busy, by quotes a second",
            unit: "%",
            points: ratePoints,
            exponent: growthExponent(ratePoints),
          },
          {
            what: "program's chart: painted, by bars",
            unit: "ms",
            points: barPoints,
            exponent: growthExponent(barPoints),
          },
        ],
        notes: [
          "With reduced motion a changed number does not fade: the difference is what the pulses cost, all of the main thread's.",
          `Latency counts from the quote's arrival at the engine to just after the frame that shows it; conflation alone may hold a quote for ${WINDOW_MS} ms.`,
          "Quotes reach the page over a socket in the form of the program's stream; the sender is the engine itself.",
        ],
      };
    } finally {
      await server.close();
    }
  },
};
