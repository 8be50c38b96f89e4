// What may a person set for the whole program?
import { z } from "zod";
import { type DecimalString, nonNegativeDecimalSchema } from "./decimal.ts";
import { profileIdSchema } from "./ids.ts";

const share = nonNegativeDecimalSchema.nullable();

const settingsFields = {
  theme: z.enum(["system", "dark", "light"]),
  timeZone: z.enum(["utc", "local"]),
  /** Hides amounts and leaves weights. */
  privacy: z.boolean(),
  colorBlindSafe: z.boolean(),
  singleKeyShortcuts: z.boolean(),
  activeProfileId: profileIdSchema.nullable(),
  /** Limits over all live profiles together; null: off. Losses are shares of the value. */
  totalDailyLossFraction: share,
  totalDrawdownFraction: share,
  /** Most of the value in one coin. */
  largestAssetShare: share,
  /** Value of all live profiles above which nothing is bought for cash, in US dollars. */
  liveMoneyMost: share,
};

export const settingsSchema = z.strictObject({
  theme: settingsFields.theme.default("system"),
  timeZone: settingsFields.timeZone.default("utc"),
  privacy: settingsFields.privacy.default(false),
  colorBlindSafe: settingsFields.colorBlindSafe.default(false),
  singleKeyShortcuts: settingsFields.singleKeyShortcuts.default(true),
  activeProfileId: settingsFields.activeProfileId.default(null),
  totalDailyLossFraction: share.default("0.04" as DecimalString),
  totalDrawdownFraction: share.default("0.12" as DecimalString),
  largestAssetShare: share.default(null),
  liveMoneyMost: share.default(null),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Some of the settings; a key that is not named stays as it is. */
export const settingsPatchSchema = z.strictObject(settingsFields).partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
