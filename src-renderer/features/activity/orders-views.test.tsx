// Are orders and fills shown with what is known of them, and do commands on one order ask before they are sent?
import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { click, press, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ordersStore, profilesStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { markFailed, markIdle, markReady } from "#renderer/stores/remote-store.ts";
import {
  ORDERS_TIME,
  SAMPLE_ORDER,
  sampleFillRow,
  sampleOrderRow,
  sampleQuality,
  sampleRecovery,
  sampleStanding,
  sampleUnknownRow,
} from "#renderer/stores/testing-orders.ts";
import type { OrderRow } from "#shared/contract/views.ts";
import { FillsView } from "./fills-view.tsx";
import { OrdersView } from "./orders-view.tsx";
import { QualityView } from "./quality-view.tsx";
import { RecoveryView } from "./recovery-view.tsx";
import { button, choose, field, refuses, settle, showWith, text } from "./testing-activity.tsx";

const answers = <Answer,>(answer: Answer) => vi.fn(async (_input: unknown, _options?: unknown) => answer);
const page = <Row,>(rows: readonly Row[]) => ({ rows, next: null, total: rows.length });
const life = [
  {
    ...{ seq: 5, ts: ORDERS_TIME, profileId: "core", kind: "order.lookup", area: "order", title: "Venue asked" },
    ...{ detail: "client id: not found", tone: "neutral", hash: "ab", json: '{"kind":"order.lookup"}' },
  },
];

async function showOrders(rows: readonly OrderRow[], orders: object = {}) {
  const list = answers(page(rows));
  const screen = await showWith(<OrdersView />, { orders: { list, life: answers(life), ...orders } });
  return { ...screen, list };
}

const choosing = (id: string | null) =>
  act(async () =>
    navigationStore.setState({ screen: "activity", parameters: id === null ? ["orders"] : ["orders", id] }),
  );
const at = (time: number) => nowStore.setState({ now: time });

beforeEach(async () => {
  markReady(ordersStore, sampleStanding(), 1);
  await choosing(null);
  at(ORDERS_TIME + 60_000);
});
afterEach(() => {
  takeDown();
  for (const store of [profilesStore, ordersStore]) markIdle<unknown>(store as Parameters<typeof markIdle>[0]);
});

describe("orders", () => {
  test("show state, place, fill and slippage against the plan", async () => {
    const { find } = await showOrders([sampleOrderRow()]);
    expect(text(find("tbody tr"))).toBe(
      "14 Nov 22:13:19Partly filledSellBTC/USDKraken0.200000 of 0.50000060,000.00+1.0",
    );
    expect(text(find(".pf"))).toBe("1 of 1 orders here");
  });

  test("ask the engine again with the filter, and anew when an order has changed", async () => {
    const { list } = await showOrders([sampleOrderRow()]);
    choose("State", "unknown");
    await settle();
    expect(list).toHaveBeenLastCalledWith(
      { profileId: "core", filter: { phase: "unknown" }, limit: 500 },
      { signal: expect.any(AbortSignal) },
    );
    const before = list.mock.calls.length;
    await act(async () => markReady(ordersStore, sampleStanding({ revision: 8 }), 2));
    expect(list.mock.calls.length).toBe(before + 1);
  });

  test("say that there is none, and that none matches", async () => {
    const { box } = await showOrders([]);
    expect(text(box)).toContain("No order was ever written down for this profile.");
    choose("Side", "buy");
    await settle();
    expect(text(box)).toContain("No order matches this filter.");
    click(button("Show all orders"));
    await settle();
    expect(text(box)).toContain("No order was ever written down");
  });

  test("open by address, by pointer and by key, with their life", async () => {
    const { box, find } = await showOrders([sampleOrderRow()]);
    press(find("tbody tr"), " ");
    expect(location.hash).toBe(`#/activity/orders/${SAMPLE_ORDER}`);
    await choosing(SAMPLE_ORDER);
    await settle();
    expect(text(box)).toContain("Sell BTC/USD at Kraken");
    expect(text(box.querySelector(".order-life") ?? box)).toContain("22:13:20.000Venue asked client id: not found");
  });
});

describe("canceling", () => {
  test("asks first, says what is kept, and sends one cancel", async () => {
    const cancel = answers(sampleOrderRow({ state: "CANCELING" }));
    await showOrders([sampleOrderRow()], { cancel });
    await choosing(SAMPLE_ORDER);
    click(button("Cancel this order"));
    expect(text(document.body)).toContain("Its plan is held, so that nothing is sent in its place");
    click(button("Keep it"));
    expect(cancel).not.toHaveBeenCalled();
    click(button("Cancel this order"));
    click(button("Cancel the order"));
    await settle();
    expect(cancel).toHaveBeenCalledExactlyOnceWith({ profileId: "core", clientOrderId: SAMPLE_ORDER });
  });

  test("is not offered for an order that is over, and says why it was refused", async () => {
    const { box } = await showOrders([sampleOrderRow()], { cancel: refuses("The order is FILLED.") });
    await choosing(SAMPLE_ORDER);
    click(button("Cancel this order"));
    click(button("Cancel the order"));
    await settle();
    expect(text(box)).toContain("The order is FILLED.");
    takeDown();
    const over = await showOrders([sampleOrderRow({ state: "FILLED", filledQuantity: "0.5" })]);
    expect(text(over.box)).not.toContain("Cancel this order");
  });
});

describe("an order of unknown outcome", () => {
  test("says what is not known, what is held back, what is done, and from when on one may vouch", async () => {
    const { box } = await showOrders([sampleUnknownRow()]);
    await choosing(SAMPLE_ORDER);
    const words = text(box.querySelector(".note") ?? box);
    expect(words).toContain("Kraken has not said whether it has this order.");
    expect(words).toContain("Kraken takes it no more since 22:13:25.");
    expect(words).toContain("0.500000 BTC is held back");
    expect(words).toContain("From 22:28:20 on, in 14 min, you may vouch for its end.");
    expect(button("Vouch for its end").disabled).toBe(true);
  });

  test("of a venue without an end to orders says that silence is no proof", async () => {
    const { box } = await showOrders([sampleUnknownRow({ expiresAt: null })]);
    await choosing(SAMPLE_ORDER);
    expect(text(box)).toContain("so silence is no proof");
  });

  test("is vouched for with what was seen, and not with less", async () => {
    at(ORDERS_TIME + 900_000);
    const attest = answers(sampleOrderRow({ state: "ATTESTED" }));
    await showOrders([sampleUnknownRow()], { attest });
    await choosing(SAMPLE_ORDER);
    click(button("Vouch for its end"));
    expect(text(document.body)).toContain("you may have bought or sold twice");
    const evidence = field("What did you see at Kraken? It is kept with the order for ever.");
    typeInto(evidence, "gone");
    expect(button("I vouch that it is over").disabled).toBe(true);
    typeInto(evidence, "Not in the order history of today");
    click(button("I vouch that it is over"));
    await settle();
    expect(attest).toHaveBeenCalledExactlyOnceWith({
      ...{ profileId: "core", clientOrderId: SAMPLE_ORDER, evidence: "Not in the order history of today" },
    });
    expect(document.querySelector("[role=dialog]")).toBeNull();
  });

  test("keeps the dialog open with the reason when the word is refused", async () => {
    at(ORDERS_TIME + 900_000);
    await showOrders([sampleUnknownRow()], { attest: refuses("Ask again in 3 s.") });
    await choosing(SAMPLE_ORDER);
    click(button("Vouch for its end"));
    typeInto(field("What did you see at Kraken? It is kept with the order for ever."), "Not in the order history");
    click(button("I vouch that it is over"));
    await settle();
    expect(text(document.querySelector("[role=dialog]") ?? document.body)).toContain("Ask again in 3 s.");
  });
});

test("fills show price and fee, and lead to their order", async () => {
  const { find } = await showWith(<FillsView />, { orders: { fills: answers(page([sampleFillRow()])) } });
  expect(text(find("tbody tr"))).toBe("14 Nov 22:13:20SellBTC/USDKraken0.20000060,000.0031.2000 USDTaker");
  press(find("tbody tr"), "Enter");
  expect(location.hash).toBe(`#/activity/orders/${SAMPLE_ORDER}`);
});

test("fills that cannot be read say what it means for money", async () => {
  const { box } = await showWith(<FillsView />, { orders: { fills: refuses("The journal cannot be read.") } });
  expect(text(box)).toContain("The journal cannot be read.");
});

describe("execution quality", () => {
  test("is summed by venue, market or day, and told per leg", async () => {
    const quality = answers(sampleQuality({ otherCurrency: 2 }));
    const { box } = await showWith(<QualityView />, { orders: { quality } });
    expect(text(box)).toContain("Kraken1 of 212,000.0031.2026.01.20+1.0900 ms");
    expect(text(box)).toContain("14 Nov 22:13SellBTC/USDKraken0.20000060,006.0060,000.00+1.031.2000 USD900 ms");
    expect(text(box)).toContain("2 legs of plans in another currency are in no sum.");
    click([...box.querySelectorAll<HTMLElement>("[role=radio]")].find((one) => text(one) === "By day") ?? box);
    expect(text(box)).toContain("2023-11-14");
    click([...box.querySelectorAll<HTMLElement>("[role=radio]")].find((one) => text(one) === "All") ?? box);
    await settle();
    expect(quality).toHaveBeenLastCalledWith({ profileId: "core", limit: 1_000 }, { signal: expect.any(AbortSignal) });
  });

  test("of nothing says so", async () => {
    const { box } = await showWith(<QualityView />, { orders: { quality: answers(sampleQuality({ legs: [] })) } });
    expect(text(box)).toContain("No leg of a plan was sent in this span.");
  });
});

describe("the recovery report", () => {
  test("tells what was open, what became of it, and where to decide", async () => {
    markReady(ordersStore, sampleStanding({ recovery: sampleRecovery() }), 1);
    const { box } = await showWith(<RecoveryView />, {});
    expect(text(box)).toContain(
      "The venues were compared with the journal. The order that was open is over and known.",
    );
    expect(text(box)).toContain("The plan was sending orders; it is held now.");
    expect(text(box)).toContain("Sell BTC/USDKrakenOn its wayCanceled0.200000 of 0.500000");
    click(button("Decide on the plan"));
    expect(location.hash).toBe("#/rebalance");
  });

  test("says that trading is closed, and what is still looked after", async () => {
    const standing = sampleStanding({
      readiness: { ok: false, reason: "Kraken could not be reconciled: TIMEOUT." },
      recovery: sampleRecovery(sampleUnknownRow()),
    });
    markReady(ordersStore, standing, 1);
    const { box } = await showWith(<RecoveryView />, {});
    expect(text(box)).toContain("Read-only: Kraken could not be reconciled: TIMEOUT. 1 of 1 orders");
  });

  test("of a clean start says that there was nothing, and greys when the stream breaks", async () => {
    const { box } = await showWith(<RecoveryView />, {});
    expect(text(box)).toContain("there was nothing to recover");
    await act(async () => {
      markReady(ordersStore, sampleStanding({ recovery: sampleRecovery() }), ORDERS_TIME);
      markFailed(ordersStore, { code: "CONNECTION_LOST", message: "The connection was lost." } as never);
    });
    expect(text(box)).toContain("1 min old");
  });
});
