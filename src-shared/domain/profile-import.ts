// What did the program understand of a configuration file?
import { z } from "zod";
import { modeSchema } from "./account.ts";
import { assetSchema } from "./ids.ts";
import { targetsSchema } from "./policy.ts";

const keySchema = z.strictObject({
  path: z.string(),
  status: z.enum(["taken", "changed", "ignored"]),
  /** What it became, in words or as the value that is kept; empty where it was ignored. */
  as: z.string(),
  /** Why it was changed or ignored; empty where it was taken as it stands. */
  reason: z.string(),
});
export type ImportedKey = z.infer<typeof keySchema>;

const secretSchema = z.strictObject({
  path: z.string(),
  /** Where it lies, or would: never in what is stored of the profile. `missing`: a placeholder, or a variable that is not set. */
  stored: z.enum(["keychain", "vault", "missing"]),
});
export type ImportedSecret = z.infer<typeof secretSchema>;

const problemSchema = z.strictObject({
  /** Like `profiles.main.trading_params.trading_pairs[2]`; `line 7` where the file cannot be read at all. */
  path: z.string(),
  line: z.number().int().min(1).nullable(),
  expected: z.string(),
  got: z.string(),
});
export type ImportProblem = z.infer<typeof problemSchema>;

/** Any problem: nothing is imported. */
export const importReportSchema = z.strictObject({
  /** False for a look beforehand, and where there is a problem. */
  imported: z.boolean(),
  profiles: z.array(
    z.strictObject({
      name: z.string(),
      mode: modeSchema,
      targets: targetsSchema,
      assets: z.array(assetSchema),
    }),
  ),
  keys: z.array(keySchema),
  secrets: z.array(secretSchema),
  errors: z.array(problemSchema),
});
export type ImportReport = z.infer<typeof importReportSchema>;
