// Child: how long does a wavelet transform of a long list take, db4 over 4 levels? Arguments: ours | floor, how many values.
import { decompose } from "#engine/signals/features/compute-wavelet.ts";
import { ensure } from "#shared/domain/assert.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { answer } from "../support/child.ts";
import { measureLoop } from "../support/measure-loop.ts";

const [variant = "", count = "1000"] = process.argv.slice(2);
const { close } = hourlyCandles(Number.parseInt(count, 10));
const LEVELS = 4;

/** The taps of db4. The loop knows no other wavelet, no mode but the mirror, and asks about the ends only there. */
const LOW = Float64Array.of(
  -0.010597401785069032,
  0.0328830116668852,
  0.030841381835560764,
  -0.18703481171909309,
  -0.027983769416859854,
  0.6308807679298589,
  0.7148465705529157,
  0.2303778133088965,
);
const HIGH = LOW.map((_, tap) => (tap % 2 === 0 ? -1 : 1) * (LOW[7 - tap] as number)); // eight taps

type Taps = readonly [number, number, number, number, number, number, number, number];

function floorOnce(signal: Float64Array): readonly [Float64Array, Float64Array] {
  const { length } = signal;
  const size = (length + 7) >> 1;
  const approximation = new Float64Array(size);
  const detail = new Float64Array(size);
  const [l0, l1, l2, l3, l4, l5, l6, l7] = LOW as unknown as Taps;
  const [h0, h1, h2, h3, h4, h5, h6, h7] = HIGH as unknown as Taps;
  const inner = (length - 2) >> 1;
  for (let place = 3; place <= inner; place += 1) {
    const at = 2 * place + 1; // 7 to the last index
    const x0 = signal[at] as number;
    const x1 = signal[at - 1] as number;
    const x2 = signal[at - 2] as number;
    const x3 = signal[at - 3] as number;
    const x4 = signal[at - 4] as number;
    const x5 = signal[at - 5] as number;
    const x6 = signal[at - 6] as number;
    const x7 = signal[at - 7] as number;
    approximation[place] = l0 * x0 + l1 * x1 + l2 * x2 + l3 * x3 + l4 * x4 + l5 * x5 + l6 * x6 + l7 * x7;
    detail[place] = h0 * x0 + h1 * x1 + h2 * x2 + h3 * x3 + h4 * x4 + h5 * x5 + h6 * x6 + h7 * x7;
  }
  for (const place of [0, 1, 2, ...Array.from({ length: size - inner - 1 }, (_, index) => inner + 1 + index)]) {
    for (let tap = 0; tap < 8; tap += 1) {
      const at = 2 * place + 1 - tap;
      const value = signal[at < 0 ? -1 - at : at >= length ? 2 * length - 1 - at : at] as number; // the mirror is inside
      approximation[place] = (approximation[place] as number) + (LOW[tap] as number) * value;
      detail[place] = (detail[place] as number) + (HIGH[tap] as number) * value;
    }
  }
  return [approximation, detail];
}

function floor(): readonly [Float64Array, readonly Float64Array[]] {
  let signal = close;
  const details: Float64Array[] = [];
  for (let level = 0; level < LEVELS; level += 1) {
    const [approximation, detail] = floorOnce(signal);
    signal = approximation;
    details.unshift(detail);
  }
  return [signal, details];
}

const ours = () => decompose(close, "db4", "symmetric", LEVELS);
const apart = (one: Float64Array, other: Float64Array) =>
  one.some((value, index) => Math.abs(value - (other[index] ?? Number.NaN)) > 1e-9 * Math.max(1, Math.abs(value)));
const [[coarse, bands], { approximation, details }] = [floor(), ours()];
if (apart(coarse, approximation) || bands.some((band, index) => apart(band, ensure(details[index], "level")))) {
  throw new Error("The tight loop and ours give different coefficients.");
}
answer({ ms: measureLoop(variant === "floor" ? floor : ours) });
