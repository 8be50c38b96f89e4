// What did a person say to the asset that was proposed last?
import { z } from "zod";
import { assetSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";

export const assetChoiceAnswerSchema = z.strictObject({
  at: unixMsSchema,
  asset: assetSchema,
  answer: z.enum(["taken", "kept"]),
});
