// Are weights only saved when they add up, and does the screen say so in each of its states?
import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { click, drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { markFailed, markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { tiltViewSchema } from "#shared/contract/signals.ts";
import type { TiltView } from "#shared/contract/views.ts";
import { StrategiesPanel } from "./panel.tsx";

const frame = () => act(() => new Promise<void>((drawnAt) => requestAnimationFrame(() => drawnAt())));
const settle = () => act(async () => undefined);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

const NO_TILT: TiltView = tiltViewSchema.parse({
  ...{ lines: [], budget: "0", used: "0", turnoverPerMonth: "0.5", turnoverSpent: "0" },
});

/** Tells what is tilted once, and stays open. */
const tilting = (data: TiltView) => async () =>
  (async function* () {
    yield { seq: 0, tsInit: 0, kind: "state", data };
    await new Promise(() => undefined);
  })();

function show(update = vi.fn(async (_input: unknown): Promise<unknown> => ({})), tilt = NO_TILT) {
  // Only what this screen calls is there; any other call would fail the test.
  const client = { profiles: { update }, signals: { watchTilt: tilting(tilt) } };
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

test("the tilt is off at first; its budgets go out as exact shares", async () => {
  showProfile();
  const screen = show();
  await frame();
  expect(text(screen.box)).toContain("Off: signals tilt no targets.");
  typeInto(screen.field("Tilt of targets"), "7.5");
  typeInto(screen.field("Tilt of one asset"), "3");
  typeInto(screen.field("Turnover by tilts"), "40");
  click(screen.button("Save settings"));
  await settle();
  expect(screen.update).toHaveBeenCalledExactlyOnceWith({
    profileId: "core",
    changes: { strategies: { tiltBudget: "0.075", tiltBound: "0.03", turnoverPerMonth: "0.4" } },
  });
});

test("an asset has a bound of its own until it is taken back", async () => {
  showProfile();
  const screen = show();
  await frame();
  const bounds = () => screen.box.querySelector(".strategies-bounds") ?? screen.box;
  expect(text(bounds())).toContain("Bounds of single assets: none of their own");
  typeInto(screen.field("Tilt of BTC"), "2.5");
  expect(text(bounds())).toContain("Bounds of single assets: BTC");
  typeInto(screen.field("Tilt of ETH"), "8");
  click(bounds().querySelector('button[aria-label="Tilt of BTC as for all"]') ?? screen.box);
  click(screen.button("Save settings"));
  await settle();
  expect(screen.update).toHaveBeenCalledExactlyOnceWith({
    profileId: "core",
    changes: { strategies: { tiltBounds: { ETH: "0.08" } } },
  });
});

test("what is tilted, by how much of the budgets, and until when", async () => {
  showProfile();
  const id = "00000000-0000-4000-8000-000000000001";
  const lines = [
    { asset: "BTC", from: "0.4", to: "0.44", signalId: id, until: 1_764_212_400_000 },
    { asset: "USD", from: "0.2", to: "0.16", signalId: null, until: null },
  ];
  const budgets = { budget: "0.1", used: "0.04", turnoverPerMonth: "0.5", turnoverSpent: "0.09" };
  const screen = show(undefined, tiltViewSchema.parse({ lines, ...budgets }));
  await frame();
  expect(text(screen.box)).toContain("In use: 4.00 of 10.00 points. Turned over in the last 30 days: 9.00% of 50.00%.");
  expect(text(screen.box)).toContain("BTC40.00% to 44.00%");
  expect(text(screen.box)).toContain("USD20.00% to 16.00%makes room");
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
