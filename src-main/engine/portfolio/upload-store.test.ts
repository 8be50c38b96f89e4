import { beforeEach, describe, expect, it } from "vitest";
import { MINUTE_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { UploadStore } from "./upload-store.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("UploadStore", () => {
  let clock: ManualClock;
  let uploads: UploadStore;
  beforeEach(() => {
    clock = new ManualClock();
    uploads = new UploadStore({ clock, ids: new SeededIds() });
  });

  it("puts pieces together in order; a piece sent again changes nothing", () => {
    const { uploadId } = uploads.begin("a.csv", 5);
    expect(uploads.append(uploadId, 0, bytes(1, 2))).toEqual({ received: 2 });
    expect(uploads.append(uploadId, 0, bytes(1, 2))).toEqual({ received: 2 });
    expect(uploads.append(uploadId, 1, bytes(3, 4, 5))).toEqual({ received: 5 });
    expect(uploads.file(uploadId)).toEqual({ name: "a.csv", content: bytes(1, 2, 3, 4, 5) });
    expect(uploads.file(uploadId).name).toBe("a.csv");
    uploads.forget(uploadId);
    expect(() => uploads.file(uploadId)).toThrow("choose it again");
  });

  it("refuses what is out of order, too long, not whole, or too large, with what to do", () => {
    const { uploadId } = uploads.begin("a.csv", 3);
    expect(() => uploads.append(uploadId, 1, bytes(1))).toThrow(
      "expected piece 0 of a.csv, got 1: send the file again",
    );
    expect(() => uploads.append(uploadId, 0, bytes(1, 2, 3, 4))).toThrow("longer than the 3 bytes");
    expect(() => uploads.file(uploadId)).toThrow("only 0 of 3 bytes");
    expect(() => uploads.begin("b.csv", 65 * 1024 * 1024)).toThrow("Download a shorter span");
    expect(() => uploads.append("nowhere", 0, bytes(1))).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });

  it("forgets a file after a while without a word of it, and the oldest where there are many", async () => {
    const first = uploads.begin("first.csv", 1).uploadId;
    await clock.advance(14 * MINUTE_MS);
    uploads.append(first, 0, bytes(1));
    await clock.advance(14 * MINUTE_MS);
    expect(uploads.file(first).name).toBe("first.csv");
    await clock.advance(16 * MINUTE_MS);
    expect(() => uploads.file(first)).toThrow("choose it again");
    const [oldest, ...others] = Array.from({ length: 5 }, (_, index) => uploads.begin(`${index}.csv`, 0).uploadId);
    expect(() => uploads.file(oldest ?? "")).toThrow("choose it again");
    for (const id of others) expect(uploads.file(id).content).toHaveLength(0);
  });
});
