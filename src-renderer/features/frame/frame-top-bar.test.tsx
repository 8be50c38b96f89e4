import { afterEach, beforeEach, expect, test } from "vitest";
import { drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import { healthStore, portfolioStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleFeed, sampleHealth } from "#renderer/stores/testing-feeds.ts";
import { sampleHoldings, sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { FrameTopBar } from "./frame-top-bar.tsx";

function show() {
  return drawn(
    <ClientProvider client={{} as unknown as SchwabotClient}>
      <FrameTopBar
        active={sampleProfileSummary()}
        pause={{ paused: false, toggle: () => undefined }}
        testServers={null}
      />
    </ClientProvider>,
  );
}

beforeEach(() => {
  nowStore.setState({ now: 1_000 });
  connectionStore.setState({ state: "open", detail: null });
  markReady(healthStore, sampleHealth([sampleFeed()]), 1_000);
});
afterEach(() => {
  takeDown();
  markIdle(healthStore);
  markIdle(portfolioStore);
});

test("the total and the day are good while every price in them is", () => {
  markReady(portfolioStore, sampleHoldings({ BTC: "lagging" }), 1_000);
  const { box } = show();
  expect(box.textContent).toContain("$100,000.00");
  expect(box.querySelectorAll(".in-doubt")).toHaveLength(0);
});

test("both are grey with the reason while one is not", () => {
  markReady(portfolioStore, sampleHoldings({ ETH: "dead", SOL: "stale" }), 1_000);
  const { box } = show();
  const grey = [...box.querySelectorAll<HTMLElement>(".in-doubt")];
  expect(grey.map(({ title }) => title)).toEqual(
    Array.from({ length: 2 }, () => "Rests on prices that may be old or wrong: ETH, SOL."),
  );
});

test("all is grey while the engine is silent, and nothing is claimed of the feeds", () => {
  markReady(portfolioStore, sampleHoldings(), 1_000);
  nowStore.setState({ now: 10_000 });
  const { box, find } = show();
  expect(box.querySelectorAll(".in-doubt")).toHaveLength(2);
  expect(find(".feeds a").textContent).toContain("unknown");
});

test("a feed says how many of its markets fail and why, and leads to its page", () => {
  markReady(portfolioStore, sampleHoldings(), 1_000);
  const trouble = { markets: 2, symbol: "ETH/USD", state: "stale", reason: "No confirmation for 20 s." };
  markReady(healthStore, sampleHealth([sampleFeed({ trouble })]), 1_000);
  const { find } = show();
  const link = find<HTMLAnchorElement>(".feeds a");
  expect(link.textContent).toBe("Kraken2 of 10 in doubt. ETH/USD: No confirmation for 20 s.");
  expect(link.title).toBe("Kraken: 2 of 10 in doubt. ETH/USD: No confirmation for 20 s.");
  expect(link.getAttribute("href")).toBe("#/feeds/kraken");
});
