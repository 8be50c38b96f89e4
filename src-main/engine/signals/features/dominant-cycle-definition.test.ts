// Is the dominant cycle, at every bar, what Ehlers' formulas give when they are written as whole series?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourlyCandles } from "#testing/feature-candles.ts";
import type { CandleColumns } from "./compute-candle-columns.ts";
import { computeFeatures } from "./compute-features.ts";

const LONG = process.env.SCHWABOT_LONG === "1";
const BARS = 260;
const DEGREES = 180 / Math.PI;
const NAMES = ["ht_dcperiod", "ht_dcphase", "ht_sine", "ht_leadsine", "ht_trendmode", "ht_fit"] as const;

type Series = number[];
const series = (): Series => Array<number>(BARS).fill(0);
/** What lies before the first bar counts as zero. */
const back = (list: Series, bar: number) => (bar < 0 ? 0 : (list[bar] ?? Number.NaN));

interface Transform {
  readonly smooth: Series;
  readonly period: Series;
}

/**
 * J. F. Ehlers, "Rocket Science for Traders" (2001), chapter 7, with the names there: each line is a series over all bars, and `[n]` there is
 * `back(…, bar - n)` here. TA-Lib's only additions are where it begins, from zeros, and that equal prices leave the period as it was.
 */
function transformOf(price: Series, begin: number): Transform {
  const [smooth, detrender, q1, i1, jI, jQ] = [series(), series(), series(), series(), series(), series()];
  const [i2, q2, re, im, period, smoothPeriod] = [series(), series(), series(), series(), series(), series()];
  for (let bar = 0; bar < BARS; bar += 1) {
    smooth[bar] =
      (4 * back(price, bar) + 3 * back(price, bar - 1) + 2 * back(price, bar - 2) + back(price, bar - 3)) / 10;
    if (bar < begin) continue;
    const adjusted = 0.075 * back(period, bar - 1) + 0.54;
    const seen = (list: Series, one: number) => (one < begin ? 0 : back(list, one));
    const hilbert = (list: Series) =>
      (0.0962 * seen(list, bar) +
        0.5769 * seen(list, bar - 2) -
        0.5769 * seen(list, bar - 4) -
        0.0962 * seen(list, bar - 6)) *
      adjusted;
    detrender[bar] = hilbert(smooth);
    q1[bar] = hilbert(detrender);
    i1[bar] = seen(detrender, bar - 3);
    jI[bar] = hilbert(i1);
    jQ[bar] = hilbert(q1);
    const [inPhase, quadrature] = [back(i1, bar) - back(jQ, bar), back(q1, bar) + back(jI, bar)];
    i2[bar] = 0.2 * inPhase + 0.8 * back(i2, bar - 1);
    q2[bar] = 0.2 * quadrature + 0.8 * back(q2, bar - 1);
    const real = back(i2, bar) * back(i2, bar - 1) + back(q2, bar) * back(q2, bar - 1);
    const imaginary = back(i2, bar) * back(q2, bar - 1) - back(q2, bar) * back(i2, bar - 1);
    re[bar] = 0.2 * real + 0.8 * back(re, bar - 1);
    im[bar] = 0.2 * imaginary + 0.8 * back(im, bar - 1);
    const before = back(period, bar - 1);
    const turned = Math.atan(back(im, bar) / back(re, bar)) * DEGREES;
    let own = back(im, bar) !== 0 && back(re, bar) !== 0 ? 360 / turned : before;
    if (own > 1.5 * before) own = 1.5 * before;
    if (own < 0.67 * before) own = 0.67 * before;
    if (own < 6) own = 6;
    if (own > 50) own = 50;
    period[bar] = 0.2 * own + 0.8 * before;
    smoothPeriod[bar] = 0.33 * back(period, bar) + 0.67 * back(smoothPeriod, bar - 1);
  }
  return { smooth, period: smoothPeriod };
}

