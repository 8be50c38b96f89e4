// Are the figures of a period, the calendar and the gains by asset what the books say, also where something is not computable?
import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_PREFERENCES, PreferencesProvider } from "#renderer/components/preferences.tsx";
import { click, drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { portfolioStore, profilesStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { samplePerformance } from "#renderer/stores/testing-books.ts";
import { sampleHoldings, sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { ensure } from "#shared/domain/assert.ts";
import { mostOf, toAssetRows } from "./asset-rows.ts";
import { PerformancePanel } from "./panel.tsx";

const NOON = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;
const answers = <Answer,>(answer: Answer) => vi.fn(async (_input: unknown, _options?: unknown) => answer);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

function cell(day: number, gain: string, start = "1000") {
  const from = Date.UTC(2026, 10, day);
  return { from, until: from + DAY, start, flows: "50", gain, end: String(Number(start) + 50 + Number(gain)) };
}

async function show(books: Readonly<Record<string, unknown>> = {}, hideAmounts = false) {
  const client = {
    books: {
      performance: answers(samplePerformance()),
      calendar: answers([cell(2, "40"), cell(3, "-20.4"), cell(4, "5", "0")]),
      why: answers({ label: "PnL of the portfolio", value: "10000", formula: "x", source: null, children: [] }),
      ...books,
    },
  };
  const page = drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, timeZone: "utc", hideAmounts }}>
        <PerformancePanel />
      </PreferencesProvider>
    </ClientProvider>,
  );
  await act(async () => undefined);
  const panel = (title: string) =>
    text(
      ensure(
        [...page.box.querySelectorAll("section.panel")].find((one) => text(one).startsWith(title)),
        title,
      ),
    );
  const press = async (name: string) => {
    const found = [...page.box.querySelectorAll<HTMLElement>("button")].find(
      (one) => (one.getAttribute("aria-label") ?? text(one)) === name,
    );
    click(ensure(found, name));
    await act(async () => undefined);
  };
  return { ...page, panel, press, client };
}

beforeEach(() => {
  nowStore.setState({ now: NOON });
  markReady(profilesStore, [sampleProfileSummary()], 1);
  markReady(portfolioStore, sampleHoldings(), 1);
});
afterEach(() => {
  takeDown();
  markIdle(profilesStore);
  markIdle(portfolioStore);
});

describe("figures", () => {
  test("start, flows and gain are the end, and each return is a percentage", async () => {
    const { panel } = await show();
    expect(panel("Figures")).toContain(
      "At the start$90,000.00Net deposits$5,000.00Gained+$5,000.00At the end$100,000.00",
    );
    expect(panel("Figures")).toContain("Time-weighted+5.53%Money-weighted+84.21%Gain share+5.26%");
    expect(panel("Figures")).toContain("Deepest fall3.12%Volatility40.00%Sharpe1.23Sortino1.50");
  });

  test("what was traded and paid in fees stands beside, with what has no known value", async () => {
    const { panel } = await show();
    expect(panel("Figures")).toContain("Figures12 trades");
    expect(panel("Figures")).toContain("Turnover31.23%Fees$42.50");
    expect(panel("Figures")).not.toContain("whose value");
    takeDown();
    const unvalued = await show({ performance: answers(samplePerformance({ trades: 1, unvalued: 1 })) });
    expect(unvalued.panel("Figures")).toContain("1 trade");
    expect(unvalued.panel("Figures")).toContain("Turnover, Fees: without one whose value is not known.");
  });

  test("what is not computable is n/a, its reason said once for all that it stands for", async () => {
    const { panel } = await show();
    expect(panel("Figures")).toContain("Growth a yearn/a");
    expect(panel("Figures")).toContain("Growth a year, Calmar: A year needs at least 90 days of values.");
  });

  test("privacy mode hides amounts and leaves shares", async () => {
    const { panel } = await show({}, true);
    expect(panel("Figures")).not.toMatch(/90,000|42\.5/);
    expect(panel("Figures")).toContain("+5.53%");
  });

  test("another period is asked for", async () => {
    const { press, client } = await show();
    await press("1Y");
    expect(client.books.performance.mock.calls.at(-1)?.[0]).toEqual({ profileId: "core", period: "1y" });
  });

  test("no value yet is no fault; another refusal is said in its words", async () => {
    const fails = (code: string, message: string) => async () => {
      throw Object.assign(new Error(message), { code });
    };
    const empty = await show({ performance: fails("FEED_NO_DATA", "No value is known.") });
    expect(empty.panel("Figures")).toContain("No value of this period is known yet.");
    takeDown();
    const failed = await show({ performance: fails("STORE_FAILED", "The records could not be read.") });
    expect(failed.panel("Figures")).toContain("The records could not be read.");
  });
});

