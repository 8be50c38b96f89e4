// Are the limits over all live profiles shown with what is used of them, and sent as they were typed?
import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import type { OverallView } from "#shared/contract/views.ts";
import { settingsSchema } from "#shared/domain/settings.ts";
import { OverallPanel } from "./overall-panel.tsx";

afterEach(takeDown);

const VIEW = {
  ...{ currency: "USD", profiles: ["Core"], value: "12500", unknown: null, largest: { asset: "BTC", share: "0.61" } },
  ...{ dayLoss: "0.012", drawdown: "0.05" },
} as OverallView;

async function shown(view: OverallView) {
  const update = vi.fn(async (_patch: unknown) => ({}));
  const client = { settings: { update }, live: { overall: async () => view } } as unknown as SchwabotClient;
  const { box } = drawn(
    <ClientProvider client={client}>
      <OverallPanel settings={settingsSchema.parse({ liveMoneyMost: "9000" })} />
    </ClientProvider>,
  );
  await act(async () => undefined);
  const press = async (element: HTMLElement | null | undefined) => await act(async () => element?.click());
  const save = () => [...box.querySelectorAll("button")].find(({ textContent }) => textContent === "Save limits");
  return { box, update, press, save };
}

test("each limit says what happens beyond it and where it stands now", async () => {
  const { box, save } = await shown(VIEW);
  expect([...box.querySelectorAll(".overall-row")].map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining("Loss of a daythen all halt; now 1.20%"),
    expect.stringContaining("Fall from the topthen all halt; now 5.00%"),
    expect.stringContaining("One coinOff; now BTC 61.00%"),
    expect.stringContaining("Money in live tradingabove it nothing is bought for cash; now $12,500.00"),
  ]);
  expect([...box.querySelectorAll("input")].map(({ value }) => value)).toEqual(["4", "12", "9000"]);
  expect(save()).toBeUndefined();
});

test("switched on and off, and sent together", async () => {
  const { box, update, press, save } = await shown(VIEW);
  const switches = box.querySelectorAll<HTMLElement>("[role=switch]");
  await press(switches[0]);
  await press(switches[2]);
  await press(save());
  expect(update.mock.calls).toEqual([[{ totalDailyLossFraction: null, largestAssetShare: "0.5" }]]);
  expect(save()).toBeUndefined();
});

test("where nothing is live nothing is used, and what is not known is said", async () => {
  const { box } = await shown({ ...VIEW, profiles: [], largest: null });
  expect(box.textContent).toContain("none is live");
  expect(box.textContent).not.toContain("now");
  takeDown();
  const doubted = await shown({ ...VIEW, value: null, largest: null, unknown: "the value of Core is not known" });
  expect(doubted.box.textContent).toContain("Now the value of Core is not known.");
});
