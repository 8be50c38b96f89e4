// Does a file come in only after it was seen, whole, once, and can it be taken back?
import { act } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { click, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { markIdle } from "#renderer/stores/remote-store.ts";
import { BOOKS_TIME, SAMPLE_BATCH, sampleBatch, sampleCoverage, sampleRow } from "#renderer/stores/testing-books.ts";
import { importPreviewSchema } from "#shared/contract/books.ts";
import type { ImportPreview } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { BookBatch, Coverage } from "#shared/domain/books.ts";
import { ImportsView } from "./imports-view.tsx";
import { button, choose, type FakeBooks, field, refuses, settle, showBooks, text } from "./testing-activity.tsx";

const UPLOAD = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const OTHER_BATCH = "11111111-1111-4111-8111-111111111111";
const answers = <Answer,>(answer: Answer) => vi.fn(async (_input: unknown, _options?: unknown) => answer);

function preview(changes: Partial<Record<keyof ImportPreview, unknown>> = {}): ImportPreview {
  const { profileId: _, ...entry } = sampleRow("new", { source: "import" }).transaction;
  return importPreviewSchema.parse({
    format: "Kraken ledgers",
    entries: 120,
    known: 20,
    covers: { from: Date.UTC(2024, 0, 1), until: BOOKS_TIME + 86_400_000 * 400 },
    sample: [entry],
    likelyDuplicates: [],
    skipped: [],
    flagged: [],
    problems: [],
    moreProblems: 0,
    ...changes,
  });
}

/** A button whose name is not its text. */
function named(name: string): HTMLElement {
  return ensure(document.querySelector<HTMLElement>(`button[aria-label="${name}"]`) ?? undefined, name);
}

function coverage(state: readonly Coverage[]) {
  return async (_input: unknown, { signal }: { readonly signal: AbortSignal }) =>
    (async function* () {
      yield { seq: 0, profileId: null, tsInit: BOOKS_TIME, kind: "state", data: state };
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    })();
}

function fakeUpload() {
  let received = 0;
  return {
    begin: answers({ uploadId: UPLOAD }),
    append: vi.fn(async ({ data }: { readonly data: string; readonly index: number }) => {
      received += atob(data).length;
      return { received };
    }),
  };
}

async function show(books: FakeBooks = {}) {
  const upload = fakeUpload();
  const screen = await showBooks(<ImportsView />, {
    coverage: coverage([]),
    upload,
    previewImport: answers(preview()),
    batches: answers({ rows: [], total: 0 }),
    ...books,
  });
  const drop = async (content: string | Uint8Array<ArrayBuffer>, name = "ledgers.csv") => {
    const event = new Event("drop", { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { files: [new File([content], name)] } });
    act(() => {
      screen.find(".file-drop").dispatchEvent(event);
    });
    for (let turn = 0; turn < 12; turn += 1) await settle();
  };
  return { ...screen, upload, drop };
}

afterEach(() => {
  takeDown();
  markIdle(profilesStore);
});

describe("a file", () => {
  test("goes to the engine in pieces, in order, byte for byte", async () => {
    const { upload, drop } = await show();
    const bytes = Uint8Array.from({ length: 100_001 }, (_, at) => at % 256);
    await drop(bytes);
    expect(upload.begin).toHaveBeenCalledExactlyOnceWith({ name: "ledgers.csv", bytes: 100_001 });
    const pieces = upload.append.mock.calls.map(([piece]) => piece);
    expect(pieces.map(({ index }) => index)).toEqual([0, 1, 2]);
    const sent = pieces.map(({ data }) => atob(data)).join("");
    expect(Uint8Array.from(sent, (letter) => letter.charCodeAt(0))).toEqual(bytes);
  });

  test("is shown before it comes in: what is new, what is known, from when to when", async () => {
    const previewImport = answers(preview());
    const { box, drop } = await show({ previewImport });
    await drop("txid,time");
    expect(previewImport.mock.calls.at(-1)?.[0]).toEqual({
      profileId: "core",
      accountId: "core-kraken",
      uploadId: UPLOAD,
      zoneMinutes: 0,
    });
    const shown = text(box);
    expect(shown).toContain(
      "100 entries would be new. Kraken ledgers, 120 entries in the file, 20 of them in the books already, from 1 Jan 2024",
    );
    expect(shown).toContain("14 Nov 2023 22:13:20 UTCBought+0.500000 BTC60,000.00 USD12.5000 USD");
  });

  test("is looked at again when its times are in another zone", async () => {
    const previewImport = answers(preview());
    const { drop } = await show({ previewImport });
    await drop("txid,time");
    choose("Times without a zone are in", "local");
    await settle();
    expect(previewImport.mock.calls.at(-1)?.[0]).toMatchObject({ zoneMinutes: 0 - new Date(0).getTimezoneOffset() });
  });

  test("comes in by one press, and its message takes it back", async () => {
    const applyImport = answers({ batchId: SAMPLE_BATCH, added: 100 });
    const undoBatch = answers({ done: true });
    const { box, drop } = await show({ applyImport, undoBatch });
    await drop("txid,time");
    click(button("Import 100 entries"));
    await settle();
    expect(applyImport).toHaveBeenCalledExactlyOnceWith({
      profileId: "core",
      accountId: "core-kraken",
      uploadId: UPLOAD,
      zoneMinutes: 0,
    });
    expect(text(box)).toContain("100 entries imported");
    click(button("Undo"));
    await settle();
    expect(undoBatch).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ batchId: SAMPLE_BATCH }));
  });

  test("with a problem cannot come in: line, column, what was expected and what to do are said", async () => {
    const problem = { line: 17, column: "amount", expected: "a number", got: "1.2.3", whatToDo: "Write 1.23." };
    const { box, drop } = await show({ previewImport: answers(preview({ problems: [problem], moreProblems: 4 })) });
    await drop("txid,time");
    const shown = text(box);
    expect(shown).toContain("5 problems: nothing can come in.");
    expect(shown).toContain("17amounta number1.2.3Write 1.23.");
    expect(shown).toContain("and 4 more");
    expect([...box.querySelectorAll("button")].some((one) => text(one).startsWith("Import "))).toBe(false);
  });

  test("of which all is known brings nothing", async () => {
    const { box, drop } = await show({ previewImport: answers(preview({ known: 120, sample: [] })) });
    await drop("txid,time");
    expect(text(box)).toContain("Nothing new.");
    expect([...box.querySelectorAll("button")].some((one) => text(one).startsWith("Import "))).toBe(false);
  });

  test("says which entries look like others, and which lines it left out", async () => {
    const known = sampleRow("known").transaction;
    const { profileId: _, ...fresh } = known;
    const { box, drop } = await show({
      previewImport: answers(
        preview({
          likelyDuplicates: [{ known, fresh }],
          skipped: [{ line: 3, reason: "An order that never filled." }],
        }),
      ),
    });
    await drop("txid,time");
    expect(text(box)).toContain("1 look like an entry that the books have from elsewhere.");
    expect(text(box)).toContain("Line 3: An order that never filled.");
  });

  test("that is refused says so in the engine's words", async () => {
    const { box, drop } = await show({ upload: { begin: refuses("The file is larger than 100 MB.") } });
    await drop("txid,time");
    expect(text(box)).toContain("The file is larger than 100 MB.");
  });

  test("whose import is refused stays to be mended", async () => {
    const { box, drop } = await show({ applyImport: refuses("Line 4, column time: expected a time.") });
    await drop("txid,time");
    click(button("Import 100 entries"));
    await settle();
    expect(text(box)).toContain("Line 4, column time: expected a time.");
    expect(button("Import 100 entries").disabled).toBe(false);
  });
});

