import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { click, drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { systemInfoStore } from "#renderer/stores/engine-stores.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { SAMPLE_TIME, sampleAccount } from "#renderer/stores/testing-accounts.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { goingLiveSchema } from "#shared/contract/live.ts";
import { systemInfoSchema } from "#shared/contract/system.ts";
import type { GoingLive } from "#shared/contract/views.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { ModePanel } from "./mode-panel.tsx";
import { rampNeighbors } from "./ramp-steps.ts";

type Changes = Readonly<Record<string, unknown>>;

function profile(changes: Changes = {}): Profile {
  return profileSchema.parse({
    id: "core",
    name: "Core",
    priority: 1,
    mode: "paper",
    source: "real",
    currency: "USD",
    cashAssets: ["USD"],
    accounts: [sampleAccount()],
    targets: { BTC: "1" },
    policy: {
      goal: "target",
      tolerance: "0.01",
      minTradeValue: "10",
      maxCostFraction: "0.01",
      slippageTolerance: "0.001",
      cashReserve: {},
      neverSell: [],
      neverBuy: [],
      pinned: {},
      includeUntargeted: false,
      bands: { absolute: "0.05" },
      bandsByAsset: {},
    },
    limits: {
      maxOrderFraction: "0.1",
      maxPlanTurnoverFraction: "0.3",
      maxDayTurnoverFraction: "0.5",
      maxOrdersPerDay: 40,
    },
    createdAt: SAMPLE_TIME,
    seed: "1",
    ...changes,
  });
}
/** The check boxes bring hidden inputs along. */
const NAME_FIELD = "input:not([type=checkbox])";

function goingLive(changes: Changes = {}): GoingLive {
  return goingLiveSchema.parse({
    mode: "paper",
    sandboxPossible: false,
    lines: [
      { id: "rights", label: "Rights", state: "ok", detail: "They may trade." },
      { id: "alerts", label: "Alerts", state: "open", detail: "Alerts do not exist in this version." },
    ],
    blocked: null,
    ramp: null,
    ...changes,
  });
}

function fakeClient() {
  const done = () => vi.fn(async (_input: unknown): Promise<unknown> => ({}));
  return {
    live: {
      checklist: vi.fn(async (): Promise<GoingLive> => goingLive()),
      unlock: done(),
      setRamp: done(),
      setMode: done(),
    },
  };
}

let client: ReturnType<typeof fakeClient>;
const settle = () => act(async () => undefined);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

async function show(shown: Profile) {
  // Only what this panel calls is there; any other call would fail the test.
  const screen = drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <ModePanel profile={shown} />
    </ClientProvider>,
  );
  await settle();
  const button = (name: string) => {
    const found = [...screen.box.querySelectorAll("button")].find((element) => text(element) === name);
    if (found === undefined) throw new Error(`No button ${name} in ${text(screen.box)}`);
    return found;
  };
  return { ...screen, button };
}

beforeEach(() => {
  client = fakeClient();
});

afterEach(() => {
  takeDown();
  markIdle(systemInfoStore);
});

describe("going live", () => {
  test("needs every open line accepted and the name typed exactly", async () => {
    const screen = await show(profile());
    expect(screen.button("Unlock live").disabled).toBe(true);
    expect(text(screen.box)).toContain("1 open line is not accepted yet.");
    click(screen.find("[role=checkbox]"));
    typeInto(screen.find<HTMLInputElement>(NAME_FIELD), "core");
    expect(screen.button("Unlock live").disabled).toBe(true);
    typeInto(screen.find<HTMLInputElement>(NAME_FIELD), "Core");
    click(screen.button("Unlock live"));
    await settle();
    expect(client.live.unlock).toHaveBeenCalledExactlyOnceWith({
      profileId: "core",
      typedName: "Core",
      acceptedOpen: ["alerts"],
    });
  });

  test("is not offered past a line that failed", async () => {
    client.live.checklist.mockResolvedValue(
      goingLive({ lines: [{ id: "feeds", label: "Feeds", state: "failed", detail: "Kraken is stale." }] }),
    );
    const screen = await show(profile());
    typeInto(screen.find<HTMLInputElement>(NAME_FIELD), "Core");
    expect(screen.button("Unlock live").disabled).toBe(true);
    expect(text(screen.box)).toContain("Mend first: Feeds.");
  });

  test("says why it is not possible at all, and then offers nothing", async () => {
    client.live.checklist.mockResolvedValue(
      goingLive({ blocked: { code: "LIVE_NOT_READY", message: "Kraken itself is not traded live." } }),
    );
    const screen = await show(profile());
    expect(text(screen.box)).toContain("Kraken itself is not traded live. LIVE_NOT_READY");
    expect(screen.box.querySelector("input, [role=checkbox]")).toBeNull();
  });

  test("shows the engine's refusal", async () => {
    client.live.checklist.mockResolvedValue(goingLive({ lines: [] }));
    client.live.unlock.mockRejectedValue(
      Object.assign(new Error("A plan is under way."), { code: "PLAN_BUSY", data: {} }),
    );
    const screen = await show(profile());
    typeInto(screen.find<HTMLInputElement>(NAME_FIELD), "Core");
    click(screen.button("Unlock live"));
    await settle();
    expect(text(screen.find("[role=alert]"))).toContain("A plan is under way.");
  });
});

