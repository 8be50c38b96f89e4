// Does a position open to its lots, its transactions, what ends a difference, and why each number is what it is?
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DEFAULT_PREFERENCES, PreferencesProvider } from "#renderer/components/preferences.tsx";
import { click, drawn, takeDown } from "#renderer/components/testing.tsx";
import { ToastHost } from "#renderer/components/toast.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { SAMPLE_BATCH, sampleLine, sampleLot, sampleRow } from "#renderer/stores/testing-books.ts";
import { sampleHoldings, sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { Lot } from "#shared/domain/books.ts";
import { AssetDetailPanels } from "./asset-detail.tsx";
import { lotTotals, toLotRows } from "./lot-rows.ts";

const answers = <Answer,>(answer: Answer) => vi.fn(async (_input: unknown, _options?: unknown) => answer);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

async function show(books: Readonly<Record<string, unknown>> = {}, hideAmounts = false, difference = "0") {
  const position = ensure(
    sampleHoldings().positions.find(({ asset }) => asset === "BTC"),
    "sample",
  );
  const client = {
    portfolio: {
      assetDetail: answers({
        asset: "BTC",
        transactions: [sampleRow("one").transaction],
        price: null,
        reconciliation: { venueQuantity: "1.25", booksQuantity: "1", difference, likelyCause: null },
      }),
    },
    books: {
      lots: answers([sampleLot(), sampleLot({ transactionId: "second", quantity: "0.6", cost: "40000" })]),
      reconciliation: answers([sampleLine(), sampleLine({ asset: "ETH" })]),
      why: answers({ label: "Value of BTC", value: "60000", formula: "product", source: null, children: [] }),
      ...books,
    },
  };
  const page = drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, timeZone: "utc", hideAmounts }}>
        <ToastHost>
          <AssetDetailPanels position={position} currency="USD" onClose={() => undefined} />
        </ToastHost>
      </PreferencesProvider>
    </ClientProvider>,
  );
  await act(async () => undefined);
  const press = async (role: string, name: string) => {
    click(
      ensure(
        [...page.box.querySelectorAll<HTMLElement>(role)].find((one) => text(one) === name),
        name,
      ),
    );
    await act(async () => undefined);
  };
  const panel = (title: string) =>
    text(
      ensure(
        [...page.box.querySelectorAll("section.panel")].find((one) => text(one).startsWith(title)),
        title,
      ),
    );
  return { ...page, press, panel, client };
}

beforeEach(() => markReady(profilesStore, [sampleProfileSummary()], 1));
afterEach(() => {
  takeDown();
  markIdle(profilesStore);
});

test("lots come with unit cost and gain at today's price, their total below", async () => {
  const { find, panel } = await show();
  // 0.4 at 60,000 less 20,000; 0.6 at 60,000 less 40,000.
  expect(text(find("tbody tr"))).toBe("pooledKraken0.40000050,000.0020,000.00+4,000.00");
  expect(text(find("tfoot tr"))).toBe("Total1.0000060,000.0060,000.000.00");
  expect(panel("BTC lots")).toContain("2 open, average cost");
});

test("privacy mode hides quantities, costs and gains, and leaves unit costs", async () => {
  const { find } = await show({}, true);
  expect(text(find("tfoot tr"))).toBe("Total••••••60,000.00••••••••••••");
});

test("without an open lot says so", async () => {
  const { panel } = await show({ lots: answers<readonly Lot[]>([]) });
  expect(panel("BTC lots")).toContain("The books hold no open lot of BTC.");
});

test("lots give way to transactions", async () => {
  const { press, panel } = await show();
  await press("[role=radio]", "Transactions");
  expect(panel("BTC transactions")).toContain("BoughtKraken");
});

test("a difference of this asset can be ended by one press, and that can be undone", async () => {
  const fix = answers({ batchId: SAMPLE_BATCH, added: 1 });
  const undoBatch = answers({ done: true });
  const { press, panel } = await show({ fix, undoBatch }, false, "0.25");
  expect(panel("Where BTC is")).toContain("Books and venues differ by 0.250000 BTC.");
  expect(panel("Where BTC is")).toContain("Kraken: +0.250000 BTC");
  await press("button", "Adjust by the difference");
  expect(fix).toHaveBeenCalledExactlyOnceWith({
    profileId: "core",
    accountId: "core-kraken",
    asset: "BTC",
    difference: "0.25",
    fix: { kind: "adjust" },
  });
  await press("button", "Undo");
  expect(undoBatch).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ batchId: SAMPLE_BATCH }));
});

test.each([
  ["PnL", "pnl"],
  ["Weight", "weight"],
  ["Return", "return"],
  ["Cost", "cost"],
])("%s is asked for as %s", async (name, figure) => {
  const { press, client } = await show();
  await press("[role=radio]", name);
  expect(client.books.why.mock.calls.at(-1)?.[0]).toEqual({ profileId: "core", asset: "BTC", figure });
});

test("a lot of unknown cost has no gain, and neither has the sum", () => {
  const rows = toLotRows([sampleLot(), sampleLot({ transactionId: "x", cost: null })], "60000");
  expect(rows.map(({ unitCost, gain }) => ({ unitCost, gain }))).toEqual([
    { unitCost: "50000", gain: "4000" },
    { unitCost: null, gain: null },
  ]);
  expect(lotTotals(rows)).toEqual({ quantity: "0.8", cost: null, unitCost: null, gain: null });
  expect(toLotRows([sampleLot()], null)[0]?.gain).toBeNull();
});
