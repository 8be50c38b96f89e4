// Does the value's head show what the books say of the period, and the line of bitcoin only when asked?
import { act } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { click, drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { portfolioStore, profilesStore } from "#renderer/stores/engine-stores.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { samplePerformance } from "#renderer/stores/testing-books.ts";
import { sampleHoldings, sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import type { Performance } from "#shared/contract/views.ts";
import { ValuePanel } from "./value-panel.tsx";

const EQUITY = { points: [], gain: "250", timeWeighted: "0.01", againstHolding: "10", maxDrawdown: "0.02" };
const LINE = [
  { ts: 1, value: "100" },
  { ts: 2, value: "110" },
];

async function show(performance: () => Promise<Performance>) {
  const client = { portfolio: { equity: async () => EQUITY }, books: { performance } };
  const page = drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <ValuePanel />
    </ClientProvider>,
  );
  await act(async () => undefined);
  return { ...page, text: () => page.box.textContent ?? "", toggle: page.find<HTMLButtonElement>(".curve-toggle") };
}

beforeEach(() => {
  markReady(profilesStore, [sampleProfileSummary()], 1);
  markReady(portfolioStore, sampleHoldings(), 1);
});
afterEach(() => {
  takeDown();
  markIdle(profilesStore);
  markIdle(portfolioStore);
});

test("the money-weighted return stands beside the time-weighted", async () => {
  const { text, find } = await show(async () => samplePerformance());
  expect(text()).toContain("Time-weighted+1.00%Money-weighted+84.21%Against holding+$10.00");
  expect(find("a[aria-label=Performance]").getAttribute("href")).toBe("#/performance");
});

test("where it is not computable the reason is at hand", async () => {
  const reason = "Two rates fit: 0.1 and 3.2.";
  const { find } = await show(async () => samplePerformance({ moneyWeighted: { value: null, reason } }));
  expect(find(`[title="${reason}"]`).textContent).toBe("n/a");
});

test("the line of bitcoin comes by a press and goes by another", async () => {
  const { toggle } = await show(async () => samplePerformance({ allInBtc: LINE }));
  expect(toggle.getAttribute("aria-pressed")).toBe("false");
  click(toggle);
  expect(toggle.getAttribute("aria-pressed")).toBe("true");
  click(toggle);
  expect(toggle.getAttribute("aria-pressed")).toBe("false");
});

test("without a price of bitcoin the line cannot be asked for", async () => {
  const { toggle } = await show(async () => samplePerformance());
  expect(toggle.disabled).toBe(true);
  expect(toggle.title).toContain("price of bitcoin");
});

test("figures that fail leave the rest as it is", async () => {
  const { text, find } = await show(async () => {
    throw Object.assign(new Error("The records could not be read."), { code: "STORE_FAILED" });
  });
  expect(find('[title="The records could not be read."]').textContent).toBe("n/a");
  expect(text()).toContain("Time-weighted+1.00%Money-weightedn/a");
});
