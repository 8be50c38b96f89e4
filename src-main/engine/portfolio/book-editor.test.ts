import { describe, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { accountIdSchema, batchIdSchema, bookChangeIdSchema, transactionIdSchema } from "#shared/domain/ids.ts";
import { manualEntrySchema } from "#shared/domain/manual-entry.ts";
import { DAY_MS, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { bookFixture, manualEntry } from "#testing/book-fixture.ts";
import { asset, testBalance } from "#testing/portfolio-fakes.ts";

const START = 1_767_571_200_000;
const SIGNAL = new AbortController().signal;
const BTC = asset("BTC");
const NOWHERE = transactionIdSchema.parse("nowhere");

async function setUp() {
  const fixture = bookFixture({
    history: {
      priceAt: async (code) => (code === "BTC" ? decimalString("80") : null),
    },
  });
  await fixture.books.load();
  const quantity = () => fixture.books.ledger.positions.get(BTC)?.quantity.toString() ?? "0";
  const newest = () => {
    const entry = fixture.books.entries.at(-1);
    if (entry === undefined) throw new Error("the books are empty");
    return entry;
  };
  return { ...fixture, quantity, newest };
}

describe("BookEditor", () => {
  it("enters by hand at the value of that time; equal entries are two", async () => {
    const { editor, books, quantity, newest } = await setUp();
    const past = manualEntry({ ts: START - DAY_MS, note: "Found a paper wallet" });
    const { added } = await editor.addManual(past, SIGNAL);
    await editor.addManual(past, SIGNAL);
    expect(added).toBe(1);
    expect(quantity()).toBe("2");
    expect(newest()).toMatchObject({ source: "manual", price: "80", quote: "USD", note: "Found a paper wallet" });
    expect(books.ledger.netInvested.toString()).toBe("160");
  });

  it("leaves a value that no market tells open: it is a gap, not a guess", async () => {
    const { editor, books, newest } = await setUp();
    await editor.addManual(manualEntry({ asset: "DOGE", ts: START - DAY_MS }), SIGNAL);
    expect(newest()).toMatchObject({ price: null, quote: null });
    expect(books.ledger.gaps).toMatchObject([{ asset: "DOGE" }]);
  });

  it("corrects by an entry that stands in for the original; undoing the correction brings it back", async () => {
    const { editor, books, quantity, newest } = await setUp();
    await editor.addManual(manualEntry(), SIGNAL);
    const original = newest();
    const { batchId } = await editor.correct(original.id, manualEntry({ quantity: "3" }), SIGNAL);
    expect(quantity()).toBe("3");
    expect([...books.entries]).toContainEqual(original);
    await expect(editor.correct(original.id, manualEntry(), SIGNAL)).rejects.toMatchObject({ code: "INPUT_INVALID" });
    const correction = newest();
    await editor.correct(correction.id, manualEntry({ quantity: "4" }), SIGNAL);
    expect(quantity()).toBe("4");
    await editor.undoBatch(newest().batchId ?? batchId, "No, three");
    expect(quantity()).toBe("3");
    await editor.undoBatch(batchId, "One after all");
    expect(quantity()).toBe("1");
    expect(books.entries).toHaveLength(3);
  });

  it("takes a batch out and puts it back, as often as one likes, also after a restart", async () => {
    const { editor, books, quantity, store } = await setUp();
    const { batchId } = await editor.addManual(manualEntry(), SIGNAL);
    await editor.addManual(manualEntry({ quantity: "5" }), SIGNAL);
    const [change] = await editor.undoBatch(batchId, "Entered twice");
    if (change === undefined) throw new Error("no decision");
    expect(quantity()).toBe("5");
    await expect(editor.undoBatch(batchId, "Again")).rejects.toMatchObject({ code: "INPUT_INVALID" });
    const [restored] = await editor.undoChange(change.id, "It was not twice");
    expect(quantity()).toBe("6");
    await expect(editor.undoChange(change.id, "Once more")).rejects.toMatchObject({
      message: expect.stringContaining("undo that one first"),
    });
    await editor.undoChange(restored?.id ?? change.id, "Twice after all");
    expect(quantity()).toBe("5");
    const again = bookFixture({ store });
    await again.books.load();
    expect([...again.books.transactions]).toEqual([...books.transactions]);
    expect(again.books.changes.map(({ kind, reason }) => [kind, reason])).toEqual([
      ["retract", "Entered twice"],
      ["restore", "It was not twice"],
      ["retract", "Twice after all"],
    ]);
  });

  it("brings an opening back to what it was when the history before it is taken out", async () => {
    const { editor, books, quantity } = await setUp();
    await books.open(accountIdSchema.parse("demo-a-alpha"), [testBalance("BTC", "5")], unixMs(START));
    const { batchId } = await editor.addManual(manualEntry({ ts: START - HOUR_MS, quantity: "2" }), SIGNAL);
    expect(quantity()).toBe("5");
    await editor.undoBatch(batchId, "Not mine");
    expect(quantity()).toBe("5");
    expect(books.transactions.map((entry) => entry.quantity)).toEqual(["5"]);
    const opening = books.transactions.at(0)?.id ?? NOWHERE;
    await expect(editor.retract([opening], "Away with it")).rejects.toMatchObject({
      message: expect.stringContaining("an opening balance is what the venue said"),
    });
  });

  it("links only what goes out with what comes in of the same asset", async () => {
    const { editor, books, newest } = await setUp();
    await editor.addManual(manualEntry(), SIGNAL);
    const into = newest();
    await editor.addManual(manualEntry({ type: "withdrawal", ts: START + 1 }), SIGNAL);
    const out = newest();
    await editor.addManual(manualEntry({ type: "withdrawal", asset: "ETH", ts: START + 2 }), SIGNAL);
    const other = newest();
    await expect(editor.link("pair", into.id, out.id, "Mine")).rejects.toMatchObject({ code: "INPUT_INVALID" });
    await expect(editor.link("pair", other.id, into.id, "Mine")).rejects.toMatchObject({ code: "INPUT_INVALID" });
    await editor.link("pair", out.id, into.id, "Mine");
    expect(books.changes).toMatchObject([{ kind: "pair", transactionIds: [out.id, into.id] }]);
  });

  it("refuses what it does not know, and changes nothing", async () => {
    const { editor, books } = await setUp();
    const change = bookChangeIdSchema.parse("00000000-0000-4000-8000-000000000000");
    const refused = [
      () => editor.addManual(manualEntry({ accountId: "elsewhere" }), SIGNAL),
      () => editor.addManual(manualEntry({ ts: START + 2 * DAY_MS }), SIGNAL),
      async () => editor.correct(NOWHERE, manualEntry(), SIGNAL),
      async () => editor.retract([NOWHERE], "why"),
      async () => editor.restore([], "why"),
      () => editor.undoBatch(batchIdSchema.parse(change), "why"),
      () => editor.undoChange(change, "why"),
    ];
    for (const refuse of refused) await expect(refuse()).rejects.toMatchObject({ code: "INPUT_INVALID" });
    expect(books.entries).toHaveLength(0);
    expect(books.changes).toEqual([]);
  });
});

describe("what may be entered by hand", () => {
  it.each([
    [{ quantity: "0" }, "quantity"],
    [{ quantity: "-1" }, "quantity"],
    [{ type: "trade" }, "side"],
    [{ type: "trade", side: "buy" }, "quote"],
    [{ type: "trade", side: "buy", quote: "BTC", price: "1" }, "quote"],
    [{ side: "buy" }, "side"],
    [{ type: "adjustment" }, "side"],
    [{ quote: "USD" }, "price"],
    [{ price: "5" }, "quote"],
    [{ asset: "btc" }, "asset"],
    [{ fee: { asset: "USD", amount: "-1" } }, "fee"],
  ])("is not %j", (changes, field) => {
    const parsed = manualEntrySchema.safeParse({ ...manualEntry(), ...changes });
    expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
  });
});
