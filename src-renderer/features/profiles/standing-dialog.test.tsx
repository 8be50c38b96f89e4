// Is automatic rebalancing given only after it was read, exactly as it was shown, and live only with the name typed?
import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { click, drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { nowStore } from "#renderer/stores/now-store.ts";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { type StandingProposal, standingProposalSchema } from "#shared/domain/standing-approval.ts";
import { StandingDialog } from "./standing-dialog.tsx";

const { profile } = sampleProfileSummary();
const ID = "a".repeat(64);
const NONCE = "n".repeat(32);
const settle = () => act(async () => undefined);
const text = () => (document.body.textContent ?? "").replace(/\s+/g, " ");

function button(name: string | RegExp): HTMLButtonElement {
  const found = [...document.body.querySelectorAll("button")].find(({ textContent }) => {
    const own = (textContent ?? "").trim();
    return typeof name === "string" ? own === name : name.test(own);
  });
  if (found === undefined) throw new Error(`No button ${name} in ${text()}`);
  return found;
}

function show(mode: "paper" | "live") {
  const propose = vi.fn(async ({ terms }: { terms: object }): Promise<StandingProposal> => {
    const bound = { targets: profile.targets, keys: {}, knownAssets: ["BTC"], createdAt: Date.now(), approvalId: ID };
    const approval = { ...terms, ...bound, profileId: profile.id, number: 1, mode, currency: "USD" };
    return standingProposalSchema.parse({ approval, nonce: NONCE, expiresAt: Date.now() + 60_000 });
  });
  const create = vi.fn(async (_input: unknown): Promise<unknown> => ({}));
  const onClose = vi.fn();
  const client = { standingApprovals: { propose, create } };
  drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <StandingDialog profile={{ ...profile, mode }} onClose={onClose} />
    </ClientProvider>,
  );
  return { propose, create, onClose };
}

afterEach(() => {
  takeDown();
  vi.useRealTimers();
});

test("is read in words first, then given with what was shown", async () => {
  vi.useFakeTimers({ now: 1_767_571_200_000 });
  nowStore.setState({ now: Date.now() });
  const { propose, create, onClose } = show("paper");
  click(button("Look at it"));
  await settle();
  expect(propose).toHaveBeenCalledOnce();
  expect(create).not.toHaveBeenCalled();
  for (const words of ["When: Out of band", "Where: Kraken", "What: BTC, ETH, SOL, USD", "It stops for good"]) {
    expect(text()).toContain(words);
  }
  expect(text()).toContain("10.00% of the value a plan, 20.00% of the value a day (UTC)");
  click(button(/^PAPERLet Core rebalance by itself|Let Core rebalance by itself/));
  await settle();
  const given = { profileId: "core", approvalId: ID, nonce: NONCE, typedName: null };
  expect(create).toHaveBeenCalledExactlyOnceWith(given);
  expect(onClose).toHaveBeenCalledOnce();
});

test("is not given live before the name is typed", async () => {
  vi.useFakeTimers({ now: 1_767_571_200_000 });
  nowStore.setState({ now: Date.now() });
  show("live");
  click(button("Look at it"));
  await settle();
  expect(text()).toContain("Type Core first.");
  const field = document.body.querySelector<HTMLInputElement>("input:not([type=checkbox])");
  if (field === null) throw new Error("no field");
  typeInto(field, "Core");
  expect(text()).toContain("Hold to let Core rebalance by itself");
});

test("is looked at once more when the minute is over", async () => {
  vi.useFakeTimers({ now: 1_767_571_200_000 });
  nowStore.setState({ now: Date.now() });
  const { create } = show("paper");
  click(button("Look at it"));
  await settle();
  act(() => nowStore.setState({ now: Date.now() + 60_001 }));
  click(button(/Go back and look at it once more/));
  expect(create).not.toHaveBeenCalled();
});
