// Which families of features are there? One line each.
import { averageFamilies } from "./compute-averages.ts";
import { directionFamilies } from "./compute-direction.ts";
import { dominantCycleFamilies } from "./compute-dominant-cycle.ts";
import { entropyFamilies } from "./compute-entropy.ts";
import type { FeatureFamily } from "./compute-feature-family.ts";
import { momentumFamilies } from "./compute-momentum.ts";
import { regimeFamilies } from "./compute-regime.ts";
import { returnFamilies } from "./compute-returns.ts";
import { rollingFamilies } from "./compute-rolling.ts";
import { volumeFamilies } from "./compute-volume.ts";
import { waveletFamilies } from "./compute-wavelet-features.ts";

export const FEATURE_FAMILIES: readonly FeatureFamily[] = [
  ...averageFamilies,
  ...momentumFamilies,
  ...directionFamilies,
  ...volumeFamilies,
  ...returnFamilies,
  ...rollingFamilies,
  ...dominantCycleFamilies,
  ...entropyFamilies,
  ...waveletFamilies,
  ...regimeFamilies,
];
