// A refusal that a wrong clock explains says so, with the difference; every other refusal stays as it is.
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import type { Verdict } from "./ccxt-errors.ts";
import { explainByClock } from "./explain-clock.ts";

const refusal = (kind: Verdict["kind"]): Verdict => ({
  kind,
  order: "rejected",
  code: "HTTP 401",
  message: "Coinbase does not accept the key.",
  error: new EngineError("VENUE_AUTH", "Coinbase does not accept the key."),
});
const explained = (verdict: Verdict, measure: () => Promise<number | null>) =>
  explainByClock(verdict, { venue: venueIdSchema.parse("coinbase"), suspects: ["auth"], mattersMs: 30_000, measure });

describe("a refusal", () => {
  it.each([
    [95_400, "95 s ahead of Coinbase's"],
    [-95_400, "95 s behind Coinbase's"],
  ])("with a clock that is off by %i ms", async (aheadMs, words) => {
    const { kind, order, message, error } = await explained(refusal("auth"), () => Promise.resolve(aheadMs));
    expect([kind, order, error.code]).toEqual(["clock", "rejected", "VENUE_CLOCK"]);
    expect(message).toContain(words);
    expect(error.data.clockErrorMs).toBe(aheadMs);
  });

  it("stays as it is with a right clock, an unknown one, or another cause", async () => {
    const auth = refusal("auth");
    expect(await explained(auth, () => Promise.resolve(29_999))).toBe(auth);
    expect(await explained(auth, () => Promise.resolve(null))).toBe(auth);
    expect(await explained(auth, () => Promise.reject(new EngineError("VENUE_UNREACHABLE", "no")))).toBe(auth);
    const refused = refusal("refused");
    expect(await explained(refused, () => Promise.resolve(95_000))).toBe(refused);
  });
});
