// What may the window ask about settings?
import { settingsPatchSchema, settingsSchema } from "#shared/domain/settings.ts";
import { nothing, procedure, stream } from "./base.ts";

export const settingsContract = {
  get: procedure.input(nothing).output(settingsSchema),
  /** Changes the named settings; others stay. */
  update: procedure.input(settingsPatchSchema).output(settingsSchema),
  watch: procedure.input(nothing).output(stream(settingsSchema, settingsSchema)),
};
