import { act } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_PREFERENCES, PreferencesProvider } from "#renderer/components/preferences.tsx";
import { click, drawn, takeDown } from "#renderer/components/testing.tsx";
import { ToastHost } from "#renderer/components/toast.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { healthStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleFeed, sampleHealth } from "#renderer/stores/testing-feeds.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { feedMarketSchema, healthSchema } from "#shared/contract/system.ts";
import type { FeedMarket } from "#shared/contract/views.ts";
import { FeedsPanel } from "./panel.tsx";

const market = (symbol: string, changes: object = {}): FeedMarket =>
  feedMarketSchema.parse({
    symbol,
    state: "live",
    reason: null,
    ageMs: 300,
    messagesPerSecond: 1.5,
    received: 10,
    rejected: 0,
    ...changes,
  });

const feedMarkets = vi.fn(async (_input: unknown): Promise<readonly FeedMarket[]> => [market("BTC/USD")]);
const reconnectFeed = vi.fn(async (_input: unknown): Promise<unknown> => ({ done: true }));

async function show() {
  const page = drawn(
    // Only what the screen calls is there; any other call would fail the test.
    <ClientProvider client={{ system: { feedMarkets, reconnectFeed } } as unknown as SchwabotClient}>
      <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, timeZone: "utc" }}>
        <ToastHost>
          <FeedsPanel />
        </ToastHost>
      </PreferencesProvider>
    </ClientProvider>,
  );
  await act(async () => undefined);
  const region = (name: string) => {
    const found = [...page.box.querySelectorAll<HTMLElement>("section")].find(
      (section) => section.querySelector(":scope > h3, :scope > .ph > h2")?.textContent === name,
    );
    if (found === undefined) throw new Error(`No region ${name}`);
    return found;
  };
  const button = () => {
    const found = [...page.box.querySelectorAll("button")].find(({ textContent }) => textContent === "Reconnect");
    if (found === undefined) throw new Error("No button");
    return found;
  };
  return { ...page, region, button };
}

const rows = (section: HTMLElement) => [...section.querySelectorAll("tbody tr")].map((row) => row.textContent ?? "");

beforeEach(() => navigationStore.setState({ screen: "feeds", parameters: [] }));
afterEach(() => {
  takeDown();
  markIdle(healthStore);
  feedMarkets.mockClear();
  reconnectFeed.mockClear();
});

