// What of a profile goes into a file and comes back the same? Everything a person sets; no keys, no data, nothing of this computer.
import type { z } from "zod";
import { profileSchema } from "./profile.ts";

export const PORTABLE_VERSION = 1;

/** The ramp of a live profile and computed targets belong to the place where they were made. */
export const portableProfileSchema = profileSchema
  .pick({
    name: true,
    priority: true,
    mode: true,
    currency: true,
    cashAssets: true,
    targets: true,
    targetMethod: true,
    policy: true,
    limits: true,
    triggers: true,
    costBasis: true,
    strategies: true,
    positions: true,
    operation: true,
    identity: true,
  })
  .strict();
export type PortableProfile = z.infer<typeof portableProfileSchema>;
