// Do the defaults of the settings make the configuration of the notes?
import { expect, it } from "vitest";
import { strategyConfigurationSchema } from "#shared/domain/decision.ts";
import { strategySettingsSchema } from "#shared/domain/strategy-settings.ts";
import { TEST_CONFIGURATION } from "#testing/strategy-candles.ts";
import { computeStrategyConfiguration } from "./compute-strategy-configuration.ts";

const identity = { complexityFactor: 1.1, trajectoryWeight: 0.85 };

it("is that of the notes by default, with the wheel followed", () => {
  const configuration = computeStrategyConfiguration(
    strategySettingsSchema.parse({}),
    identity,
    TEST_CONFIGURATION.staticSeed,
  );
  expect(configuration).toEqual(TEST_CONFIGURATION);
  expect(strategyConfigurationSchema.parse(configuration)).toEqual(configuration);
});

it("runs what has a weight, and leaves the wheel the weight that it was given", () => {
  const settings = strategySettingsSchema.parse({ weights: { cycleWheel: 0.5, evidenceCombiner: 0.5 } });
  expect(computeStrategyConfiguration(settings, identity, TEST_CONFIGURATION.staticSeed).weights).toEqual(
    settings.weights,
  );
});
