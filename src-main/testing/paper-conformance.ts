// What must every store do with the paper ledger and the state of cycles, in memory or on disk?
import { expect, it } from "vitest";
import type { Repositories } from "#engine/ports/repositories.ts";
import { UNREAD } from "#engine/signals/compute-paper-sources.ts";
import { type CycleState, cycleStateSchema } from "#shared/domain/cycle-state.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, profileIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { PaperEntryRecord, PaperLedgerState } from "#shared/domain/paper-entry.ts";
import { unixMs } from "#shared/domain/time.ts";
import { SeededIds } from "./seeded-ids.ts";

const A = profileIdSchema.parse("demo-a");
const B = profileIdSchema.parse("demo-b");
const T = 1_767_571_200_000;
const VENUE = venueIdSchema.parse("sim-alpha");
const SYMBOL = marketSymbolSchema.parse("BTC/USD");
const USD = assetSchema.parse("USD");

const entry = (index: number, end: PaperEntryRecord["end"], ids = new SeededIds()): PaperEntryRecord => ({
  ...UNREAD,
  ...{ id: `mapper ${index}`, kind: "strategy", group: "mapper", venue: VENUE, symbol: SYMBOL, currency: USD },
  ...{ side: "buy", at: unixMs(T + index), expiresAt: unixMs(T + index + 24), seen: true },
  ...{ price: decimalString("100.000000000001"), stake: decimalString("1000"), fee: decimalString("0.002") },
  ...{ halfSpread: decimalString("0.0005"), signalIds: [ids.signalId()], takenBy: ids.planId() },
  ...{ state: end === null ? "open" : "closed", end, result: decimalString("-6.2998") },
});

const state = (until: number): PaperLedgerState => ({
  since: unixMs(T),
  totals: [
    {
      ...{
        group: "mapper",
        venue: VENUE,
        symbol: SYMBOL,
        currency: USD,
        closed: 3,
        wins: 1,
        taken: 1,
        gross: decimalString("1"),
      },
      ...{ costs: decimalString("2"), result: decimalString("-1"), takenResult: decimalString("-0.5") },
      ...{ gained: decimalString("1"), lost: decimalString("2") },
    },
  ],
  followed: [{ venue: VENUE, symbol: SYMBOL, until: unixMs(T + until) }],
});

const cycles: CycleState = cycleStateSchema.parse({
  cycles: { success: 2, degraded: 1, failed: 0 },
  recent: ["success", "degraded", "success"],
  signals: 4,
  lastCycle: {
    ...{ at: T, durationMs: 12.5, outcome: "degraded", decisions: 1, signals: 0 },
    modules: [{ module: "evaluate", state: "stale", goodAt: T - 1, detail: "It hangs." }],
  },
  symbols: [],
});

export function describePaper(first: () => Repositories, again: () => Promise<Repositories>): void {
  it("keeps the paper ledger: what runs, the newest of what has ended, and the totals", async () => {
    const { paperLedger } = first();
    expect(await paperLedger.load(A)).toEqual({ state: null, running: [] });
    const entries = [entry(1, null), entry(2, "expiry"), entry(3, "opposite"), entry(4, null), entry(5, "expiry")];
    await paperLedger.save(A, { entries, state: state(5) }, 10);
    await paperLedger.save(A, { entries: [entry(4, "expiry")], state: state(6) }, 2);
    await paperLedger.save(B, { entries: [entry(1, null)], state: state(1) }, 10);
    const stored = (await again()).paperLedger;
    expect(await stored.load(A)).toEqual({ state: state(6), running: [entry(1, null)] });
    expect((await stored.list(A, { limit: 9 })).map(({ id }) => id)).toEqual(["mapper 5", "mapper 4", "mapper 1"]);
    expect(await stored.list(A, { limit: 1 })).toEqual([entry(5, "expiry")]);
    expect((await stored.list(A, { before: unixMs(T + 4), limit: 9 })).map(({ id }) => id)).toEqual(["mapper 1"]);
    expect(await stored.list(B, { limit: 9 })).toHaveLength(1);
  });

  it("keeps how cycles went, by profile", async () => {
    const repository = first().cycles;
    expect(await repository.load(A)).toBeNull();
    await repository.save(A, { ...cycles, signals: 3 });
    await repository.save(A, cycles);
    const stored = (await again()).cycles;
    expect(await stored.load(A)).toEqual(cycles);
    expect(await stored.load(B)).toBeNull();
  });
}
