// Which families of features are there? One line each.
import { averageFamilies } from "./compute-averages.ts";
import { directionFamilies } from "./compute-direction.ts";
import { dominantCycleFamilies } from "./compute-dominant-cycle.ts";
import type { FeatureFamily } from "./compute-feature-family.ts";
import { momentumFamilies } from "./compute-momentum.ts";
import { returnFamilies } from "./compute-returns.ts";
import { rollingFamilies } from "./compute-rolling.ts";
import { volumeFamilies } from "./compute-volume.ts";

export const FEATURE_FAMILIES: readonly FeatureFamily[] = [
  ...averageFamilies,
  ...momentumFamilies,
  ...directionFamilies,
  ...volumeFamilies,
  ...returnFamilies,
  ...rollingFamilies,
  ...dominantCycleFamilies,
];
