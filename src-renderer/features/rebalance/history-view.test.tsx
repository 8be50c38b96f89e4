import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { takeDown } from "#renderer/components/testing.tsx";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { textOf } from "./testing-client.tsx";
import { emptyStores, fillStores, panelOf, refusal, setPlans, showPanel } from "./testing-panel.tsx";
import { CREATED, PLAN_ID, sampleOutcome, sampleRecord, sampleReport } from "./testing-samples.ts";

const fakeClient = () => ({
  rebalancing: {
    preview: vi.fn(async (_input: unknown): Promise<unknown> => undefined),
    history: vi.fn(async (_input: unknown): Promise<unknown> => [sampleOutcome()]),
  },
});

let client: ReturnType<typeof fakeClient>;
const show = () => showPanel(client);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: CREATED });
  client = fakeClient();
  fillStores();
});

afterEach(() => {
  takeDown();
  emptyStores();
  vi.useRealTimers();
});

describe("history", () => {
  test("what a plan would have done since stands in its row, and by asset where it is opened", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history"] });
    setPlans(null, [sampleRecord()]);
    const { box } = await show();
    expect(textOf(box.querySelector("tbody tr") ?? box)).toContain("+13.10");
    act(() => navigationStore.setState({ screen: "rebalance", parameters: ["history", PLAN_ID] }));
    const panel = panelOf(box, "Since then");
    expect(textOf(panel)).toContain("Had it been executed$10,023.10Had nothing been done$10,010.00Difference+$13.10");
    expect(textOf(panel)).toContain("It was advised to act. It was not approved.");
    expect(textOf(panel.querySelector("tbody tr") ?? box)).toContain("SOL2,990.001,995.00−995.00");
  });

  test("a history that cannot be told says so where it would stand; the plans stay", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history", PLAN_ID] });
    client.rebalancing.history.mockRejectedValue(refusal("FEED_NO_DATA", "The prices could not be read."));
    setPlans(null, [sampleRecord()]);
    const { box } = await show();
    expect(textOf(panelOf(box, "Since then"))).toContain("The prices could not be read.");
    expect(textOf(box)).toContain("it was never approved, nothing was sent");
  });

  test("every plan, approved or not; choosing one opens its plan or its report", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history"] });
    const other = sampleRecord({ state: "DONE", approvedAt: CREATED, report: sampleReport() });
    setPlans(null, [other]);
    const { box } = await show();
    expect(client.rebalancing.preview).not.toHaveBeenCalled();
    expect(textOf(box)).toContain("Done");
    expect(textOf(box)).toContain("4.50");
    act(() => navigationStore.setState({ screen: "rebalance", parameters: ["history", PLAN_ID] }));
    expect(textOf(box)).toContain("All plans");
    expect(textOf(box)).toContain("Stopped with 0.006 left.");
  });

  test("trades stand apart from rebalances, and automatic plans are marked", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history"] });
    const trade = { symbol: "SOL/USD", side: "sell", size: { by: "share", amount: "0.5" } };
    const standing = { approvalId: "a".repeat(64), trigger: "threshold" };
    const other = "00000000-0000-4000-8000-00000000000";
    setPlans(null, [
      sampleRecord({}, { trade, createdAt: CREATED }),
      sampleRecord({ standing }, { planId: `${other}2`, createdAt: CREATED - 1 }),
      sampleRecord({}, { planId: `${other}3`, createdAt: CREATED - 2 }),
    ]);
    const { box } = await show();
    const rows = [...box.querySelectorAll("tbody tr")];
    expect(rows.map((row) => textOf(row).includes("Trade"))).toEqual([true, false, false]);
    expect(rows.map((row) => textOf(row).includes("Automatic"))).toEqual([false, true, false]);
    expect(box.querySelector('[title="Sell SOL/USD, from the trade ticket"]')).not.toBeNull();
  });

  test("no plan yet", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history"] });
    const { box } = await show();
    expect(textOf(box)).toContain("No plan was made yet.");
  });
});
