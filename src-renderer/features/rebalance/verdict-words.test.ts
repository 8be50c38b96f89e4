import { expect, test } from "vitest";
import { planVerdictSchema } from "#shared/domain/plan-verdict.ts";
import { sampleVerdict } from "./testing-samples.ts";
import { historyWords, payingDay, savedLoss } from "./verdict-words.ts";

const verdict = (changes: Readonly<Record<string, unknown>>) => planVerdictSchema.parse(sampleVerdict(changes));

test.each([
  // A cost of 4 against 12 over 30 days, of which 2 stay: 10 in 30 days, so 4 after 12.
  ["4", "12", "2", 12],
  ["4", "12", null, 10],
  ["4.01", "12", "0", 11],
  ["12", "12", "0", null],
  ["-1", "12", "0", 0],
  ["0", "12", "0", 0],
  ["1", "0", "0", null],
  ["1", null, null, null],
])("cost %s, loss %s of which %s is left: acting pays from day %s", (cost, waitingLoss, lossLeft, day) => {
  expect(payingDay(verdict({ cost, waitingLoss, lossLeft }))).toBe(day);
});

test("what acting saves is the loss less what the plan leaves; unknown risk stays unknown", () => {
  expect(savedLoss(verdict({ waitingLoss: "12", lossLeft: "2" }))).toBe("10");
  expect(savedLoss(verdict({ waitingLoss: null, lossLeft: null }))).toBeNull();
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
