// Which asset of its pool is proposed to a profile, why, and at what cost?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { targetsSchema } from "#shared/domain/policy.ts";
import { unixMsSchema } from "#shared/domain/time.ts";

const share = z.number().min(0).max(1);

export const assetChoiceViewSchema = z.strictObject({
  /** `none`: no asset of the pool can be read. `early`: 30 days have not passed since the last answer. `keep`: the holder stays. */
  kind: z.enum(["none", "early", "keep", "choose"]),
  holder: assetSchema.nullable(),
  /** The best of the pool; null where none can be read, or it is too early. */
  best: assetSchema.nullable(),
  /** What the best has more than the holder, of 1; null where there is nothing to compare with. */
  lead: z.number().nullable(),
  /** From when on a choice is proposed again; null: now. */
  nextAt: unixMsSchema.nullable(),
  /** The best first. `volume`: of 30 days in the profile's currency. Ranks and score 0 (last) to 1 (first). */
  scores: z.array(
    z.strictObject({
      asset: assetSchema,
      entropy: z.number(),
      volume: z.number().min(0),
      orderRank: share,
      volumeRank: share,
      score: share,
    }),
  ),
  /** Not ranked: not traded at the profile's exchanges, or too little is known. */
  unread: z.array(assetSchema),
  /** Rank correlation of the entropy half between the older and the newer half of the 90 days; near 0 it is noise. */
  rankStability: z.number().min(-1).max(1).nullable(),
  /** What taking it would do; null unless something is chosen. */
  proposal: z
    .strictObject({
      /** Null: the targets stay as they are, for the reason beside it. */
      targets: targetsSchema.nullable(),
      targetsReason: z.string().nullable(),
      /** Value sold and bought to get there from the present targets, and its cost by fee and half spread; null while no value is known. */
      turnover: nonNegativeDecimalSchema.nullable(),
      cost: nonNegativeDecimalSchema.nullable(),
    })
    .nullable(),
});
export type AssetChoiceView = z.infer<typeof assetChoiceViewSchema>;
