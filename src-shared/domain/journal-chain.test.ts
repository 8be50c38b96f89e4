import { describe, expect, it } from "vitest";
import { canonicalHash } from "./canonical-hash.ts";
import { profileIdSchema } from "./ids.ts";
import { GENESIS_HASH, journalEntryHash } from "./journal-chain.ts";
import { unixMs } from "./time.ts";

describe("journalEntryHash", () => {
  it.each([null, profileIdSchema.parse("demo-a")])(
    "is SHA-256 over canonical JSON of all fields but itself (%s)",
    (profileId) => {
      const entry = {
        seq: 1,
        ts: unixMs(1_700_000_000_000),
        profileId,
        event: { kind: "killSwitch.set", on: true, reason: 'said "stop" \u2028 ä' },
        prevHash: GENESIS_HASH,
      } as const;
      expect(journalEntryHash(entry)).toBe(canonicalHash(entry));
    },
  );

  it("changes with every field", () => {
    const entry = {
      seq: 2,
      ts: unixMs(5),
      profileId: null,
      event: { kind: "system.stopped" },
      prevHash: GENESIS_HASH,
    } as const;
    const hashes = [
      entry,
      { ...entry, seq: 3 },
      { ...entry, ts: unixMs(6) },
      { ...entry, profileId: profileIdSchema.parse("a") },
      { ...entry, prevHash: "1".repeat(64) },
      { ...entry, event: { kind: "killSwitch.set", on: true, reason: "" } as const },
    ].map(journalEntryHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
