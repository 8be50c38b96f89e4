// Does nothing on Positions that rests on a doubtful price look good?
import { act } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawn, takeDown } from "#renderer/components/testing.tsx";
import { ToastHost } from "#renderer/components/toast.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { portfolioStore, profilesStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleHoldings, samplePrices, sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { PositionsPanel } from "./panel.tsx";
import { WhyPanel } from "./why-panel.tsx";

async function show() {
  const page = drawn(
    <ClientProvider client={{ portfolio: { sparklines: async () => [] } } as unknown as SchwabotClient}>
      <ToastHost>
        <PositionsPanel />
      </ToastHost>
    </ClientProvider>,
  );
  await act(async () => undefined);
  const row = (asset: string) =>
    [...page.box.querySelectorAll<HTMLElement>("tbody tr")].find(({ textContent }) => textContent?.startsWith(asset));
  return { ...page, row };
}

beforeEach(() => {
  navigationStore.setState({ screen: "positions", parameters: [] });
  markReady(profilesStore, [sampleProfileSummary()], 1);
});
afterEach(() => {
  takeDown();
  markIdle(profilesStore);
  markIdle(portfolioStore);
});

test.each(["stale", "dead", "suspect"] as const)("a price that is %s greys its row and the totals", async (state) => {
  markReady(portfolioStore, sampleHoldings({ SOL: state }), 1);
  const { row, find } = await show();
  expect(row("SOL")?.className).toContain("stale");
  expect(row("SOL")?.querySelector<HTMLElement>(".in-doubt")?.title).toMatch(/\.$/);
  // The age keeps its color: it is what is wrong.
  expect(row("SOL")?.querySelector(".late")?.textContent).toBe("20 s");
  expect(row("BTC")?.className).not.toContain("stale");
  expect(find("tfoot .in-doubt").title).toBe("Rests on a price that may be old or wrong: SOL.");
});

test("good prices grey nothing", async () => {
  markReady(portfolioStore, sampleHoldings({ ETH: "lagging" }), 1);
  const { box } = await show();
  expect(box.querySelectorAll(".in-doubt, tr.stale, .late")).toHaveLength(0);
});

test("why a number is what it is: the quote that is in doubt is named, and so is the value", () => {
  const position = sampleHoldings({ SOL: "stale" }).positions.find(({ asset }) => asset === "SOL");
  const price = samplePrices({ SOL: "stale" }).prices.find(({ asset }) => asset === "SOL");
  if (position === undefined || price === undefined) throw new Error("No sample");
  const { box } = drawn(
    <WhyPanel
      position={position}
      currency="USD"
      price={price}
      isStale={false}
      figure="value"
      onClose={() => undefined}
    />,
  );
  // The value, the price, and the venue's own.
  expect(box.querySelectorAll(".in-doubt")).toHaveLength(3);
  expect(box.querySelector(".why-line.sub .sr")?.textContent).toBe("stale");
});
