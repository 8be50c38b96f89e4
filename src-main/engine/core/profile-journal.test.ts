import { describe, expect, it } from "vitest";
import type { Journal } from "#engine/ports/journal.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { EngineError } from "./engine-error.ts";
import { ProfileJournal } from "./profile-journal.ts";

const A = profileIdSchema.parse("a");
const B = profileIdSchema.parse("b");
const armed = (message: string) =>
  ({ kind: "profile.tradingState", state: "active", reason: { code: "ARMED", message } }) as const;
const on = (journal: Journal, profileId = A) => new ProfileJournal({ profileId, clock: new ManualClock(), journal });

/** Messages in the order in which they were applied. */
function heard(journal: ProfileJournal): string[] {
  const messages: string[] = [];
  journal.applied.subscribe(({ event }: JournalEntry) => {
    if (event.kind === "profile.tradingState") messages.push(event.reason.message);
  });
  return messages;
}

describe("ProfileJournal", () => {
  it("applies what was written, in its order, and a replay gives the same, of this profile alone", async () => {
    const { journal } = new MemoryStore();
    const first = on(journal);
    const live = heard(first);
    await Promise.all(["one", "two", "three"].map((message) => first.record(() => [armed(message)])));
    await on(journal, B).record(() => [armed("of another")]);
    const again = on(journal);
    const replayed = heard(again);
    expect(await again.replay()).toBe(3);
    expect(live).toEqual(["one", "two", "three"]);
    expect(replayed).toEqual(live);
  });

  it("reads a long past page by page, each entry once", async () => {
    const { journal } = new MemoryStore();
    const events = Array.from({ length: 5_001 }, (_, index) => armed(String(index)));
    await on(journal).record(() => events);
    const again = on(journal);
    const replayed = heard(again);
    expect(await again.replay()).toBe(5_001);
    expect(replayed).toEqual(events.map((event) => event.reason.message));
  });

  it("writes nothing for no events", async () => {
    const store = new MemoryStore();
    expect(await on(store.journal).record(() => [])).toEqual([]);
    expect((await store.journal.verify()).entries).toBe(0);
  });

  it("builds each event from what all earlier ones made", async () => {
    const journal = on(new MemoryStore().journal);
    const seen = heard(journal);
    const count = () => [armed(`after ${seen.length}`)];
    await Promise.all([journal.record(count), journal.record(count), journal.record(count)]);
    expect(seen).toEqual(["after 0", "after 1", "after 2"]);
  });

  it("goes on after events that could not be built", async () => {
    const journal = on(new MemoryStore().journal);
    const spoilt = journal.record(() => {
      throw new Error("no such order");
    });
    await expect(spoilt).rejects.toThrow("no such order");
    await journal.record(() => [armed("next")]);
    expect(journal.failure).toBeNull();
  });

  it.each([
    [new EngineError("STORE_FULL", "The disk is full."), "STORE_FULL", "The disk is full."],
    [new Error("EIO"), "STORE_FAILED", "The journal could not be written."],
  ])("applies and writes nothing more after a write that failed: %s", async (error, code, message) => {
    const { journal: sound } = new MemoryStore();
    let broken = true;
    const journal = on({
      ...sound,
      append: (...args) => (broken ? Promise.reject(error) : sound.append(...args)),
    });
    const seen = heard(journal);
    await expect(journal.record(() => [armed("lost")])).rejects.toMatchObject({ code, message });
    broken = false;
    await expect(journal.record(() => [armed("later")])).rejects.toMatchObject({ code });
    expect(journal.failure).toMatchObject({ code });
    expect(seen).toEqual([]);
    expect((await sound.verify()).entries).toBe(0);
  });
});