describe("modes", () => {
  test("a profile of the simulated market stays on paper, and no checklist is asked for", async () => {
    const screen = await show(profile({ source: "simulated" }));
    expect(text(screen.box)).toContain("Paper, for good");
    expect(client.live.checklist).not.toHaveBeenCalled();
  });

  test("the sandbox is offered only where there is one", async () => {
    const without = await show(profile());
    expect(without.box.querySelector("[role=radio]")).toBeNull();
    takeDown();
    client.live.checklist.mockResolvedValue(goingLive({ sandboxPossible: true }));
    const screen = await show(profile());
    click(screen.button("Sandbox"));
    await settle();
    expect(client.live.setMode).toHaveBeenCalledExactlyOnceWith({ profileId: "core", mode: "sandbox" });
  });

  test("live is raised one step at a time and locked back to paper", async () => {
    client.live.checklist.mockResolvedValue(goingLive({ mode: "live", ramp: "0.02" }));
    const screen = await show(profile({ mode: "live", live: { unlockedAt: SAMPLE_TIME, ramp: "0.02" } }));
    expect(text(screen.find("[aria-current=step]"))).toBe("2%");
    click(screen.button("Raise to 10%"));
    await settle();
    expect(client.live.setRamp).toHaveBeenCalledExactlyOnceWith({ profileId: "core", ramp: "0.1" });
    click(screen.button("Lock: back to paper"));
    await settle();
    expect(client.live.setMode).toHaveBeenCalledExactlyOnceWith({ profileId: "core", mode: "paper" });
  });

  test("no step of the ramp is jumped over", () => {
    expect(rampNeighbors("0.02")).toMatchObject({ lower: null, higher: { ramp: "0.1" } });
    expect(rampNeighbors("0.1")).toMatchObject({ lower: { ramp: "0.02" }, higher: { ramp: "none" } });
    expect(rampNeighbors("none")).toMatchObject({ lower: { ramp: "0.1" }, higher: null });
    expect(rampNeighbors(null)).toEqual({ lower: null, higher: null });
  });

  test("live against a test server is outlined and says so; against the exchange it is not", async () => {
    client.live.checklist.mockResolvedValue(goingLive({ mode: "live", ramp: "0.02" }));
    markReady(
      systemInfoStore,
      systemInfoSchema.parse({
        version: "0",
        shell: "headless",
        startedAt: SAMPLE_TIME,
        dataDir: "/d",
        marketLabel: null,
        testServers: [{ venue: "kraken", address: "127.0.0.1:4001" }],
        capabilities: { openPath: false, updates: false },
        notices: [],
        journalDamaged: false,
      }),
      1,
    );
    const live = { mode: "live", live: { unlockedAt: SAMPLE_TIME, ramp: "0.02" } };
    const test = await show(profile({ ...live, accounts: [sampleAccount("a", { endpoint: "loopback" })] }));
    expect(test.find(".plate").className).toContain("test");
    expect(text(test.find(".test-server"))).toBe("test server");
    takeDown();
    const real = await show(profile(live));
    expect(real.find(".plate").className).not.toContain("test");
    expect(real.box.querySelector(".test-server")).toBeNull();
  });
});