describe("coverage", () => {
  test("without any leads to reading the history", async () => {
    const readHistory = answers({ done: true });
    const { box } = await show({ readHistory });
    await act(() => vi.waitFor(() => expect(text(box)).toContain("No history was read yet.")));
    click(button("Read history"));
    await settle();
    expect(readHistory).toHaveBeenCalledExactlyOnceWith({ profileId: "core" });
  });

  test("says of each account and source what was read and what is missing", async () => {
    const parts = [
      sampleCoverage(),
      sampleCoverage({ source: "ledger", complete: false, problem: "Kraken tells no ledger before 2020." }),
      sampleCoverage({ source: "deposits", complete: false, resume: "{}" }),
    ];
    const { box } = await show({ coverage: coverage(parts) });
    await act(() => vi.waitFor(() => expect(text(box)).toContain("trades from 1 Mar 2024")));
    for (const words of [
      "412 entries",
      "complete",
      "Kraken tells no ledger before 2020.",
      "not complete",
      "being read",
    ]) {
      expect(text(box)).toContain(words);
    }
  });
});

describe("batches", () => {
  const listed = (...rows: readonly BookBatch[]) => answers({ rows, total: rows.length });

  test("are listed with their file, entries, times and accounts, and with what does not count", async () => {
    const { box } = await show({
      batches: listed(
        sampleBatch(),
        sampleBatch({ batchId: OTHER_BATCH, name: null, ts: null, entries: 1_200, setAside: 7, takenOut: 6 }),
      ),
    });
    expect(text(box)).toContain("ledgers.csvUndo3 entries from 1 Mar 2023 to 1 Jun 2023, Kraken; came in 14 Nov 2023");
    expect(text(box)).toContain("A file7 do not countUndoRestore1,200 entries from 1 Mar 2023 to 1 Jun 2023, Kraken");
  });

  test("by hand are named so; the newest are listed and the others counted", async () => {
    const hand = sampleBatch({ source: "manual", name: null, ts: null, entries: 1, until: Date.UTC(2023, 2, 1) });
    const { box } = await show({ batches: answers({ rows: [hand], total: 201 }) });
    expect(text(box)).toContain("Entered by handUndo1 entry of 1 Mar 2023, Kraken");
    expect(text(box)).toContain("The newest 1 of 201 are listed.");
  });

  test("none yet leads nowhere but says what will be here", async () => {
    const { box } = await show();
    expect(text(box)).toContain("Nothing came in from a file or by hand yet.");
  });

  test.each([
    ["Undo ledgers.csv", "Undo the batch", "undoBatch", {}],
    ["Restore ledgers.csv", "Put it back", "redoBatch", { setAside: 3, takenOut: 3 }],
  ] as const)("%s is decided with a reason, and the list is read again", async (opener, deed, procedure, state) => {
    const decided = answers({ done: true });
    const batches = listed(sampleBatch(state));
    await show({ batches, [procedure]: decided });
    click(named(opener));
    typeInto(field("Reason"), "It was the wrong wallet");
    const before = batches.mock.calls.length;
    click(button(deed));
    await settle();
    expect(decided).toHaveBeenCalledExactlyOnceWith({
      profileId: "core",
      batchId: SAMPLE_BATCH,
      reason: "It was the wrong wallet",
    });
    expect(batches.mock.calls.length).toBeGreaterThan(before);
    expect(document.querySelector("[role=dialog]")).toBeNull();
  });

  test("that are refused say so in the engine's words", async () => {
    const { box } = await show({
      batches: listed(sampleBatch()),
      undoBatch: refuses("all of it was taken out already."),
    });
    click(named("Undo ledgers.csv"));
    typeInto(field("Reason"), "Twice");
    click(button("Undo the batch"));
    await settle();
    expect(text(document.body)).toContain("all of it was taken out already.");
    expect(text(box)).toContain("ledgers.csv");
  });
});
