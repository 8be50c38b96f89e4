// Where does a figure come from, down to entries, prices and balances?
import { z } from "zod";

export interface Derivation {
  readonly label: string;
  readonly value: string;
  /** How the value is made of the children's; null for a leaf. Where it is not computable, why. */
  readonly formula: string | null;
  readonly source:
    | { readonly kind: "transaction"; readonly id: string; readonly ts: number }
    | {
        readonly kind: "price";
        readonly venue: string;
        readonly symbol: string;
        readonly at: number;
        readonly from: string;
      }
    | { readonly kind: "balance"; readonly accountId: string; readonly at: number }
    | null;
  readonly children: readonly Derivation[];
}
export const derivationSchema: z.ZodType<Derivation> = z.lazy(() =>
  z.strictObject({
    label: z.string(),
    value: z.string(),
    formula: z.string().nullable(),
    source: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("transaction"), id: z.string(), ts: z.number() }),
        z.strictObject({
          kind: z.literal("price"),
          venue: z.string(),
          symbol: z.string(),
          at: z.number(),
          from: z.string(),
        }),
        z.strictObject({ kind: z.literal("balance"), accountId: z.string(), at: z.number() }),
      ])
      .nullable(),
    children: z.array(derivationSchema),
  }),
);
