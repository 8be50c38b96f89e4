// Are disposals, cost basis, differences and gaps shown as the books give them, and do the buttons do what they say?
import { afterEach, describe, expect, test, vi } from "vitest";
import { click, takeDown } from "#renderer/components/testing.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { markIdle } from "#renderer/stores/remote-store.ts";
import { BOOKS_TIME, SAMPLE_BATCH, sampleDisposal, sampleLine, sampleSummary } from "#renderer/stores/testing-books.ts";
import { DisposalsView } from "./disposals-view.tsx";
import { ReconciliationView } from "./reconciliation-view.tsx";
import { button, choose, type FakeBooks, refuses, settle, showBooks, text } from "./testing-activity.tsx";

const answers = <Answer,>(answer: Answer) => vi.fn(async (_input: unknown, _options?: unknown) => answer);

afterEach(() => {
  takeDown();
  markIdle(profilesStore);
});

describe("disposals", () => {
  const found = (rows = [sampleDisposal()]) => answers({ rows, total: rows.length });

  test("name the lot's day, the days it was held, and the gain after fees", async () => {
    const { find } = await showBooks(<DisposalsView />, { disposals: found() });
    expect(text(find("tbody tr"))).toBe("14 Nov 2023BTC0.1000006,000.002,000.005.00+3,995.0010 Oct 2022400Kraken");
  });

  test("say where a pool has no single lot", async () => {
    const pooled = sampleDisposal({ lotId: null, acquiredAt: null, holdingDays: null });
    const { find } = await showBooks(<DisposalsView />, { disposals: found([pooled, sampleDisposal()]) });
    expect(text(find("tbody tr"))).toContain("pooledpooledKraken");
    takeDown();
    const all = await showBooks(<DisposalsView />, { disposals: found([pooled]) });
    expect(text(all.find("thead"))).not.toMatch(/Bought|Held/);
    expect(text(all.find("tbody tr"))).toBe("14 Nov 2023BTC0.1000006,000.002,000.005.00+3,995.00Kraken");
  });

  test("are asked for by year and asset", async () => {
    const disposals = found();
    await showBooks(<DisposalsView />, { disposals });
    choose("Year", "2023");
    choose("Asset", "ETH");
    await settle();
    expect(disposals.mock.calls.at(-1)?.[0]).toEqual({
      profileId: "core",
      offset: 0,
      limit: 1_000,
      year: 2023,
      asset: "ETH",
    });
  });

  test("none yet is said", async () => {
    const { box } = await showBooks(<DisposalsView />, { disposals: found([]) });
    expect(text(box)).toContain("Nothing was sold here.");
  });

  test("what was realized is summed by year, asset and account", async () => {
    const { box } = await showBooks(<DisposalsView />, { disposals: found() });
    expect(text(box)).toContain("2024+234.502.252023+1,000.0040.00Total+1,234.5042.25");
    click([...box.querySelectorAll<HTMLElement>("[role=radio]")].find((one) => text(one) === "Account") ?? box);
    expect(text(box)).toContain("Kraken+1,234.5042.25");
  });
});

describe("another cost basis", () => {
  const COMPARISON = {
    from: { method: "average", pooling: "profile" },
    to: { method: "hifo", pooling: "profile" },
    byAsset: [],
    inAll: {
      before: { realized: "1234.5", openCost: "20000", openLots: 3 },
      after: { realized: "1000", openCost: "20234.5", openLots: 5 },
    },
    byYear: [{ year: 2023, before: "1234.5", after: "1000" }],
  };

  async function opened(books: FakeBooks = {}) {
    const compareMethods = answers(COMPARISON);
    const screen = await showBooks(<DisposalsView />, {
      disposals: answers({ rows: [], total: 0 }),
      compareMethods,
      ...books,
    });
    expect(text(screen.box)).toContain("Cost basis: average cost, one pool over all accounts");
    click(button("Change"));
    expect(button("Reckon by average cost").disabled).toBe(true);
    choose("Method", "hifo");
    await settle();
    return { ...screen, compareMethods };
  }

  test("shows what it would change before it is set", async () => {
    const setCostBasis = answers({ done: true });
    const { compareMethods } = await opened({ setCostBasis });
    const to = { method: "hifo", pooling: "profile" };
    expect(compareMethods.mock.calls.at(-1)?.[0]).toEqual({ profileId: "core", to });
    const dialog = text(document.querySelector("[role=dialog]") ?? document.body);
    expect(dialog).toContain("20231,234.501,000.00−234.50");
    expect(dialog).toContain("Open lots35");
    expect(setCostBasis).not.toHaveBeenCalled();
    click(button("Reckon by HIFO"));
    await settle();
    expect(setCostBasis).toHaveBeenCalledExactlyOnceWith({ profileId: "core", to });
    expect(document.querySelector("[role=dialog]")).toBeNull();
  });

  test("that is refused stays open and says why", async () => {
    await opened({ setCostBasis: refuses("The profile is archived.") });
    click(button("Reckon by HIFO"));
    await settle();
    expect(text(document.querySelector("[role=dialog]") ?? document.body)).toContain("The profile is archived.");
  });
});

