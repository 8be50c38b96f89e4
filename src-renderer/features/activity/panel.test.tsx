// Do the views of Activity open by their address, and do exports leave whole?
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { click, press, takeDown } from "#renderer/components/testing.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { markIdle } from "#renderer/stores/remote-store.ts";
import { ActivityPanel } from "./panel.tsx";
import { button, type FakeBooks, settle, showBooks, text } from "./testing-activity.tsx";

const saved = vi.hoisted(() => vi.fn());
vi.mock("#renderer/lib/save-text.ts", () => ({ saveText: saved }));

const show = (books: FakeBooks = {}) => showBooks(<ActivityPanel />, books);

beforeEach(() => {
  saved.mockReset();
  navigationStore.setState({ screen: "activity", parameters: [] });
});
afterEach(() => {
  takeDown();
  markIdle(profilesStore);
});

test("opens the log, and another view by its address", async () => {
  const { box } = await show();
  expect(text(box)).toContain("Journal");
  click(
    [...box.querySelectorAll<HTMLElement>("[role=radio]")].find((one) => text(one) === "Imports & coverage") ?? box,
  );
  expect(location.hash).toBe("#/activity/imports");
});

test("an unknown address is the log", async () => {
  navigationStore.setState({ screen: "activity", parameters: ["nowhere"] });
  const { find } = await show();
  expect(text(find("[aria-checked=true]"))).toBe("Log");
});

async function exportAs(name: string) {
  press(button("Export"), "Enter");
  await settle();
  const entry = [...document.querySelectorAll<HTMLElement>("[role=menuitem]")].find((one) => text(one) === name);
  click(entry ?? document.body);
  await settle();
  await settle();
}

test("an export is put together from its pieces and saved under its name", async () => {
  const asked = vi.fn(async (_input: unknown) =>
    (async function* () {
      yield "id,ts\r\n";
      yield "one,1\r\n";
    })(),
  );
  await show({ export: asked });
  await exportAs("Transactions as CSV");
  expect(asked).toHaveBeenCalledExactlyOnceWith({ profileId: "core", kind: "transactions", format: "csv" });
  expect(saved).toHaveBeenCalledExactlyOnceWith(
    expect.stringMatching(/^transactions-core-\d{4}-\d\d-\d\d\.csv$/),
    "id,ts\r\none,1\r\n",
    "text/csv",
  );
  expect(text(document.body)).toContain("All transactions, exact to the last digit");
});

test("an export that breaks off saves nothing and says why", async () => {
  const asked = async () =>
    (async function* () {
      yield "[";
      throw Object.assign(new Error("The data could not be read."), { code: "STORE_FAILED" });
    })();
  await show({ export: asked });
  await exportAs("Disposals as JSON");
  expect(saved).not.toHaveBeenCalled();
  expect(text(document.body)).toContain("The disposals were not exported.");
});