describe("price feeds", () => {
  it("shows one row per feed and the details of the one that the address names", async () => {
    const quiet = sampleFeed({ venue: "sim-alpha", name: "Sim Alpha", source: "simulated", canReconnect: false });
    markReady(healthStore, sampleHealth([quiet, sampleFeed()]), 1);
    navigationStore.setState({ parameters: ["kraken"] });
    const { region, box } = await show();
    expect(rows(region("Feeds"))).toHaveLength(2);
    expect(rows(region("Feeds"))[0]).toContain("streamed10 of 100.4 s12.302100%38 ms");
    expect(feedMarkets.mock.calls[0]?.[0]).toEqual({ venue: "kraken" });
    expect(region("Kraken").textContent).toContain("Opened, last 5 min1 of 300");
    expect(box.querySelector("tr[aria-selected=true]")?.textContent).toContain("Kraken");
  });

  it("puts the markets that are in doubt first, grey, with the reason", async () => {
    feedMarkets.mockResolvedValueOnce([
      market("BTC/USD"),
      market("ETH/USD", { state: "stale", reason: "No confirmation from the venue for 20 s.", ageMs: 20_400 }),
      market("SOL/USD", { state: null, reason: "No price has come yet.", ageMs: null }),
    ]);
    markReady(healthStore, sampleHealth([sampleFeed()]), 1);
    const { region } = await show();
    const list = [...region("Markets").querySelectorAll("tbody tr")];
    expect(list.map((row) => row.firstElementChild?.textContent)).toEqual(["ETH/USD", "SOL/USD", "BTC/USD"]);
    expect(list.map((row) => row.className)).toEqual(["stale", "stale", ""]);
    expect(list[0]?.textContent).toContain("No confirmation from the venue for 20 s.");
    expect(list[0]?.querySelector(".late")?.textContent).toBe("20 s");
  });

  it("says of each profile how its cycles went, what is stale, since when and why; nothing where none run", async () => {
    const health = sampleHealth([sampleFeed()]);
    const states = { sync: "ok", value: "ok", inject: "ok", evaluate: "stale", signal: "waiting" };
    const strategies = {
      ...{ on: true, successRate: 0.75, recentCycles: 4, cycles: { success: 3, degraded: 1, failed: 0 }, signals: 12 },
      ...{ lastCycleAt: 0, nextCycleAt: null },
      modules: Object.entries(states).map(([module, state]) => ({
        ...{ module, state, goodAt: 0, detail: state === "stale" ? "It hangs." : null },
      })),
    };
    const profile = { profileId: "core", tradingState: "active", reason: null, collidesWith: [] };
    const profiles = [
      { ...profile, strategies },
      { ...profile, profileId: "other", strategies: null },
    ];
    markReady(healthStore, healthSchema.parse({ ...health, profiles }), 1);
    const { region, box } = await show();
    const [row] = rows(region("Strategies"));
    expect(rows(region("Strategies"))).toHaveLength(1);
    expect(row).toContain("core75%12good");
    expect(row).toContain("stale since");
    expect(row).toContain("not yet");
    expect(row?.endsWith("off")).toBe(true);
    expect(region("Strategies").textContent).toContain("It hangs.");
    act(() => markReady(healthStore, healthSchema.parse({ ...health, profiles: profiles.slice(1) }), 1));
    expect(box.textContent).not.toContain("Cycles of strategies");
    expect(() => region("Strategies")).toThrow("No region");
  });

  it("draws a thousand markets as few rows, sorted by any column", async () => {
    const many = Array.from({ length: 1_000 }, (_, at) =>
      market(`A${String(at).padStart(3, "0")}/USD`, { messagesPerSecond: at }),
    );
    feedMarkets.mockResolvedValueOnce(many);
    markReady(healthStore, sampleHealth([sampleFeed()]), 1);
    const { region } = await show();
    const table = region("Markets").querySelector("table");
    expect(table?.getAttribute("aria-rowcount")).toBe("1001");
    expect(region("Markets").querySelectorAll("tbody tr:not(.spacer)").length).toBeLessThan(120);
  });

  it("says in words what was refused and what was noticed", async () => {
    const { connection } = sampleFeed();
    const feed = sampleFeed({
      rejected: { crossed: 2, outOfOrder: 7 },
      connection: {
        ...connection,
        alarms: { heartbeat: 3 },
        lastEnd: { reason: "No sign of life from the venue for 9 s.", at: 60_000 },
      },
    });
    markReady(healthStore, sampleHealth([feed]), 1);
    const { region } = await show();
    expect(region("Prices refused").textContent).toBe(
      "Prices refusedCame again, or behind a later one7Bid above the offer2",
    );
    expect(region("Noticed and mended").textContent).toBe("Noticed and mendedNo sign of life from the venue3");
    expect(region("Kraken").textContent).toContain(
      "Last end, 1 Jan 1970 00:01:00 UTC: No sign of life from the venue for 9 s.",
    );
  });

  it("connects anew once per press and says so; a refusal is shown", async () => {
    markReady(healthStore, sampleHealth([sampleFeed()]), 1);
    const { button, box } = await show();
    click(button());
    click(button());
    await act(async () => undefined);
    expect(reconnectFeed.mock.calls.map(([input]) => input)).toEqual([{ venue: "kraken" }]);
    expect(box.textContent).toContain("Kraken is being connected anew");
    reconnectFeed.mockRejectedValueOnce(
      Object.assign(new Error("Kraken is not a venue in use."), { code: "FEED_NO_DATA", data: { retryable: false } }),
    );
    click(button());
    await act(async () => undefined);
    expect(box.textContent).toContain("Not connected anew. Kraken is not a venue in use.");
  });

  it("does not offer what cannot be done, and says why", async () => {
    markReady(healthStore, sampleHealth([sampleFeed({ canReconnect: false, source: "rest", connection: null })]), 1);
    const { button, box } = await show();
    expect(button().disabled).toBe(true);
    expect(box.textContent).toContain("Its prices are asked for: no connection stays open.");
  });

  it("says of a feed in part trouble which market, and why", async () => {
    const trouble = { markets: 2, symbol: "ETH/USD", state: "stale", reason: "No confirmation for 20 s." };
    markReady(healthStore, sampleHealth([sampleFeed({ liveSymbols: 8, trouble })]), 1);
    const { region } = await show();
    expect(region("Kraken").textContent).toContain(
      "2 of 10 markets have a price that may be old or wrong. ETH/USD: No confirmation for 20 s.",
    );
    expect(region("Feeds").querySelector(".in-doubt")?.textContent).toContain("8 of 10");
  });

  it("says what to do while no venue is in use", async () => {
    markReady(healthStore, sampleHealth([]), 1);
    const { box } = await show();
    expect(box.textContent).toContain("No venue is in use.");
    expect(feedMarkets).not.toHaveBeenCalled();
  });
});
