// Do the transforms and entropies of independent programs come out of ours? Where the reference data lies; where it does not, a test says so.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { histogramEntropy, permutationEntropy, sampleEntropy } from "./compute-entropy.ts";
import { decompose, type WaveletMode } from "./compute-wavelet.ts";
import type { WaveletName } from "./compute-wavelet-filters.ts";

const ROOT = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "reference");
const WHY_NOT = `no reference figures in ${ROOT} (SCHWABOT_REFERENCE_DATA names another folder)`;

interface Case {
  readonly id: string;
  readonly input: string;
  readonly expected: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly atol: number;
}

const read = <T>(...parts: string[]): T => JSON.parse(readFileSync(join(ROOT, ...parts), "utf8")) as T;
const casesOf = (folder: string): readonly Case[] =>
  existsSync(join(ROOT, folder)) ? read<readonly Case[]>(folder, "cases.json") : [];

/** All numbers of a document, in its order. */
function numbersIn(value: unknown): readonly number[] {
  if (typeof value === "number") return [value];
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

const WAVELET = casesOf("wavelet");
const ENTROPY = casesOf("entropy").filter(({ params }) => /^(permutation|sample)/.test(String(params.op)));

describe.runIf(WAVELET.length > 0)("MATLAB's and PyWavelets' transforms", () => {
  it.each(WAVELET)("$id", ({ input, expected, params, atol }) => {
    const signal = Float64Array.from(numbersIn(read("wavelet", input)));
    const { wavelet, mode, level } = params;
    const ours = decompose(signal, wavelet as WaveletName, mode as WaveletMode, Number(level ?? 1));
    const theirs = numbersIn(read("wavelet", expected));
    const flat = [...ours.approximation, ...ours.details.flatMap((detail) => [...detail])];
    expect(flat).toHaveLength(theirs.length);
    for (const [index, value] of flat.entries())
      expect(Math.abs(value - (theirs[index] ?? 0))).toBeLessThanOrEqual(atol);
  });
});

describe.runIf(ENTROPY.length > 0)("published entropies", () => {
  it.each(ENTROPY)("$id", ({ input, expected, params, atol }) => {
    const values = Float64Array.from(numbersIn(read("entropy", input)));
    const theirs = numbersIn(read("entropy", expected))[0] ?? Number.NaN;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const ours = String(params.op).startsWith("permutation")
      ? permutationEntropy(values, Number(params.order), Number(params.delay ?? 1))
      : sampleEntropy(values, Number(params.m ?? params.order ?? 2), 0.2 * deviation);
    expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(atol);
  });
});

it.skipIf(WAVELET.length > 0 && ENTROPY.length > 0)(`needs figures: ${WHY_NOT}`, ({ skip }) => {
  skip(WHY_NOT);
});

it("names what it compares with: histograms have no published case here", () => {
  expect(histogramEntropy(Float64Array.of(1, 2, 3, 4), 4)).toBe(2);
});
