import { expect, test } from "vitest";
import { likeliestRegime } from "./regime-band.ts";

test("the likeliest regime is named, and the calmer one where two are as likely", () => {
  expect(likeliestRegime([0.1, 0.2, 0.7])).toBe(2);
  expect(likeliestRegime([0.1, 0.5, 0.4])).toBe(1);
  expect(likeliestRegime([0.5, 0.5, 0])).toBe(0);
  expect(likeliestRegime([0.2, 0.4, 0.4])).toBe(1);
});
