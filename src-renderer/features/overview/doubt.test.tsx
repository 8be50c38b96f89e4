// Does nothing on Overview that rests on a doubtful price look good?
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { healthStore, portfolioStore, profilesStore, suggestionsStore } from "#renderer/stores/engine-stores.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { samplePerformance } from "#renderer/stores/testing-books.ts";
import { sampleFeed, sampleHealth } from "#renderer/stores/testing-feeds.ts";
import { sampleHoldings, sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { AllocationPanel } from "./allocation-panel.tsx";
import { DriftPanel } from "./drift-panel.tsx";
import { HoldingsPanel } from "./holdings-panel.tsx";
import { SuggestionsPanel } from "./suggestions-panel.tsx";
import { ValuePanel } from "./value-panel.tsx";
import { VenuesPanel } from "./venues-panel.tsx";

const POINTS = [
  { ts: 1_000, value: "100", flow: "0", held: null },
  { ts: 2_000, value: "101", flow: "0", held: null },
];
const EQUITY = { points: POINTS, gain: "250", timeWeighted: "0.01", againstHolding: "10", maxDrawdown: "0.02" };

const CLIENT = {
  portfolio: { equity: async () => EQUITY },
  books: { performance: async () => samplePerformance() },
};

async function show() {
  const page = drawn(
    // Only what the panels call is there; any other call would fail the test.
    <ClientProvider client={CLIENT as unknown as SchwabotClient}>
      <ValuePanel />
      <AllocationPanel />
      <DriftPanel />
      <HoldingsPanel />
      <VenuesPanel />
      <SuggestionsPanel />
    </ClientProvider>,
  );
  await act(async () => undefined);
  const row = (panel: string, asset: string) => {
    const rows = [...page.box.querySelectorAll<HTMLElement>(`.${panel} tbody tr`)];
    const found = rows.find((candidate) => candidate.textContent?.startsWith(asset));
    if (found === undefined) throw new Error(`No row of ${asset} in ${panel}`);
    return found;
  };
  return { ...page, row, doubted: (element: Element) => element.querySelectorAll(".in-doubt").length };
}

beforeEach(() => {
  markReady(profilesStore, [sampleProfileSummary()], 1);
  markReady(healthStore, sampleHealth([sampleFeed()]), 1);
});
afterEach(() => {
  takeDown();
  for (const store of [profilesStore, healthStore, portfolioStore, suggestionsStore])
    markIdle(store as typeof healthStore);
});

test("live and slow prices are shown as they are", async () => {
  markReady(portfolioStore, sampleHoldings({ SOL: "lagging" }), 1);
  const { box } = await show();
  expect(box.querySelectorAll(".in-doubt, tr.stale")).toHaveLength(0);
});

test.each(["stale", "dead", "suspect"] as const)("a price that is %s greys its asset and every sum", async (state) => {
  markReady(portfolioStore, sampleHoldings({ SOL: state }), 1);
  const { find, row, doubted } = await show();
  // Total, gain, both returns and against holding rest on it; the deepest fall is a thing of the past.
  expect(doubted(find(".over-value"))).toBe(5);
  expect(find(".over-value .in-doubt").title).toBe("Rests on a price that may be old or wrong: SOL.");
  expect(doubted(row("over-allocation", "SOL"))).toBe(1);
  expect(doubted(row("over-allocation", "BTC"))).toBe(0);
  expect(doubted(row("over-drift", "SOL"))).toBe(2);
  expect(doubted(row("over-drift", "ETH"))).toBe(0);
  expect(row("over-holdings", "SOL").className).toContain("stale");
  expect(row("over-holdings", "BTC").className).not.toContain("stale");
  expect(doubted(find(".over-holdings tfoot"))).toBe(2);
});

test.each([
  ["live", 0],
  ["stale", 1],
] as const)("the last point of the curve on a price that is %s", async (state, greyed) => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(200);
  markReady(portfolioStore, sampleHoldings({ SOL: state }), 1);
  const { box } = await show();
  expect(box.querySelectorAll(".chart circle").length).toBeGreaterThan(0);
  expect(box.querySelectorAll(".chart .doubted-end")).toHaveLength(greyed);
});

test.each([
  ["live", "Every weight is inside its band"],
  ["dead", "none is made on prices like these"],
] as const)("no open suggestion on a price that is %s", async (state, words) => {
  markReady(portfolioStore, sampleHoldings({ SOL: state }), 1);
  markReady(suggestionsStore, { open: [], recent: [], lastEvaluation: null }, 1);
  const { find } = await show();
  expect(find(".over-suggestions").textContent).toContain(words);
});

test("a feed that fails in part says so, beside one that is well", async () => {
  markReady(portfolioStore, sampleHoldings(), 1);
  const trouble = { markets: 2, symbol: "ETH/USD", state: "stale", reason: "No confirmation for 20 s." };
  markReady(healthStore, sampleHealth([sampleFeed({ liveSymbols: 8, trouble, rejected: { crossed: 3 } })]), 1);
  const { find, row } = await show();
  expect(find(".over-venues .chip").textContent).toBe("1 of 1 live, 2 in doubt");
  const feed = row("over-venues", "Kraken");
  expect(feed.querySelector<HTMLElement>(".in-doubt")?.title).toBe("ETH/USD: No confirmation for 20 s.");
  expect(feed.querySelector("a")?.getAttribute("href")).toBe("#/feeds/kraken");
  expect(feed.querySelector("td:last-child")?.getAttribute("title")).toBe("Bid above the offer: 3");
});
