// Whose journal is it? A profile's lines and the whole program's, in one order, page by page.
import { createRouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";
import { router } from "#api/router.ts";
import { type ProfileId, profileIdSchema } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { fakeApi, KNOWN_PROFILE } from "#testing/fake-api-context.ts";

const OTHER = profileIdSchema.parse("demo-b");
const started: JournalEvent = { kind: "system.started", version: "1.0.0", shell: "headless" };
const recovered: JournalEvent = { kind: "system.recovered", plans: 1, orders: 0, detail: "resumed" };

async function journalOf(...entries: readonly (readonly [ProfileId | null, JournalEvent])[]) {
  const api = fakeApi();
  for (const [profileId, event] of entries) await api.store.journal.append(unixMs(1), profileId, [event]);
  return createRouterClient(router, { context: api.context });
}

describe("audit.list", () => {
  const entries = [
    [null, started],
    [KNOWN_PROFILE, recovered],
    [OTHER, recovered],
    [null, started],
    [KNOWN_PROFILE, recovered],
  ] as const;

  it("shows a profile's lines with those of the whole program, and no other profile's", async () => {
    const client = await journalOf(...entries);
    const lines = await client.audit.list({ profileId: KNOWN_PROFILE, limit: 10 });
    expect(lines.map(({ seq }) => seq)).toEqual([5, 4, 2, 1]);
  });

  it("gives each line once when it is read page by page", async () => {
    const client = await journalOf(...entries);
    const first = await client.audit.list({ profileId: KNOWN_PROFILE, limit: 2 });
    const second = await client.audit.list({ profileId: KNOWN_PROFILE, limit: 2, before: 4 });
    expect([...first, ...second].map(({ seq }) => seq)).toEqual([5, 4, 2, 1]);
  });

  it("keeps to the areas asked for", async () => {
    const client = await journalOf(...entries);
    expect(await client.audit.list({ profileId: KNOWN_PROFILE, areas: ["fill"], limit: 10 })).toEqual([]);
    expect(await client.audit.list({ profileId: KNOWN_PROFILE, areas: ["system"], limit: 10 })).toHaveLength(4);
  });

  it("shows everything where no profile is named", async () => {
    const client = await journalOf(...entries);
    expect(await client.audit.list({ profileId: null, limit: 10 })).toHaveLength(5);
  });
});