/** R^2 by least squares: how much of what a line leaves of the prices a line, a sine and a cosine together explain. */
function fitOf(prices: readonly number[]): number {
  const { length } = prices;
  const squares = (...shapes: readonly ((bar: number) => number)[]) => {
    // Gram and Schmidt: each shape without the ones before it, then the prices without all of them.
    const basis: number[][] = [];
    const without = (values: readonly number[]) =>
      basis.reduce(
        (rest, shape) => {
          const share = dot(rest, shape) / dot(shape, shape);
          return rest.map((value, bar) => value - share * (shape[bar] ?? 0));
        },
        [...values],
      );
    for (const shape of shapes) basis.push(without(prices.map((_, bar) => shape(bar))));
    const rest = without(without(prices));
    return dot(rest, rest);
  };
  const angle = (bar: number) => (2 * Math.PI * bar) / length;
  const line = [() => 1, (bar: number) => bar - (length - 1) / 2] as const;
  const before = squares(...line);
  return (
    1 -
    squares(
      ...line,
      (bar) => Math.sin(angle(bar)),
      (bar) => Math.cos(angle(bar)),
    ) /
      before
  );
}

const dot = (one: readonly number[], other: readonly number[]) =>
  one.reduce((total, value, index) => total + value * (other[index] ?? 0), 0);

function expectedOf({ high, low }: CandleColumns): Readonly<Record<(typeof NAMES)[number], Series>> {
  const price = Array.from(high, (top, bar) => (top + (low[bar] ?? 0)) / 2);
  const { smooth, period } = transformOf(price, 37);
  const [phase, sine, lead, mean, mode, fit] = [series(), series(), series(), series(), series(), series()];
  let trend = 0;
  for (let bar = 37; bar < BARS; bar += 1) {
    const own = back(period, bar);
    const whole = Math.floor(own + 0.5);
    const last = Array.from({ length: whole }, (_, ago) => ago);
    const [real, imaginary] = [Math.sin, Math.cos].map((wave) =>
      last.reduce(
        (total, ago) => total + wave((2 * Math.PI * ago) / whole) * (bar - ago < 37 ? 0 : back(smooth, bar - ago)),
        0,
      ),
    ) as [number, number];
    // The delay of the four-bar weighted average is one bar.
    let degrees = Math.atan2(real, imaginary) * DEGREES;
    degrees = 90 + (degrees < -90 ? degrees + 360 : degrees) + 360 / own;
    phase[bar] = degrees > 315 ? degrees - 360 : degrees;
    sine[bar] = Math.sin(back(phase, bar) / DEGREES);
    lead[bar] = Math.sin((back(phase, bar) + 45) / DEGREES);
    mean[bar] = last.reduce((total, ago) => total + back(price, bar - ago), 0) / whole;
    const line = (4 * back(mean, bar) + 3 * back(mean, bar - 1) + 2 * back(mean, bar - 2) + back(mean, bar - 3)) / 10;
    const crosses =
      (back(sine, bar) > back(lead, bar) && back(sine, bar - 1) <= back(lead, bar - 1)) ||
      (back(sine, bar) < back(lead, bar) && back(sine, bar - 1) >= back(lead, bar - 1));
    trend = crosses ? 1 : trend + 1;
    const turned = back(phase, bar) - back(phase, bar - 1);
    const cycles = crosses || trend < own / 2 || (turned > (0.67 * 360) / own && turned < (1.5 * 360) / own);
    mode[bar] = Math.abs((back(smooth, bar) - line) / line) >= 0.015 || !cycles ? 1 : 0;
    fit[bar] = fitOf(last.map((ago) => back(price, bar - ago)));
  }
  return {
    ht_dcperiod: transformOf(price, 12).period,
    ht_dcphase: phase,
    ht_sine: sine,
    ht_leadsine: lead,
    ht_trendmode: mode,
    ht_fit: fit,
  };
}

describe("the dominant cycle as whole series", () => {
  it("gives the same at every bar after the warm-up", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const candles = hourlyCandles(BARS, seed, 20_000);
        const ours = computeFeatures(candles, NAMES);
        const expected = expectedOf(candles);
        for (const name of NAMES) {
          for (const [bar, value] of (ours.get(name) ?? []).entries()) {
            if (bar < (name === "ht_dcperiod" ? 32 : 63)) expect(value).toBeNaN();
            else {
              const one = back(expected[name], bar);
              expect(Math.abs(value - one), `${name} at bar ${bar}`).toBeLessThanOrEqual(
                1e-9 * Math.max(1, Math.abs(one)),
              );
            }
          }
        }
      }),
      { numRuns: LONG ? 500 : 10 },
    );
  });
});
