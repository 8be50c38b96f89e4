// Does the mark stand while, and only while, a profile rebalances by itself, and does it stop that?
import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { click, drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { unixMs } from "#shared/domain/time.ts";
import { AutomaticBar } from "./automatic-bar.tsx";

const records = [
  { status: "live", approval: { approvalId: "b" } },
  { status: "revoked", approval: { approvalId: "a" } },
];
const revoke = vi.fn(async (_input: unknown): Promise<unknown> => ({}));
const client = { standingApprovals: { list: async () => ({ records }), revoke } };

function show(until: number | null) {
  const automaticUntil = until === null ? null : unixMs(until);
  markReady(profilesStore, [{ ...sampleProfileSummary(), automaticUntil }], 1_000);
  return drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <AutomaticBar />
    </ClientProvider>,
  );
}

afterEach(() => {
  takeDown();
  markIdle(profilesStore);
});

test("nothing stands there while a person approves every plan", () => {
  expect(show(null).box.textContent).toBe("");
});

test("it says whose it is and until when, and stops exactly the live one", async () => {
  const { box, find } = show(1_796_342_400_000);
  expect(box.textContent).toContain("Automatic rebalancing on until 4 Dec 2026");
  expect(box.textContent).toContain("Core trades without asking");
  click(find("button"));
  await act(async () => undefined);
  expect(revoke).toHaveBeenCalledExactlyOnceWith({ profileId: "core", approvalId: "b" });
});
