// Does a reading over all profiles leave its line in the journal first, and tell what it promises?
import { expect, it } from "vitest";
import { togetherViewSchema } from "#shared/contract/together.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { sampleFacts } from "#testing/together-samples.ts";
import { TogetherService } from "./together-service.ts";

const FACTS = [
  sampleFacts("one", { BTC: ["2", "50000", "0.1"] }),
  sampleFacts("two", { USD: ["100000", "1"], BTC: ["0", "50000", "-0.06"] }),
];

function setUp(append: () => Promise<readonly never[]>) {
  return new TogetherService({
    profiles: () =>
      FACTS.map(({ profile, portfolio }) => ({
        profile,
        portfolio: {
          read: () => portfolio,
          equity: async () => ({ gain: decimalString("12") }),
          transactions: () => [],
          books: { disposals: () => ({ rows: [] }) },
        },
      })),
    spreads: { spreads: () => [] },
    journal: { append },
    clock: new ManualClock(),
  });
}

it("tells groups, results and what could be netted, and leaves one line", async () => {
  const lines: unknown[][] = [];
  const service = setUp(async (...given: unknown[]) => {
    lines.push(given);
    return [];
  });
  const view = togetherViewSchema.parse(await service.read());
  expect(lines.map(([, of, events]) => [of, events])).toEqual([
    [null, [{ kind: "profiles.compared", what: "together", profileIds: ["one", "two"] }]],
  ]);
  expect(view.groups.map(({ value, profiles }) => [value, profiles])).toEqual([["200000", ["one", "two"]]]);
  expect(view.results).toEqual(
    ["one", "two"].map((profileId) => ({ profileId, trades: 0, sales: 0, wins: 0, realized: "0", gain: "12" })),
  );
  expect(view.netting).toMatchObject([{ seller: "one", buyer: "two", quantity: "0.12", feeSaved: "24" }]);
});

it("reads nothing that cannot be journaled", async () => {
  const service = setUp(() => Promise.reject(new Error("The disk is full.")));
  await expect(service.read()).rejects.toThrow("The disk is full.");
});
