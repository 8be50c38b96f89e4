import { expect, test } from "vitest";
import { alarmWords, countLines, rejectWords, totalOf } from "./feed-words.ts";

test("a code word of the program never reaches the window as it is", () => {
  expect(rejectWords("outOfOrder")).toBe("Came again, or behind a later one");
  expect(alarmWords("heartbeat")).toBe("No sign of life from the venue");
  // A newer engine may name what this window has no words for.
  expect(alarmWords("someNewThing")).toBe("Some new thing");
  expect(rejectWords("__proto__")).toBe("__proto__");
});

test("counts come most frequent first, without those that are zero", () => {
  const counts = { crossed: 2, future: 0, suspect: 7, volume: 2 };
  expect(totalOf(counts)).toBe(11);
  expect(countLines(counts, rejectWords).map(({ name, count }) => `${name} ${count}`)).toEqual([
    "suspect 7",
    "crossed 2",
    "volume 2",
  ]);
});
