// Are the entries of the books shown, filtered, entered, corrected and set aside as the person asked?
import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { click, press, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { noteBookChange } from "#renderer/stores/book-changes.ts";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { markIdle } from "#renderer/stores/remote-store.ts";
import { SAMPLE_BATCH, sampleRow } from "#renderer/stores/testing-books.ts";
import type { BookRow } from "#shared/contract/views.ts";
import { button, choose, type FakeBooks, field, refuses, settle, showBooks, text } from "./testing-activity.tsx";
import { TransactionsView } from "./transactions-view.tsx";

const answers = <Answer,>(answer: Answer) => vi.fn(async (_input: unknown, _options?: unknown) => answer);
const page = (rows: readonly BookRow[], next: unknown = null, total: number | null = rows.length) => ({
  rows,
  next,
  total,
});

async function show(books: FakeBooks = {}, rows: readonly BookRow[] = [sampleRow("one")]) {
  const asked = answers<unknown>(page(rows));
  const screen = await showBooks(<TransactionsView />, { page: asked, ...books });
  const first = () => screen.find("tbody tr");
  return { ...screen, asked, open: () => click(first()) };
}

const lastInput = (asked: { readonly mock: { readonly calls: readonly (readonly unknown[])[] } }) =>
  asked.mock.calls.at(-1)?.[0];

beforeEach(() => localStorage.clear());
afterEach(() => {
  takeDown();
  vi.useRealTimers();
  markIdle(profilesStore);
});

describe("the table", () => {
  test("shows what happened, where, how much and its value then", async () => {
    const { find } = await show();
    expect(text(find("tbody tr"))).toBe("14 Nov 2023 22:13BoughtBTCKraken+0.50000060,000.0030,000.00");
    expect(text(find("section.panel"))).toContain("3 count, 1 set aside, newest first");
    expect(text(find(".pf"))).toBe("1 of 1 entries hereStart of the books");
  });

  test("gives the longest amount all the room that it needs", async () => {
    const huge = sampleRow("huge", { quantity: "1000000000000000" });
    const { box } = await show({}, [sampleRow("one"), huge]);
    const widths = [...box.querySelectorAll<HTMLElement>("col")].map(({ style }) => Number.parseInt(style.width, 10));
    // 1,000,000,000,000,000.00 with its sign are 25 characters of 7 px.
    expect(widths[4]).toBeGreaterThan(25 * 7);
    expect(text(box)).toContain("+1,000,000,000,000,000.00");
  });

  test("hides amounts in privacy mode and keeps prices", async () => {
    const { find } = await showBooks(
      <TransactionsView />,
      { page: answers(page([sampleRow("one")])) },
      { hideAmounts: true },
    );
    expect(text(find("tbody tr"))).toBe("14 Nov 2023 22:13BoughtBTCKraken••••••60,000.00••••••");
  });

  test("says of an entry that it does not count", async () => {
    const { find, open } = await show({}, [sampleRow("one", {}, { setAside: "Entered twice" })]);
    expect(text(find("tbody tr"))).toContain("does not count");
    open();
    expect(text(find(".note"))).toBe("It does not count. Entered twice");
  });

  test("without any entry leads to the imports", async () => {
    const { box } = await show({}, []);
    expect(text(box)).toContain("The books are empty.");
    click(button("Imports and coverage"));
    expect(location.hash).toBe("#/activity/imports");
  });

  test("an answer that fails says why", async () => {
    const { box } = await show({ page: refuses("The filter is wrong.") });
    expect(text(box)).toContain("The filter is wrong.");
  });

  test("that can no longer be read keeps its rows, grey and with their age", async () => {
    const asked = vi.fn().mockResolvedValueOnce(page([sampleRow("one")]));
    const { box, find } = await show({ page: asked });
    asked.mockRejectedValue(new Error("gone"));
    await act(async () => noteBookChange());
    await settle();
    expect(text(find(".stale-content tbody tr"))).toContain("BTC");
    expect(text(box)).toMatch(/[\d.]+ s old/);
  });

  test("asks page by page until all are here, and begins a page where the last ended", async () => {
    const cursor = { ts: 5, row: 1 };
    const asked = vi
      .fn()
      .mockResolvedValueOnce(page([sampleRow("one")], cursor, 1_500))
      .mockResolvedValueOnce(page([sampleRow("two")], null, 1_500));
    const { box } = await show({ page: asked });
    await settle();
    // One page is a thousand rows: a shorter one is followed by the next at once.
    expect(asked.mock.calls.map(([input]) => input)).toEqual([
      { profileId: "core", filter: {}, limit: 1_000 },
      { profileId: "core", filter: {}, limit: 1_000, before: cursor },
    ]);
    expect(box.querySelectorAll("tbody tr")).toHaveLength(2);
  });

  test("loads all in steps, keeps no more than 100,000 and says so", async () => {
    let given = 0;
    const asked = vi.fn(async () => {
      given += 1;
      const rows = Array.from({ length: 1_000 }, (_, row) => sampleRowOf(given, row));
      return page(rows, { ts: 1, row: given }, 250_000);
    });
    const { find } = await show({ page: asked });
    expect(text(find(".pf"))).toContain("1,000 of 250,000 entries here");
    click(button("Load all"));
    expect(button("Stop loading")).toBeDefined();
    await vi.waitFor(async () => {
      await settle();
      expect(text(find(".pf"))).toContain("100,000 is the most");
    }, 15_000);
    expect(asked).toHaveBeenCalledTimes(100);
    // However many there are, only what is seen is drawn.
    expect(find("tbody").querySelectorAll("tr").length).toBeLessThan(200);
  });
});

const TEMPLATE = sampleRow("template");
function sampleRowOf(pageNumber: number, row: number): BookRow {
  return {
    ...TEMPLATE,
    transaction: { ...TEMPLATE.transaction, id: `${pageNumber}-${row}` as BookRow["transaction"]["id"] },
  };
}

describe("filters", () => {
  test("ask for the asset and the type that were chosen, and for words after a pause", async () => {
    vi.useFakeTimers();
    const { asked, find } = await show();
    choose("Asset", "ETH");
    choose("Type", "reward");
    await settle();
    expect(lastInput(asked)).toEqual({ profileId: "core", filter: { asset: "ETH", type: "reward" }, limit: 1_000 });
    const before = asked.mock.calls.length;
    typeInto(find<HTMLInputElement>("input[type=search]"), "stak");
    typeInto(find<HTMLInputElement>("input[type=search]"), " staking ");
    expect(asked).toHaveBeenCalledTimes(before);
    await act(() => vi.advanceTimersByTimeAsync(300));
    expect(lastInput(asked)).toMatchObject({ filter: { asset: "ETH", type: "reward", text: "staking" } });
  });

  test("get a name, are remembered under it, and are forgotten on request", async () => {
    const { asked } = await show();
    const menu = async (trigger: string, entry: string) => {
      press(button(trigger), "Enter");
      await settle();
      const items = [...document.querySelectorAll<HTMLElement>("[role=menuitem]")];
      click(items.find((one) => text(one) === entry) ?? document.body);
      await settle();
    };
    choose("Type", "fee");
    await settle();
    await menu("Views", "Keep this filter");
    typeInto(field("Name of the view"), " Fees paid ");
    click(button("Keep"));
    await settle();
    expect(localStorage.getItem("schwabot.activity.views.core")).toBe('[{"name":"Fees paid","filter":{"type":"fee"}}]');
    await menu("Fees paid", "All entries");
    expect(lastInput(asked)).toMatchObject({ filter: {} });
    await menu("All entries", "Fees paid");
    expect(lastInput(asked)).toMatchObject({ filter: { type: "fee" } });
    await menu("Fees paid", "Forget Fees paid");
    expect(localStorage.getItem("schwabot.activity.views.core")).toBe("[]");
  });

  test("that find nothing can be dropped", async () => {
    const { asked, box } = await show({}, []);
    choose("Type", "fee");
    await settle();
    expect(text(box)).toContain("No entry of the books matches this filter.");
    click(button("Show all entries"));
    await settle();
    expect(lastInput(asked)).toMatchObject({ filter: {} });
  });
});

describe("an entry by hand", () => {
  async function filled(books: FakeBooks) {
    const screen = await show(books);
    click(button("Add entry"));
    typeInto(field("Time, UTC"), "2026-11-20 13:00");
    typeInto(field("Asset"), "btc");
    typeInto(field("Quantity"), "0.25");
    typeInto(field("Price of one"), "97412.5");
    typeInto(field("Paid or received in"), "usd");
    return screen;
  }

  test("goes to the books once, all is read again, and the message undoes it", async () => {
    const addEntry = answers({ batchId: SAMPLE_BATCH, added: 1 });
    const undoBatch = answers({ done: true });
    const { asked } = await filled({ addEntry, undoBatch });
    const before = asked.mock.calls.length;
    click(button("Enter it"));
    await settle();
    expect(addEntry).toHaveBeenCalledExactlyOnceWith({
      profileId: "core",
      entry: {
        accountId: "core-kraken",
        ts: Date.UTC(2026, 10, 20, 13),
        type: "trade",
        side: "buy",
        asset: "BTC",
        quantity: "0.25",
        quote: "USD",
        price: "97412.5",
        fee: null,
        label: null,
        note: null,
      },
    });
    await settle();
    expect(document.querySelector("[role=dialog]")).toBeNull();
    expect(asked.mock.calls.length).toBeGreaterThan(before);
    click(button("Undo"));
    await settle();
    expect(undoBatch).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ profileId: "core", batchId: SAMPLE_BATCH }),
    );
    expect(text(document.body)).toContain("Undone");
  });

  test("that is wrong says where, and asks nothing", async () => {
    const addEntry = answers({ batchId: null, added: 0 });
    await filled({ addEntry });
    typeInto(field("Quantity"), "0");
    expect(document.querySelector(".err")).toBeNull();
    click(button("Enter it"));
    await settle();
    expect(text(document.querySelector(".err") ?? document.body)).toContain("expected a quantity greater than zero");
    expect(addEntry).not.toHaveBeenCalled();
  });

  test("that is refused keeps what was typed and shows the refusal in its words", async () => {
    await filled({ addEntry: refuses("No price of BTC is known for that day.") });
    click(button("Enter it"));
    await settle();
    expect(text(document.querySelector("[role=dialog]") ?? document.body)).toContain(
      "No price of BTC is known for that day.",
    );
    expect(field("Quantity").value).toBe("0.25");
  });
});

