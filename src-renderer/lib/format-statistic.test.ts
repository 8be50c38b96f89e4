import { expect, test } from "vitest";
import { formatShare, formatStatistic } from "./format-statistic.ts";

test("statistics are written to so many figures, with a true minus, and without a value as such", () => {
  expect([0.74183, -1.2, 1050, -0, 0.0000123].map((value) => formatStatistic(value))).toEqual([
    ...["0.7418", "\u22121.2", "1,050", "0", "0.0000123"],
  ]);
  expect(formatStatistic(13.94, 2)).toBe("14");
  expect([null, undefined, Number.NaN].map((value) => formatStatistic(value))).toEqual(["n/a", "n/a", "n/a"]);
});

test("shares are whole percents", () => expect(formatShare(0.435)).toBe("44 %"));
