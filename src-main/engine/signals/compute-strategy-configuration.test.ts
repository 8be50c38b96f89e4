// Do the defaults of the settings make the configuration of the notes?
import { expect, it } from "vitest";
import { strategyConfigurationSchema } from "#shared/domain/decision.ts";
import { strategySettingsSchema } from "#shared/domain/strategy-settings.ts";
import { KNOWN_PROFILE } from "#testing/fake-api-context.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { TEST_CONFIGURATION } from "#testing/strategy-candles.ts";
import { computeStrategyConfiguration } from "./compute-strategy-configuration.ts";

const profileOf = (strategies: unknown) => ({
  ...sampleProfile(KNOWN_PROFILE, 1),
  strategies: strategySettingsSchema.parse(strategies),
});

it("is that of the notes by default, with the wheel followed", () => {
  const configuration = computeStrategyConfiguration(profileOf({}));
  expect(configuration).toEqual({ ...TEST_CONFIGURATION, staticSeed: configuration.staticSeed });
  expect(strategyConfigurationSchema.parse(configuration)).toEqual(configuration);
});

it("runs what has a weight, and leaves the wheel the weight that it was given", () => {
  const weights = { cycleWheel: 0.5, evidenceCombiner: 0.5 };
  expect(computeStrategyConfiguration(profileOf({ weights })).weights).toEqual(weights);
});
