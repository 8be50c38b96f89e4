import { expect, test } from "vitest";
import { sampleCoverage } from "#renderer/stores/testing-books.ts";
import { coverageWords } from "./coverage-words.ts";

const UNTIL = Date.UTC(2024, 5, 1);

test.each([
  [{}, UNTIL + 60_000, "trades from 1 Mar 2024 to now, complete"],
  [{ source: "ledger", from: 0 }, UNTIL, "ledger from the beginning to now, complete"],
  [
    { complete: false },
    UNTIL + 86_400_000,
    "trades from 1 Mar 2024 to 1 Jun 2024 00:00:00 UTC, with something missing",
  ],
])("%o at %d reads %s", (changes, now, words) => {
  expect(coverageWords(sampleCoverage(changes), now, "utc")).toBe(words);
});
