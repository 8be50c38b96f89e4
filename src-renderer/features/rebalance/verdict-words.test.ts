import { expect, test } from "vitest";
import { planVerdictSchema } from "#shared/domain/plan-verdict.ts";
import { sampleVerdict } from "./testing-samples.ts";
import { historyWords, payingDay } from "./verdict-words.ts";

const verdict = (changes: Readonly<Record<string, unknown>>) => planVerdictSchema.parse(sampleVerdict(changes));

test.each([
  // A loss of 12 in 30 days is 4 after 10 of them.
  ["4", "12", 10],
  ["4.01", "12", 11],
  ["12", "12", null],
  ["-1", "12", 0],
  ["0", "12", 0],
  ["1", "0", null],
  ["1", null, null],
])("cost %s, loss %s: acting pays from day %s", (cost, waitingLoss, day) => {
  expect(payingDay(verdict({ cost, waitingLoss }))).toBe(day);
});

test("what the risk rests on is said, and what is missing by name", () => {
  expect(historyWords(verdict({}))).toBe("Risk from 89 daily returns of 2 assets.");
  const { history } = verdict({});
  expect(historyWords({ history: { ...history, missing: history.assets } })).toBe(
    "Too few daily prices of BTC, SOL to know the risk.",
  );
  expect(historyWords({ history: { ...history, assets: [], returns: 0 } })).toBe(
    "No daily prices are known, so the risk is not.",
  );
});
