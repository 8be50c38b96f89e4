import fc from "fast-check";
import { expect, it } from "vitest";
import { transactionSchema } from "#shared/domain/transaction.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { anyEntry } from "#testing/entry-arbitraries.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { isSoundTransaction } from "./sound-transaction.ts";

it("says of every entry that it is sound", { timeout: BOOK_LIMIT_MS }, () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      expect(isSoundTransaction(JSON.parse(JSON.stringify(entry)))).toBe(true);
    }),
    { numRuns: BOOK_RUNS },
  );
});

it("says it of nothing that the schema refuses or changes", { timeout: BOOK_LIMIT_MS }, () => {
  const broken = anyEntry.chain((entry) =>
    fc.oneof(
      mutatedJson(entry),
      fc.constantFrom(...Object.keys(entry)).map((name) => ({ ...entry, [name]: undefined, more: null })),
      fc
        .constantFrom(...Object.keys(entry))
        .map((name) =>
          Object.fromEntries(Object.entries(entry).map(([key, value]) => [key === name ? "other" : key, value])),
        ),
    ),
  );
  let refused = 0;
  fc.assert(
    fc.property(broken, (value) => {
      const parsed = transactionSchema.safeParse(value);
      const isSound = isSoundTransaction(value);
      if (!parsed.success) refused += 1;
      if (isSound) expect(parsed).toEqual({ success: true, data: value });
      if (!parsed.success) expect(isSound).toBe(false);
    }),
    { numRuns: BOOK_RUNS },
  );
  expect(refused).toBeGreaterThan(0);
});
