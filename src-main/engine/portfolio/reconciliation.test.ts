import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Balance } from "#shared/domain/account.ts";
import type { Coverage } from "#shared/domain/books.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { type AccountId, accountIdSchema } from "#shared/domain/ids.ts";
import type { ReconciliationFix } from "#shared/domain/reconciliation.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { bookFixture, manualEntry } from "#testing/book-fixture.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { asset, testBalance, testFill, testProfile } from "#testing/portfolio-fakes.ts";
import { Reconciliation } from "./reconciliation.ts";

const START = 1_767_571_200_000;
const SIGNAL = new AbortController().signal;
const [ALPHA, BETA] = ["demo-a-alpha", "demo-a-beta"].map((id) => accountIdSchema.parse(id)) as [AccountId, AccountId];
const fees = { maker: "0", taker: "0" };
const PROFILE = testProfile({
  accounts: [
    { id: ALPHA, name: "Alpha", kind: "paper", venue: "sim-alpha", fees },
    { id: BETA, name: "Beta", kind: "paper", venue: "sim-beta", fees },
  ],
});

/** Both accounts opened with 5 BTC and 500 USD; `venue` is what each holds now. */
async function setUp() {
  const fixture = bookFixture({ profile: PROFILE, history: { priceAt: async () => decimalString("80") } });
  const { books, editor } = fixture;
  await books.load();
  const venue = new Map<AccountId, Balance[]>();
  for (const id of [ALPHA, BETA]) {
    venue.set(id, [testBalance("BTC", "5", id), testBalance("USD", "500", id)]);
    await books.open(id, venue.get(id) ?? [], unixMs(START));
  }
  const state = { inFlight: false, coverage: [] as Coverage[], read: [] as AccountId[], canRead: true };
  const reconciliation = new Reconciliation({
    books,
    editor,
    accounts: () =>
      [...venue].map(([accountId, balances]) => ({
        accountId,
        balances,
        readAt: unixMs(START + HOUR_MS),
        failure: null,
      })),
    coverage: () => state.coverage,
    cashAssets: () => PROFILE.cashAssets,
    orderInFlight: () => state.inFlight,
    history: { canRead: () => state.canRead, readAccount: (id) => void state.read.push(id) },
  });
  const holds = (id: AccountId, btc: string, more: readonly Balance[] = []) =>
    venue.set(id, [testBalance("BTC", btc, id), testBalance("USD", "500", id), ...more]);
  const venueUsd = (id: AccountId, usd: string) =>
    venue.set(id, [...(venue.get(id) ?? []).filter(({ asset: code }) => code !== "USD"), testBalance("USD", usd, id)]);
  const line = (id: AccountId, code = "BTC") => {
    const found = reconciliation.lines().find((other) => other.accountId === id && other.asset === code);
    if (found === undefined) throw new Error(`no line of ${code} at ${id}`);
    return found;
  };
  const fix = (id: AccountId, wanted: ReconciliationFix, code = "BTC") =>
    reconciliation.fix(
      { accountId: id, asset: asset(code), difference: line(id, code).difference, fix: wanted, note: null },
      SIGNAL,
    );
  return { ...fixture, reconciliation, state, holds, venueUsd, line, fix };
}

const byHand = (changes: Parameters<typeof manualEntry>[0]) => manualEntry({ ts: START + 1, ...changes });

