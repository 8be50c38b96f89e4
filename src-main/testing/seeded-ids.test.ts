import { describe, expect, it } from "vitest";
import { SeededIds } from "./seeded-ids.ts";

describe("SeededIds", () => {
  it("gives the same valid ids for the same seed and others for another", () => {
    const all = (ids: SeededIds) => [
      ids.planId(),
      ids.clientOrderId(),
      ids.suggestionId(),
      ids.signalId(),
      ids.batchId(),
      ids.bookChangeId(),
      ids.nonce(),
    ];
    expect(all(new SeededIds(7))).toEqual(all(new SeededIds(7)));
    expect(new Set([...all(new SeededIds(7)), ...all(new SeededIds(8))]).size).toBe(14);
  });
});
