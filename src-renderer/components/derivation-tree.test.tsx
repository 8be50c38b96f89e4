// Does a figure open down to entries, prices and balances, with their time and source?
import { afterEach, expect, test } from "vitest";
import type { Derivation } from "#shared/domain/derivation.ts";
import { DerivationTree } from "./derivation-tree.tsx";
import { DEFAULT_PREFERENCES, PreferencesProvider } from "./preferences.tsx";
import { click, drawn, takeDown } from "./testing.tsx";

afterEach(takeDown);

const AT = 1_700_000_000_000;
const leaf = (label: string, value: string, source: Derivation["source"]): Derivation => ({
  label,
  value,
  formula: null,
  source,
  children: [],
});
const UNITS: Derivation = {
  label: "BTC held",
  value: "0.5",
  formula: "sum",
  source: null,
  children: [leaf("Balance of core-kraken", "0.5", { kind: "balance", accountId: "core-kraken", at: AT })],
};
const PRICE = leaf("BTC/USD at kraken", "60000", {
  kind: "price",
  venue: "kraken",
  symbol: "BTC/USD",
  at: AT,
  from: "live quote",
});
const VALUE: Derivation = {
  label: "Value of BTC",
  value: "30000",
  formula: "product",
  source: null,
  children: [UNITS, PRICE],
};

function show(root: Derivation, { isShare = false, hideAmounts = false } = {}) {
  const page = drawn(
    <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, timeZone: "utc", hideAmounts }}>
      <DerivationTree
        root={root}
        isShare={isShare}
        accountName={(id) => (id === "core-kraken" ? "Kraken" : id)}
        entryHref={(id) => `#/activity/transactions/${id}`}
      />
    </PreferencesProvider>,
  );
  const line = (label: string) =>
    [...page.box.querySelectorAll<HTMLElement>(".derivation-line")].find(({ textContent }) =>
      textContent?.startsWith(label),
    );
  const toggle = (label: string) => line(label)?.querySelector("button") ?? page.box;
  return { ...page, line, toggle, text: () => page.box.textContent ?? "" };
}

test("the first step is open, the next opens by its line, each leaf says time and source", () => {
  const { text, toggle, line } = show(VALUE);
  expect(line("Value of BTC")?.textContent).toBe("Value of BTC30,000.00");
  expect(text()).toContain("BTC/USD at kraken60,000.00BTC/USD at kraken, live quote, 14 Nov 2023 22:13:20 UTC");
  expect(text()).not.toContain("Balance of");
  expect(toggle("BTC held").getAttribute("aria-expanded")).toBe("false");
  click(toggle("BTC held"));
  expect(text()).toContain("Balance of core-kraken0.500000Kraken, read 14 Nov 2023 22:13:20 UTC");
  click(toggle("BTC held"));
  expect(text()).not.toContain("Balance of");
});

test("an entry leads to itself", () => {
  const entry = leaf("2024-02-05 Purchase of 2 ETH at 6 USD", "12", { kind: "transaction", id: "t-1", ts: AT });
  const { find } = show({ ...VALUE, children: [entry] });
  expect(find("a").getAttribute("href")).toBe("#/activity/transactions/t-1");
});

test("a share is a percentage; what is not computable says why and is never 0", () => {
  const missing: Derivation = { ...leaf("Value of XYZ", "not computable", null), formula: "No price for XYZ in USD." };
  const { text } = show({ ...VALUE, label: "Weight of BTC", value: "0.6", children: [missing] }, { isShare: true });
  expect(text()).toContain("Weight of BTC60.00%");
  expect(text()).toContain("Value of XYZn/aNo price for XYZ in USD.");
});

test("privacy mode hides amounts, also in words, and leaves prices and shares", () => {
  const entry = leaf("Purchase of 2 ETH at 6 USD", "12", { kind: "transaction", id: "t-1", ts: AT });
  const { text, box } = show({ ...VALUE, children: [entry, PRICE] }, { hideAmounts: true });
  expect(text()).toContain("Purchase of •••••• ETH at •••••• USD");
  expect(text()).toContain("60,000.00");
  expect(text()).not.toContain("30,000");
  expect(box.innerHTML).not.toContain('title="12"');
});
