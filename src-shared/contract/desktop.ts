// What may the window ask of the desktop around it? A shell without one answers SYSTEM_NOT_SUPPORTED.
import { z } from "zod";
import { done, procedure } from "./base.ts";

export const desktopContract = {
  /** Opens the data or log folder in the system's file manager. */
  openFolder: procedure.input(z.strictObject({ which: z.enum(["data", "logs"]) })).output(done),
};
