import { expect, test } from "vitest";
import { assetSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { sinceWords } from "./since-words.ts";

const told: Parameters<typeof sinceWords>[0] = { advice: "act", approvedAt: null, difference: null, unpriced: [] };

test("what was advised and done is said; what cannot be told names why", () => {
  expect(sinceWords({ ...told, unpriced: [assetSchema.parse("SOL")] })).toBe(
    "It was advised to act. It was not approved. No price of SOL is known now.",
  );
  expect(sinceWords({ ...told, advice: null, approvedAt: unixMs(1) })).toBe(
    "It was approved. The plan did not note what was held, so it cannot be told.",
  );
});
