// What tells one profile from another, and how far do its parameters stray from the common ones?
import { z } from "zod";

/** See `resources/docs/profiles.md`. */
export const profileIdentitySchema = z.strictObject({
  /** Free text; two profiles that share it, the seed, the assets and the weights are the same one. */
  baseHash: z.string().trim().min(1).max(128),
  /** The number as it was written, 0 to 1: `0.42` and `0.420` are two seeds. */
  entropySeed: z.string().regex(/^(0(\.\d{1,32})?|1(\.0{1,32})?)$/, "expected a number from 0 to 1 as text"),
  /** How long one rotating hash lasts. */
  rotationIntervalS: z.number().int().min(60).max(31_622_400).default(3600),
  /** Jittered parameters lie within +-(factor - 1). */
  complexityFactor: z.number().min(1).max(1.5).default(1.1),
  /** A parameter is weight x drawn + (1 - weight) x common default. */
  trajectoryWeight: z.number().min(0).max(1).default(0.85),
});
export type ProfileIdentity = z.infer<typeof profileIdentitySchema>;
