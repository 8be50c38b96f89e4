// Do the terms say exactly what was typed, and is what cannot be given named?
import { expect, test } from "vitest";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import { standingTermsSchema } from "#shared/domain/standing-approval.ts";
import { DAY_MS } from "#shared/domain/time.ts";
import { findStandingObstacle, firstForm, MONEY_LIMITS, nameableAssets, toTerms, withItem } from "./standing-form.ts";

const { profile } = sampleProfileSummary();
const FORM = firstForm(profile);
const NOW = 1_767_571_200_000;

test("at first everything of the profile, one rule, for a week, in exact shares", () => {
  const terms = standingTermsSchema.parse(toTerms(FORM, NOW));
  expect(terms).toMatchObject({
    triggers: ["threshold"],
    accounts: ["core-kraken"],
    assets: ["BTC", "ETH", "SOL", "USD"],
    turnover: { perPlan: { kind: "share", share: "0.1" }, perDay: { kind: "share", share: "0.2" } },
    cost: { perPlan: { kind: "share", share: "0.002" }, perDay: { kind: "share", share: "0.005" } },
  });
  expect(terms.endsAt).toBeLessThan(NOW + 7 * DAY_MS);
  expect(terms.endsAt).toBeGreaterThan(NOW + 7 * DAY_MS - 120_000);
});

test("money is money", () => {
  const terms = toTerms({ ...FORM, unit: "money", limits: { ...MONEY_LIMITS, costPerDay: "0.01" } }, NOW);
  expect(standingTermsSchema.parse(terms).cost.perDay).toEqual({ kind: "money", amount: "0.01" });
  expect(terms.turnover.perPlan).toEqual({ kind: "money", amount: "1000" });
});

test.each([
  [{ triggers: [] }, "at least one rule"],
  [{ accounts: [] }, "at least one account"],
  [{ assets: FORM.assets.slice(0, 1) }, "at least two assets"],
  [{ limits: { ...FORM.limits, costPerPlan: "0" } }, "more than zero"],
  [{ days: "0" }, "1 to 30 days"],
  [{ days: "31" }, "1 to 30 days"],
  [{ days: "1.5" }, "1 to 30 days"],
])("%o is no terms", (patch, words) => {
  expect(findStandingObstacle(FORM)).toBeNull();
  expect(findStandingObstacle({ ...FORM, ...patch })).toContain(words);
});

test("names each asset once and puts items in and out", () => {
  expect(nameableAssets(profile)).toEqual(["BTC", "ETH", "SOL", "USD"]);
  expect(withItem(["a", "b"], "b", false)).toEqual(["a"]);
  expect(withItem(["a", "b"], "b", true)).toEqual(["a", "b"]);
});
