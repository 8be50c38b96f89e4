// Is a signal's plan made once from its address, told with how its size came about, approved like any plan, and a refusal told in its words?
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { click, takeDown } from "#renderer/components/testing.tsx";
import { signalsStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore, parseHash } from "#renderer/stores/navigation-store.ts";
import { planningStore } from "#renderer/stores/planning-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import type { PositionsView } from "#shared/contract/views.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { signalSchema } from "#shared/domain/signal.ts";
import { positionReadingSchema } from "#shared/domain/signal-position.ts";
import { tradeSchema } from "#shared/domain/trade.ts";
import { signalAskOf } from "./signal-plan-view.tsx";
import { buttonIn, settle, textOf } from "./testing-client.tsx";
import { emptyStores, fillStores, panelOf, showPanel } from "./testing-panel.tsx";
import { CREATED, PLAN_ID, samplePreview } from "./testing-samples.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const SIZED = { ...samplePreview(), because: "a fixed 0.05 of the value, divided by 1.2" };
const POSITIONS: PositionsView = {
  ...{ most: 4, parked: [], note: "" },
  open: [
    positionReadingSchema.parse({
      ...{ asset: "BTC", signalId: ID, rule: "mapper (ensemble), version 1", openedAt: 0, entryPrice: "100" },
      ...{ quantity: "2", boughtQuantity: "2", highest: "100", rungsTaken: 0, confidenceAtEntry: "0.8", price: "97" },
      ...{ stop: "97.5", stopKind: "stopLoss", rungs: [], leaveAt: null, due: null },
      risk: { parts: [], value: 1, because: "stopDistance", advice: "exit" },
    }),
  ],
};
async function* positionsOnly() {
  yield { seq: 1, tsInit: CREATED, kind: "state" as const, data: POSITIONS };
  await new Promise<never>(() => undefined);
}
/** An exit's plan, as the stop made it. */
function stopped() {
  const { record, ...rest } = SIZED;
  const signal = { id: ID, rule: "r", asset: "BTC", confidence: "0.8", exit: { kind: "stopLoss", rungs: 0 } };
  const trade = tradeSchema.parse({ symbol: "BTC/USD", side: "sell", size: { by: "quantity", amount: "2" }, signal });
  return { ...rest, because: "2 of what was bought", record: { ...record, plan: { ...record.plan, trade } } };
}

function fakeClient() {
  const signals = {
    plan: vi.fn(async (_input: unknown): Promise<unknown> => SIZED),
    planExit: vi.fn(async (_input: unknown): Promise<unknown> => stopped()),
    watchPositions: vi.fn(async () => positionsOnly()),
  };
  return { signals, rebalancing: { approve: vi.fn(async (_input: unknown): Promise<unknown> => undefined) } };
}

const open = (hash: string) => act(() => navigationStore.setState(parseHash(hash)));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: CREATED });
  fillStores();
  signalsStore.setState({ profileId: profileIdSchema.parse("core") });
  markReady(
    signalsStore,
    [
      signalSchema.parse({
        ...{ id: ID, profileId: "core", ts: CREATED, asset: "BTC", action: "buy", quantity: null, price: "100" },
        ...{ confidence: "0.8", strength: "0.7", source: "strategy", summary: "Buy BTC/USD.", rationale: [] },
        ...{ expiresAt: CREATED + 3_600_000, rule: "mapper (ensemble), version 1", decisionHash: "a".repeat(64) },
      }),
    ],
    CREATED,
  );
});

afterEach(() => {
  takeDown();
  emptyStores();
  markIdle(signalsStore);
  vi.useRealTimers();
});

test("only an id and an asset are addresses", () => {
  expect(signalAskOf(["signal", ID])).toEqual({ kind: "signal", signalId: ID });
  expect(signalAskOf(["exit", "BTC"])).toEqual({ kind: "exit", asset: "BTC" });
  for (const other of [[], ["signal"], ["signal", "x"], ["exit"], ["history", ID]])
    expect(signalAskOf(other)).toBeNull();
});

test("planned once, sized by the profile's rules in words, approved by its hash, followed on the screen", async () => {
  const client = fakeClient();
  open(`#/rebalance/signal/${ID}`);
  const { box } = await showPanel(client);
  await settle();
  expect(client.signals.plan).toHaveBeenCalledOnce();
  const side = textOf(panelOf(box, "From a signal"));
  expect(side).toContain("A fixed 0.05 of the value, divided by 1.2.");
  expect(side).toContain("Fixed fraction5.00% of the value");
  expect(side).toContain("Stops work only while this program runs");
  expect(textOf(box)).not.toContain("Goal");
  click(buttonIn(panelOf(box, "Plan"), "Send 2 orders from Core"));
  await settle();
  expect(client.rebalancing.approve.mock.calls[0]?.[0]).toMatchObject({ profileId: "core", saveTargets: false });
  expect(location.hash).toBe("#/rebalance");
  expect(planningStore.getState().approved).toBe(PLAN_ID);
});

test("what cannot be planned says why, and can be asked again", async () => {
  const client = fakeClient();
  const why = "Nothing of BTC was bought from a signal.";
  client.signals.planExit.mockRejectedValueOnce(Object.assign(new Error(why), { code: "PLAN_IMPOSSIBLE", data: {} }));
  open("#/rebalance/exit/BTC");
  const { box } = await showPanel(client);
  await settle();
  expect(textOf(panelOf(box, "Plan"))).toContain(why);
  click(buttonIn(box, "Plan again"));
  await settle();
  expect(client.signals.planExit).toHaveBeenCalledTimes(2);
  expect(textOf(panelOf(box, "Plan"))).toContain("2 orders, in sending order");
});

test("an exit says why it sells as its plan knows it, what is parked after it, and hides amounts where asked", async () => {
  open("#/rebalance/exit/BTC");
  const { box } = await showPanel(fakeClient(), { hideAmounts: true });
  await act(async () => new Promise<void>((done) => requestAnimationFrame(() => done())));
  const side = textOf(panelOf(box, "Exit of BTC"));
  expect(side).toContain("Stop-loss was reached when this was planned.");
  expect(side).toContain("What a stop sold is parked");
  expect(side).toContain("The monitor advisesLeave it");
  expect(side).not.toMatch(/2(\.0+)? BTC/);
});