describe("reconciliation", () => {
  const agreeing = sampleLine({
    asset: "ETH",
    venueQuantity: "2",
    booksQuantity: "2",
    difference: "0",
    cause: null,
    fixes: [],
  });

  test("lists what differs with its cause, and all on request", async () => {
    const { box } = await showBooks(<ReconciliationView />, { reconciliation: answers([sampleLine(), agreeing]) });
    expect(text(box)).toContain("1 of 2 agree to the last digit");
    expect(text(box)).toContain("BTCKraken1.250001.00000+0.250000A deposit is likely.");
    expect(text(box)).not.toContain("ETHKraken");
    click([...box.querySelectorAll<HTMLElement>("[role=radio]")].find((one) => text(one) === "All") ?? box);
    expect(text(box)).toContain("ETHKraken2.000002.000000.00agrees");
  });

  test("a fix is done by one press, written down, and can be undone", async () => {
    const fix = answers({ batchId: SAMPLE_BATCH, added: 1 });
    const undoBatch = answers({ done: true });
    const reconciliation = answers([sampleLine()]);
    await showBooks(<ReconciliationView />, { reconciliation, fix, undoBatch });
    const before = reconciliation.mock.calls.length;
    click(button("Enter as a deposit"));
    await settle();
    expect(fix).toHaveBeenCalledExactlyOnceWith({
      profileId: "core",
      accountId: "core-kraken",
      asset: "BTC",
      // As it was shown: a difference that has changed since is refused.
      difference: "0.25",
      fix: { kind: "enter", type: "deposit" },
    });
    expect(reconciliation.mock.calls.length).toBeGreaterThan(before);
    click(button("Undo"));
    await settle();
    expect(undoBatch).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ batchId: SAMPLE_BATCH }));
  });

  test("a fix that is refused says why", async () => {
    const { box } = await showBooks(<ReconciliationView />, {
      reconciliation: answers([sampleLine()]),
      fix: refuses("The balance was read again and agrees now."),
    });
    click(button("Adjust by the difference"));
    await settle();
    expect(text(box)).toContain("The balance was read again and agrees now.");
  });

  test("that finds no difference says so", async () => {
    const { box } = await showBooks(<ReconciliationView />, { reconciliation: answers([agreeing]) });
    expect(text(box)).toContain("Every balance is what the entries of the books add up to.");
    expect(text(box)).toContain("Every unit that left had come in before");
  });

  test("gaps say what the books cannot explain, without amounts in privacy mode", async () => {
    const gap = {
      transactionId: "sold",
      accountId: "core-kraken",
      asset: "BTC",
      ts: BOOKS_TIME,
      kind: "soldMoreThanHeld",
      quantity: "0.25",
      message: "0.25 BTC more were sold than the books hold.",
    };
    const books = { reconciliation: answers([]), summary: answers(sampleSummary({ gaps: [gap] })) };
    const { box } = await showBooks(<ReconciliationView />, books, { hideAmounts: true });
    expect(text(box)).toContain("More left than was there");
    expect(text(box)).toContain("•••••• BTC more were sold than the books hold.");
  });
});

describe("snapshots", () => {
  const check = (differences: readonly unknown[]) =>
    answers({ checked: 96, differences, more: 0, missing: 0, missingReason: null });

  test("that agree are counted", async () => {
    const checkSnapshots = check([]);
    const { box } = await showBooks(<ReconciliationView />, { reconciliation: answers([]), checkSnapshots });
    click(button("Check now"));
    await settle();
    expect(checkSnapshots).toHaveBeenCalledExactlyOnceWith({ profileId: "core" });
    expect(text(box)).toContain("96 snapshots give the same to the last digit.");
  });

  test("that could not be made are counted with the reason", async () => {
    const checkSnapshots = answers({
      checked: 96,
      differences: [],
      more: 0,
      missing: 3,
      missingReason: "No price of SOL is known for that day.",
    });
    const { box } = await showBooks(<ReconciliationView />, { reconciliation: answers([]), checkSnapshots });
    click(button("Check now"));
    await settle();
    expect(text(box)).toContain("3 past moments have no record. No price of SOL is known for that day.");
  });

  test("that differ are listed with what is kept and what is reckoned now", async () => {
    const difference = {
      ts: BOOKS_TIME,
      field: "totalValue",
      kept: "100",
      computed: "101",
      reason: "An entry came later.",
    };
    const { box } = await showBooks(<ReconciliationView />, {
      reconciliation: answers([]),
      checkSnapshots: check([difference]),
    });
    click(button("Check now"));
    await settle();
    expect(text(box)).toContain("1 difference in 96 snapshots.");
    expect(text(box)).toContain("totalValuekept 100, now 10114 Nov 2023 22:13:20 UTCAn entry came later.");
  });
});