describe("Reconciliation", () => {
  it("says of each account and asset what venue and books hold", async () => {
    const { reconciliation, holds } = await setUp();
    holds(BETA, "5.25");
    expect(
      reconciliation
        .lines()
        .map(({ accountId, asset: code, venueQuantity, booksQuantity, difference }) => [
          accountId,
          code,
          venueQuantity,
          booksQuantity,
          difference,
        ]),
    ).toEqual([
      [ALPHA, "BTC", "5", "5", "0"],
      [ALPHA, "USD", "500", "500", "0"],
      [BETA, "BTC", "5.25", "5", "0.25"],
      [BETA, "USD", "500", "500", "0"],
    ]);
    expect(reconciliation.lines()[0]).toMatchObject({ cause: null, fixes: [] });
  });

  it.each([
    ["6", "unknownDeposit", "deposit"],
    ["5.001", "unknownReward", "reward"],
    ["4", "unknownWithdrawal", "withdrawal"],
    ["4.999", "unknownFee", "fee"],
  ] as const)("explains %s BTC as %s, enters it as %s, and undoes it", async (btc, kind, type) => {
    const { holds, line, fix, books, editor } = await setUp();
    holds(ALPHA, btc);
    expect(line(ALPHA)).toMatchObject({ cause: { kind }, fixes: [{ kind: "enter", type }, ...Array(3).fill({})] });
    const { batchId } = await fix(ALPHA, { kind: "enter", type });
    expect(line(ALPHA)).toMatchObject({ difference: "0", cause: null, fixes: [] });
    expect(books.entries.at(-1)).toMatchObject({
      type,
      source: "manual",
      label: "reconciliation",
      price: "100",
      batchId,
    });
    if (batchId === null) throw new Error("an entry by hand has a batch");
    await editor.undoBatch(batchId, "It was something else");
    expect(line(ALPHA).cause?.kind).toBe(kind);
  });

  it("tells rounding from a real difference, and adjusts it", async () => {
    const { holds, line, fix } = await setUp();
    holds(ALPHA, "4.99999999");
    expect(line(ALPHA)).toMatchObject({ cause: { kind: "rounding" }, fixes: [{ kind: "adjust" }] });
    await fix(ALPHA, { kind: "adjust" });
    expect(line(ALPHA).difference).toBe("0");
  });

  it("takes what a venue's few places of cash leave open for rounding, by the number of trades", async () => {
    const { books, line, holds, venueUsd } = await setUp();
    const fill = { symbol: "BTC/USD", side: "buy", quantity: "0.5", price: "2", fee: ["USD", "0"] } as const;
    const fills = [1, 2].map((id) => testFill({ ...fill, id: String(id), ts: START + id }));
    await books.addFills(ALPHA, fills, null, SIGNAL);
    holds(ALPHA, "6");
    venueUsd(ALPHA, "498.0002");
    expect(line(ALPHA, "USD").cause?.kind).toBe("rounding");
    venueUsd(ALPHA, "498.0003");
    expect(line(ALPHA, "USD").cause?.kind).toBe("unknownReward");
  });

  it("waits while an order is under way", async () => {
    const { holds, line, state, fix } = await setUp();
    holds(ALPHA, "4");
    state.inFlight = true;
    expect(line(ALPHA)).toMatchObject({ cause: { kind: "orderInFlight" }, fixes: [] });
    await expect(fix(ALPHA, { kind: "adjust" })).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  it("names a history that is incomplete, and reads it where the venue has one", async () => {
    const { holds, line, state, fix } = await setUp();
    holds(ALPHA, "4");
    const coverage = {
      profileId: PROFILE.id,
      accountId: ALPHA,
      source: "ledger",
      from: unixMs(0),
      until: unixMs(0),
    } as const;
    state.coverage = [
      { ...coverage, complete: false, resume: null, problem: "It has no list of its ledger.", entries: 0 },
    ];
    expect(line(ALPHA)).toMatchObject({
      cause: { kind: "missingHistory", message: expect.stringContaining("It has no list of its ledger.") },
    });
    expect(await fix(ALPHA, { kind: "importHistory" })).toEqual({ batchId: null, added: 0 });
    expect(state.read).toEqual([ALPHA]);
    state.canRead = false;
    expect(line(ALPHA).fixes.map(({ kind }) => kind)).not.toContain("importHistory");
  });

  it("finds the other side of a move between own accounts, in either direction", async () => {
    const { holds, line, editor, fix, books } = await setUp();
    holds(ALPHA, "4");
    holds(BETA, "5.99");
    await editor.addManual(byHand({ type: "withdrawal", quantity: "1" }), SIGNAL);
    expect(line(ALPHA).difference).toBe("0");
    expect(line(BETA)).toMatchObject({ cause: { kind: "unmatchedTransfer" } });
    await fix(BETA, { kind: "enter", type: "deposit" });
    expect(line(BETA).difference).toBe("0");
    expect(books.transfers).toHaveLength(1);
    expect(books.ledger.netInvested.toString()).toBe("2000");
    holds(BETA, "4.99");
    holds(ALPHA, "5");
    await editor.addManual(byHand({ quantity: "1", ts: START + 2 }), SIGNAL);
    expect(line(BETA)).toMatchObject({ cause: { kind: "unmatchedTransfer" }, difference: "-1" });
  });

  it("offers to pair the two sides of a transfer that no rule found", async () => {
    const { holds, line, editor, fix, reconciliation } = await setUp();
    holds(ALPHA, "4");
    holds(BETA, "5.5");
    await editor.addManual(byHand({ type: "transfer", side: "sell", quantity: "1" }), SIGNAL);
    await editor.addManual(
      byHand({ type: "transfer", side: "buy", quantity: "0.5", accountId: BETA, ts: START + 2 }),
      SIGNAL,
    );
    expect(reconciliation.proposals()).toHaveLength(1);
    const [pair] = line(ALPHA).fixes;
    expect(pair).toMatchObject({ kind: "pairTransfer" });
    if (pair === undefined) throw new Error("no fix");
    await fix(ALPHA, pair);
    expect([line(ALPHA).difference, line(BETA).difference]).toEqual(["0", "0"]);
    expect(reconciliation.proposals()).toEqual([]);
  });

  it("refuses to end what is no longer there, or by what does not end it", async () => {
    const { holds, reconciliation, fix, books } = await setUp();
    const before = books.entries;
    const request = { accountId: ALPHA, asset: asset("BTC"), fix: { kind: "adjust" }, note: null } as const;
    holds(ALPHA, "6");
    const refused = [
      reconciliation.fix({ ...request, difference: decimalString("2") }, SIGNAL),
      reconciliation.fix({ ...request, asset: asset("DOGE"), difference: decimalString("1") }, SIGNAL),
      fix(ALPHA, { kind: "enter", type: "withdrawal" }),
      fix(BETA, { kind: "adjust" }),
    ];
    for (const refusal of refused) await expect(refusal).rejects.toMatchObject({ code: "INPUT_INVALID" });
    expect([...books.entries]).toEqual([...before]);
  });

  it("ends any difference with any fix that it offers by hand", { timeout: BOOK_LIMIT_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt(0n, 20n * 10n ** 18n), fc.nat({ max: 4 }), async (units, choice) => {
        const { holds, line, fix } = await setUp();
        holds(ALPHA, Decimal.of(units, 18).toString());
        const offered = line(ALPHA).fixes.filter(({ kind }) => kind === "enter" || kind === "adjust");
        const wanted = offered[choice % Math.max(1, offered.length)];
        if (wanted === undefined) expect(line(ALPHA).difference).toBe("0");
        else await fix(ALPHA, wanted);
        expect(line(ALPHA)).toMatchObject({ difference: "0", cause: null, fixes: [] });
      }),
      { numRuns: BOOK_RUNS },
    );
  });
});
