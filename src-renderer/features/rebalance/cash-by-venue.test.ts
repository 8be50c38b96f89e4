import { expect, test } from "vitest";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { cashByVenue } from "./cash-by-venue.ts";
import { samplePortfolio, sampleRecord, sampleSummary } from "./testing-samples.ts";

test("free cash by venue, before and after fees and proceeds", () => {
  const { profile } = sampleSummary();
  expect(cashByVenue(profile, samplePortfolio(), sampleRecord().plan)).toEqual([
    { venue: venueIdSchema.parse("sim-alpha"), asset: "USD", before: "1000", after: "1998" },
    { venue: venueIdSchema.parse("sim-alpha"), asset: "USDC", before: "1000", after: "499" },
  ]);
  expect(cashByVenue(profile, samplePortfolio(), null).map(({ after }) => after)).toEqual(["1000", "1000"]);
});
