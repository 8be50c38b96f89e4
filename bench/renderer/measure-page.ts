// What does a page do to the browser's main thread while quotes come, and how long does a history take to show?
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright";
import { z } from "zod";
import type { TableMode } from "./page/page-api.ts";

const UNTIMED_MS = 1_500;
const TIMED_MS = 4_000;

const figuresSchema = z.object({
  seconds: z.number().positive(),
  frames: z.number(),
  latenciesMs: z.array(z.number()),
});
const chartSchema = z.object({ paintedMs: z.number(), liveFps: z.number() });

export interface TableSample {
  /** Processor time of the main thread as a share of the time that passed. */
  readonly busy: number;
  readonly fps: number;
  readonly latenciesMs: readonly number[];
  /** How far a table was scrolled in all; 0 where none was. */
  readonly scrolledPixels: number;
}

/** A browser of its own for each: no page inherits another's warmth. */
async function withPage<Result>(
  open: () => Promise<Browser>,
  url: string,
  measure: (page: Page) => Promise<Result>,
  reducedMotion: "reduce" | "no-preference" = "no-preference",
) {
  const browser = await open();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1900 }, reducedMotion });
    await page.goto(url);
    return await measure(page);
  } finally {
    await browser.close();
  }
}

export function measureTable(
  open: () => Promise<Browser>,
  base: string,
  mode: TableMode,
  perSecond: number,
  reducedMotion: "reduce" | "no-preference" = "no-preference",
): Promise<TableSample> {
  const url = `${base}?mode=${mode}&rate=${perSecond}`;
  const measure = async (page: Page): Promise<TableSample> => {
    const devtools = await page.context().newCDPSession(page);
    // Processor time of the main thread, so that waiting for a core on a busy machine does not count.
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    const busySeconds = async () => {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
    };
    await sleep(UNTIMED_MS);
    await page.evaluate("takeFigures()");
    const before = await busySeconds();
    await sleep(TIMED_MS);
    const after = await busySeconds();
    const { seconds, frames, latenciesMs } = figuresSchema.parse(await page.evaluate("takeFigures()"));
    const scrolledPixels = Number(await page.evaluate("document.body.dataset.scrolledPixels ?? 0"));
    return { busy: (after - before) / seconds, fps: frames / seconds, latenciesMs, scrolledPixels };
  };
  return withPage(open, url, measure, reducedMotion);
}

export function measureChart(
  open: () => Promise<Browser>,
  base: string,
  chart: "none" | "plain" | "product",
  bars: number,
): Promise<z.output<typeof chartSchema>> {
  return withPage(open, `${base}?chart=${chart}&bars=${bars}`, async (page) =>
    chartSchema.parse(await page.evaluate("measureChart()")),
  );
}