describe("an entry that is opened", () => {
  test("shows all that is known of it", async () => {
    const { box, open } = await show({}, [
      sampleRow("one", {
        source: "import",
        venueRef: "T-1",
        label: "conversion",
        note: "old wallet",
        batchId: SAMPLE_BATCH,
      }),
    ]);
    open();
    const detail = text([...box.querySelectorAll("section.panel")].at(-1) ?? box);
    for (const words of [
      "14 Nov 2023 22:13:20 UTC",
      "imported from a file",
      "T-1",
      "conversion",
      "old wallet",
      "12.5000 USD",
      "$30,000.00",
    ]) {
      expect(detail).toContain(words);
    }
  });

  test("is corrected by one that stands in for it", async () => {
    const correctEntry = answers({ batchId: SAMPLE_BATCH, added: 1 });
    const { open } = await show({ correctEntry });
    open();
    click(button("Correct"));
    typeInto(field("Quantity"), "0.75");
    click(button("Correct it"));
    await settle();
    expect(correctEntry).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({
        profileId: "core",
        transactionId: "one",
        entry: expect.objectContaining({ quantity: "0.75", price: "60000", fee: { asset: "USD", amount: "12.5" } }),
      }),
    );
  });

  test.each([
    ["Set aside", "Set aside", "setAside", { transactionIds: ["one"] }, {}],
    ["Count it again", "Count it again", "restore", { transactionIds: ["one"] }, { setAside: "Twice" }],
    ["Undo the whole batch", "Undo the batch", "undoBatch", { batchId: SAMPLE_BATCH }, {}],
    ["Put the batch back", "Put it back", "redoBatch", { batchId: SAMPLE_BATCH }, { setAside: "Twice" }],
  ])("%s needs a reason and goes to the books", async (opener, deed, procedure, input, row) => {
    const sent = answers({ done: true });
    const { open } = await show({ [procedure]: sent }, [sampleRow("one", { batchId: SAMPLE_BATCH }, row)]);
    open();
    click(button(opener));
    const last = () =>
      [...document.querySelectorAll<HTMLButtonElement>("[role=dialog] button")].find((one) => text(one) === deed);
    expect(last()?.disabled).toBe(true);
    typeInto(field("Reason"), "It was wrong");
    click(last() ?? document.body);
    await settle();
    expect(sent).toHaveBeenCalledExactlyOnceWith({ profileId: "core", reason: "It was wrong", ...input });
    expect(document.querySelector("[role=dialog]")).toBeNull();
  });

  test("a withdrawal is paired with a deposit at another account", async () => {
    const deposit = sampleRow("in", { type: "deposit", side: null, accountId: "other", quantity: "0.499" });
    const own = sampleRow("same account", { type: "deposit", side: null });
    const pair = answers({ done: true });
    const { open, asked } = await show({ pair }, [sampleRow("out", { type: "withdrawal", side: null })]);
    asked.mockResolvedValue(page([deposit, own]));
    open();
    click(button("Pair as a transfer"));
    await settle();
    expect(lastInput(asked)).toMatchObject({ filter: { asset: "BTC", type: "deposit" } });
    const choices = document.querySelectorAll<HTMLInputElement>("[role=dialog] input[type=radio]");
    expect(choices).toHaveLength(1);
    click(choices[0] ?? document.body);
    click(button("Pair"));
    await settle();
    expect(pair).toHaveBeenCalledExactlyOnceWith({
      profileId: "core",
      paired: true,
      withdrawalId: "out",
      depositId: "in",
    });
  });
});
