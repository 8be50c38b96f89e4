// What may a person set for the whole program?
import { z } from "zod";
import { profileIdSchema } from "./ids.ts";

const settingsFields = {
  theme: z.enum(["system", "dark", "light"]),
  timeZone: z.enum(["utc", "local"]),
  /** Hides amounts and leaves weights. */
  privacy: z.boolean(),
  colorBlindSafe: z.boolean(),
  singleKeyShortcuts: z.boolean(),
  activeProfileId: profileIdSchema.nullable(),
};

export const settingsSchema = z.strictObject({
  theme: settingsFields.theme.default("system"),
  timeZone: settingsFields.timeZone.default("utc"),
  privacy: settingsFields.privacy.default(false),
  colorBlindSafe: settingsFields.colorBlindSafe.default(false),
  singleKeyShortcuts: settingsFields.singleKeyShortcuts.default(true),
  activeProfileId: settingsFields.activeProfileId.default(null),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Some of the settings; a key that is not named stays as it is. */
export const settingsPatchSchema = z.strictObject(settingsFields).partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
