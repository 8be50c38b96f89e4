// Are weights only saved when they add up, and does the screen say so in each of its states?
import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { click, drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { markFailed, markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { StrategiesPanel } from "./panel.tsx";

const settle = () => act(async () => undefined);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

function show(update = vi.fn(async (_input: unknown): Promise<unknown> => ({}))) {
  // Only what this screen calls is there; any other call would fail the test.
  const client = { profiles: { update } };
  const page = drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <StrategiesPanel />
    </ClientProvider>,
  );
  const button = (name: string) => {
    const found = [...page.box.querySelectorAll("button")].find((element) => text(element) === name);
    if (found === undefined) throw new Error(`No button ${name} in ${text(page.box)}`);
    return found;
  };
  const field = (name: string) => {
    const label = [...page.box.querySelectorAll("label")].find((element) => text(element) === name);
    const found = document.getElementById(label?.htmlFor ?? "");
    if (!(found instanceof HTMLInputElement)) throw new Error(`No field ${name}`);
    return found;
  };
  return { ...page, button, field, update };
}

const showProfile = () => markReady(profilesStore, [sampleProfileSummary()], 1);

afterEach(() => {
  takeDown();
  markIdle(profilesStore);
});

test("weights that do not add up are not saved; normalised they are", async () => {
  showProfile();
  const screen = show();
  expect(screen.button("Save settings").disabled).toBe(true);
  typeInto(screen.field("Weight of Entropy gate"), "50");
  expect(text(screen.box)).toContain("125.0%");
  expect(screen.button("Save settings").disabled).toBe(true);
  click(screen.button("Normalise"));
  expect(screen.field("Weight of Entropy gate").value).toBe("40");
  click(screen.button("Save settings"));
  await settle();
  expect(screen.update).toHaveBeenCalledExactlyOnceWith({
    profileId: "core",
    changes: { strategies: { weights: expect.objectContaining({ entropyGate: 0.4, volumeMomentum: 0.24 }) } },
  });
  expect(screen.button("Save settings").disabled).toBe(true);
});

test("thresholds go out as fractions, and only what was changed", async () => {
  showProfile();
  const screen = show();
  typeInto(screen.field("Confidence"), "80");
  click(screen.button("Save settings"));
  await settle();
  expect(screen.update).toHaveBeenCalledExactlyOnceWith({
    profileId: "core",
    changes: { strategies: { confidenceThreshold: 0.8 } },
  });
});

test("whether strategies run, and on which coins, is set with the rest", async () => {
  showProfile();
  const screen = show();
  expect(text(screen.box)).toContain("those with a target: BTC, ETH, SOL");
  click(screen.find("[role=switch]"));
  expect(text(screen.box)).toContain("no cycle comes by itself");
  typeInto(screen.field("Coin to look at"), "eth");
  click(screen.button("Add"));
  click(screen.button("Save settings"));
  await settle();
  expect(screen.update).toHaveBeenCalledExactlyOnceWith({
    profileId: "core",
    changes: { strategies: { on: false, baseAssets: ["ETH"] } },
  });
});

test("undo takes back what was not saved", () => {
  showProfile();
  const screen = show();
  click(screen.button("Pick"));
  expect(text(screen.box)).toContain("The draw knows nothing of the market");
  click(screen.button("Undo"));
  expect(text(screen.box)).not.toContain("The draw knows nothing of the market");
});

test("a refusal is told, and what was typed stays", async () => {
  showProfile();
  const refused = Object.assign(new Error("Another profile would be the same."), { code: "INPUT_INVALID", data: {} });
  const screen = show(vi.fn(async () => Promise.reject(refused)));
  click(screen.button("Pick"));
  click(screen.button("Save settings"));
  await settle();
  expect(text(screen.find("[role=alert]"))).toContain("Another profile would be the same.");
  expect(screen.button("Save settings").disabled).toBe(false);
});

test("loading, without a profile, old and failed are told apart", () => {
  const lost = { code: "CONNECTION_LOST", message: "The engine does not answer." } as const;
  const screen = show();
  expect(screen.box.querySelector("[aria-busy=true]")).not.toBeNull();
  act(() => markReady(profilesStore, [], 1));
  expect(text(screen.box)).toContain("There is no profile to set strategies for.");
  act(showProfile);
  act(() => markFailed(profilesStore, lost));
  expect(screen.box.querySelector(".stale-content")).not.toBeNull();
  act(() => markIdle(profilesStore));
  act(() => markFailed(profilesStore, lost));
  expect(text(screen.box)).toContain("The engine does not answer.");
});
