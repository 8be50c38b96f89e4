// What may a person set for the whole program?
import { z } from "zod";
import { profileIdSchema } from "./ids.ts";

export const settingsSchema = z.strictObject({
  theme: z.enum(["system", "dark", "light"]).default("system"),
  timeZone: z.enum(["utc", "local"]).default("utc"),
  privacy: z.boolean().default(false),
  colorBlindSafe: z.boolean().default(false),
  singleKeyShortcuts: z.boolean().default(true),
  activeProfileId: profileIdSchema.nullable().default(null),
});
export type Settings = z.infer<typeof settingsSchema>;
