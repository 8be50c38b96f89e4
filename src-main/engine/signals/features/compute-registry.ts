// Which families of features are there? One line each.
import { averageFamilies } from "./compute-averages.ts";
import type { FeatureFamily } from "./compute-feature-family.ts";

export const FEATURE_FAMILIES: readonly FeatureFamily[] = [...averageFamilies];
