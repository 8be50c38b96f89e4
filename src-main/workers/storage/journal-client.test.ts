import { describe, expect, it } from "vitest";
import { InvariantError } from "#shared/domain/assert.ts";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { sampleEvent } from "#testing/store-conformance.ts";
import { journalClient } from "./journal-client.ts";
import type { StorageRequest } from "./protocol.ts";
import { StorageClient } from "./storage-client.ts";

const A = profileIdSchema.parse("demo-a");
const link = (seq: number) => ({ seq, prevHash: "0".repeat(64), hash: "a".repeat(64) });

/** A client whose storage thread answers each call with this. */
function answering(value: unknown) {
  const requests: StorageRequest[] = [];
  const client: StorageClient = new StorageClient({
    postMessage: (request) => {
      requests.push(request);
      client.receive({ kind: "replies", replies: [{ id: request.id, ok: true, value }] });
    },
  });
  return { journal: journalClient(client), requests };
}

describe("journalClient", () => {
  it("gives each event its own link", async () => {
    const { journal, requests } = answering([link(1), link(2)]);
    const events = [sampleEvent(0), sampleEvent(1)];
    const entries = await journal.append(unixMs(5), A, events);
    expect(entries).toEqual(events.map((event, index) => ({ ts: 5, profileId: A, event, ...link(index + 1) })));
    expect(requests[0]?.args).toEqual([
      { ts: 5, profileId: A, events: events.map((event) => ({ kind: event.kind, json: canonicalJson(event) })) },
    ]);
  });

  it("asks nothing for no events", async () => {
    const { journal, requests } = answering([]);
    expect(await journal.append(unixMs(5), A, [])).toEqual([]);
    expect(requests).toEqual([]);
  });

  it("takes no answer for written that has fewer links than events", async () => {
    const { journal } = answering([link(1)]);
    await expect(journal.append(unixMs(5), A, [sampleEvent(0), sampleEvent(1)])).rejects.toThrow(InvariantError);
  });

  it("hands reading and checking on as they are asked", async () => {
    const { journal, requests } = answering([]);
    await journal.read({ after: 3, limit: 5 });
    await journal.readLatest({ limit: 7 });
    await journal.verify();
    expect(requests.map(({ target, method, args }) => [target, method, args])).toEqual([
      ["journal", "read", [{ after: 3, limit: 5 }]],
      ["journal", "readLatest", [{ limit: 7 }]],
      ["journal", "verify", []],
    ]);
  });

  it("refuses an event that could not be read back before it is sent", async () => {
    const { journal, requests } = answering([link(1)]);
    const strange = { kind: "killSwitch.set", on: "yes", reason: "" } as never;
    await expect(journal.append(unixMs(5), A, [sampleEvent(0), strange])).rejects.toThrow("Not a journal event");
    expect(requests).toEqual([]);
  });
});