describe("the calendar", () => {
  const asked = ({ books }: { readonly books: { readonly calendar: ReturnType<typeof answers> } }) =>
    books.calendar.mock.calls.at(-1)?.[0] as { readonly bounds: readonly number[] };

  test("asks for this month and shows each day's gain with its share of the start", async () => {
    const { panel, client, find } = await show();
    expect(client.books.calendar.mock.calls[0]?.[0]).toEqual({
      profileId: "core",
      bounds: Array.from({ length: 31 }, (_, index) => Date.UTC(2026, 10, 1 + index)),
    });
    expect(panel("Gain by day")).toContain("2+40+4.00%3−20−2.04%4+5n/a5");
    const slot = [...find("ol.calendar").querySelectorAll<HTMLElement>("li")][1];
    expect(slot?.title).toBe("Start $1,000.00, came in $50.00, gained $40.00, end $1,090.00");
  });

  test("turns back, and forward no further than now", async () => {
    const { panel, press, find, client } = await show();
    expect(find<HTMLButtonElement>("[aria-label=Later]").disabled).toBe(true);
    await press("Earlier");
    expect(panel("Gain by day")).toContain("Oct 2026");
    expect(asked(client).bounds[0]).toBe(Date.UTC(2026, 9, 1));
    expect(find<HTMLButtonElement>("[aria-label=Later]").disabled).toBe(false);
  });

  test("shows weeks and months of a year", async () => {
    const { press, client } = await show();
    await press("Months");
    expect(asked(client).bounds).toEqual(Array.from({ length: 13 }, (_, index) => Date.UTC(2026, index, 1)));
    await press("Weeks");
    expect(asked(client).bounds.slice(0, 2)).toEqual([Date.UTC(2025, 11, 29), Date.UTC(2026, 0, 5)]);
  });

  test("hides amounts in privacy mode and leaves shares", async () => {
    const { panel, find } = await show({}, true);
    expect(panel("Gain by day")).toContain("2••••••+4.00%");
    expect(find("ol.calendar").innerHTML).not.toMatch(/1,?000|\+40(?!\.|%)/);
  });
});

describe("gains by asset", () => {
  test("stand with their bars, and the sums of the portfolio below", async () => {
    const { panel, box } = await show();
    expect(panel("By asset")).toContain("BTC0.00+0.50");
    expect(panel("By asset")).toContain("Total0.00+10,000.00");
    expect(box.querySelectorAll(".pnl-bar rect").length).toBeGreaterThan(0);
  });

  test("the largest first; one of which a part is not known stays, one that gave nothing goes", () => {
    const [position] = sampleHoldings().positions;
    const given = ensure(position, "sample");
    const row = (asset: string, realized: string, unrealized: string | null) =>
      ({ ...given, asset, realized, unrealized }) as typeof given;
    const rows = toAssetRows([row("A", "1", "1"), row("B", "0", "0"), row("C", "-10", "2"), row("D", "0", null)]);
    expect(rows.map(({ position: { asset } }) => asset)).toEqual(["C", "A", "D"]);
    expect(mostOf(rows)).toBe("10");
    expect(mostOf([])).toBe("0");
  });
});

test("why: the whole portfolio's figures are asked for without an asset", async () => {
  const { panel, press, client } = await show();
  expect(panel("Why this number?")).toContain("PnL of the portfolio10,000.00");
  await press("Return");
  expect(client.books.why.mock.calls.at(-1)?.[0]).toEqual({ profileId: "core", asset: null, figure: "return" });
});
