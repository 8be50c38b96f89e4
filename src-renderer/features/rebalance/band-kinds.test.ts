import { expect, test } from "vitest";
import { policySchema } from "#shared/domain/policy.ts";
import { BAND_KINDS, bandKind, toBandKind } from "./band-kinds.ts";

const bandsOf = (bands: unknown) => policySchema.parse({ bands }).bands;

test.each([
  [{ absolute: "0.05" }, "absolute"],
  [{}, "absolute"],
  [{ relative: "0.2" }, "relative"],
  [{ relative: "0.2", floor: "0.01" }, "hybrid"],
  [{ absolute: "0.05", volatility: {} }, "volatility"],
])("bands %j are of the kind %s", (bands, kind) => {
  expect(bandKind(bandsOf(bands))).toBe(kind);
});

test("each kind that is chosen is the kind that is then shown, and numbers that are set stay", () => {
  for (const { value } of BAND_KINDS) expect(bandKind(toBandKind(bandsOf({ absolute: "0.07" }), value))).toBe(value);
  expect(toBandKind(bandsOf({ relative: "0.3", floor: "0.02" }), "relative")).toEqual({ relative: "0.3" });
  expect(toBandKind(bandsOf({ absolute: "0.07" }), "volatility")).toEqual({
    absolute: "0.07",
    volatility: {
      steps: [
        { above: "0.8", band: "0.03" },
        { above: "0.5", band: "0.05" },
      ],
      otherwise: "0.08",
    },
  });
});
