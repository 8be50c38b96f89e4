// Is it told honestly: a loss as a loss, what chance explains, what was missed, and where the cycle stands?
import { expect, test } from "vitest";
import { sampleDecision, sampleLook } from "#renderer/stores/testing-strategies.ts";
import type { HitRateView } from "#shared/domain/strategies-view.ts";
import { columnOf, LOOK_NAMES, regimesOf } from "./look-features.ts";
import {
  barOfCycle,
  directionOf,
  groupTitle,
  hitRateWords,
  isLikeChance,
  outcomeOf,
  verdictOf,
  withTitles,
} from "./market-words.ts";

const rate = (n: number, hits: number, interval: HitRateView["interval"]): HitRateView => ({
  ...{ strategy: null, n, hits, interval },
});

test("results below zero are a loss, whatever they were before costs", () => {
  expect([outcomeOf("-0.01"), outcomeOf("0"), outcomeOf("3")].map(({ word }) => word)).toEqual([
    "loss",
    "neither",
    "profit",
  ]);
});

test("hit rates come with their number and range, and a half inside it is like chance", () => {
  expect(hitRateWords(rate(0, 0, null))).toBe("no signal has run its 24 bars");
  expect(hitRateWords(rate(30, 12, [0.246, 0.577]))).toBe("12 of 30 (40 %; 25 to 58 %)");
  expect(isLikeChance(rate(30, 12, [0.246, 0.577]))).toBe(true);
  expect(isLikeChance(rate(300, 120, [0.35, 0.46]))).toBe(false);
});

test("the verdict names what was missed", () => {
  expect(verdictOf(sampleDecision({ confidence: 0.5, direction: -0.7 }))).toBe("No signal: confidence is under 0.75.");
  expect(verdictOf(sampleDecision({ confidence: 0.5, direction: 0.2 }))).toBe(
    "No signal: confidence is under 0.75 and strength is under 0.65.",
  );
  expect(verdictOf(sampleDecision({ confidence: 0.9, direction: 0.7 }))).toContain("A signal");
  expect(verdictOf(sampleDecision(null))).toContain("nothing is said");
});

test("directions carry a word and a sign, not a color alone", () => {
  const { mapper } = sampleDecision({ confidence: 0.9, direction: -0.7 }).outcome;
  expect(directionOf(mapper)).toEqual({ sign: "▼", word: "Sell", tone: "dn" });
  expect(directionOf(sampleDecision(null).outcome.mapper).word).toBe("Abstains");
});

test("strategies are named as a person knows them", () => {
  expect(withTitles("2 vote: volumeMomentum, entropyGate")).toBe("2 vote: Volume-weighted momentum, Entropy gate");
  expect(["mapper", "cycleWheel", "proposals", "threshold"].map(groupTitle)).toEqual([
    "All together",
    "Cycle wheel",
    "Proposals",
    "threshold",
  ]);
});

test("the bar of the cycle is counted from the trough, and never past the period", () => {
  const wheel = { position: 0, phase: "trough", cycleMode: true } as const;
  expect(barOfCycle({ ...wheel, angle: 0, periodBars: 27.4 })).toBe("bar 1 of 27");
  expect(barOfCycle({ ...wheel, angle: 70, periodBars: 27.4 })).toBe("bar 6 of 27");
  expect(barOfCycle({ ...wheel, angle: 360, periodBars: 27.4 })).toBe("bar 27 of 27");
});

test("regimes are known where all three chances are", () => {
  const look = sampleLook(["hmm3_p0", "hmm3_p1", "hmm3_p2"], [null, 0.2, 0.3]);
  expect(regimesOf(look)).toEqual([null, [0.2, 0.2, 0.2], [0.3, 0.3, 0.3]]);
  expect(columnOf(look, "rsi_14")).toEqual([]);
  expect(new Set(LOOK_NAMES).size).toBe(LOOK_NAMES.length);
});
