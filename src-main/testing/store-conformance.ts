// What must every store do, in memory or on disk? One suite, run against each.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "#engine/ports/repositories.ts";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { EvaluationRecord } from "#shared/domain/evaluation.ts";
import {
  accountIdSchema,
  assetSchema,
  decisionHashSchema,
  type ProfileId,
  profileIdSchema,
  type SignalId,
  venueIdSchema,
} from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { GENESIS_HASH } from "#shared/domain/journal-chain.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { settingsSchema } from "#shared/domain/settings.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { Suggestion, SuggestionType } from "#shared/domain/suggestion.ts";
import { unixMs } from "#shared/domain/time.ts";
import { describeBooks } from "./book-conformance.ts";
import { describeCandles } from "./candle-conformance.ts";
import { describePaper } from "./paper-conformance.ts";
import { SeededIds } from "./seeded-ids.ts";

const A = profileIdSchema.parse("demo-a");
const B = profileIdSchema.parse("demo-b");
const ACCOUNT = accountIdSchema.parse("demo-a-alpha");
const VENUE = venueIdSchema.parse("sim-alpha");
const BTC = assetSchema.parse("BTC");
const USD = assetSchema.parse("USD");
const T = 1_767_571_200_000;

export function sampleEvent(index: number): JournalEvent {
  return { kind: "killSwitch.set", on: index % 2 === 0, reason: `reason ${index} "ä" \u2028 <script>` };
}

export function sampleProfile(id: ProfileId, priority: number): Profile {
  return profileSchema.parse({
    id,
    name: `Profile ${id}`,
    priority,
    mode: "paper",
    source: "simulated",
    currency: USD,
    cashAssets: [USD],
    accounts: [
      {
        id: ACCOUNT,
        name: "Paper",
        kind: "paper",
        venue: VENUE,
        fees: { maker: decimalString("0.001"), taker: decimalString("0.002"), feeAsset: "quote" },
      },
    ],
    targets: { [BTC]: decimalString("0.6"), [USD]: decimalString("0.4") },
    policy: {},
    limits: {},
    createdAt: unixMs(T),
    seed: "1",
  });
}

export function sampleSnapshot(profileId: ProfileId, ts: number, value: string, reason: Snapshot["reason"]): Snapshot {
  return {
    profileId,
    ts: unixMs(ts),
    reason,
    currency: USD,
    totalValue: decimalString(value),
    cash: decimalString("10"),
    totalPnl: decimalString("-1.5"),
    netInvested: decimalString("100"),
    held: null,
    breakdown: [
      {
        asset: BTC,
        quantity: decimalString("1"),
        price: decimalString("90"),
        value: decimalString("90"),
        weight: decimalString("0.9"),
        pnl: null,
      },
    ],
  };
}

function suggestion(ids: SeededIds, openedAt: number, closedAt: number | null): Suggestion {
  return {
    id: ids.suggestionId(),
    profileId: A,
    type: "highCash",
    asset: null,
    title: "Much cash",
    reason: "Cash is 85 %",
    action: "Plan a rebalance",
    plan: { policy: { goal: "cashFlow" } },
    priority: "medium",
    measured: decimalString("0.85"),
    limit: decimalString("0.8"),
    openedAt: unixMs(openedAt),
    updatedAt: unixMs(openedAt),
    snoozedUntil: null,
    snoozedUntilDoubles: null,
    closedAt: closedAt === null ? null : unixMs(closedAt),
    closedBecause: closedAt === null ? null : "dismissed",
    dismissReason: null,
  };
}

/** At T plus its number. */
function evaluation(seq: number, fired: readonly SuggestionType[]): EvaluationRecord {
  return {
    seq,
    from: unixMs(T + seq),
    until: unixMs(T + seq),
    times: 1,
    cause: "timer",
    summary: "Nothing to do.",
    rules: (["threshold", "flow"] as const).map((type) => ({
      type,
      fired: fired.includes(type),
      outcome: fired.includes(type) ? "open" : "quiet",
      asset: null,
      measured: decimalString("0.02"),
      limit: decimalString("0.05"),
      reason: "Because.",
    })),
  };
}

function signal(ids: SeededIds, ts: number, summary: string): Signal {
  return {
    id: ids.signalId(),
    profileId: A,
    ts: unixMs(ts),
    asset: BTC,
    action: "buy",
    quantity: decimalString("0.1"),
    price: decimalString("100"),
    confidence: decimalString("0.5"),
    strength: decimalString("0.5"),
    source: "cashDeployment",
    summary,
    rationale: [{ name: "cash", value: "0.85", needs: "< 0.8", passed: false }],
    expiresAt: unixMs(ts + 1_000),
    rule: "cashDeployment, version 1",
    decisionHash: decisionHashSchema.parse("a".repeat(64)),
  };
}

/** Registers the suite. `make` gives an empty store; `reopen`, where there is something to open again, gives it as after a restart. */
export function describeStore(
  name: string,
  make: () => Promise<Store>,
  reopen?: (store: Store) => Promise<Store>,
): void {
  describe(`${name} is a store`, () => {
    let store: Store;
    /** What a restart keeps must be there both ways. */
    const again = async () => {
      if (reopen !== undefined) store = await reopen(store);
      return store;
    };

    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.close());

    it("starts empty, healthy and with default settings", async () => {
      const { repositories, journal } = store;
      expect(store.health()).toEqual({ state: "ok", detail: null });
      expect(store.openReport).toEqual({ notices: [], journalDamaged: false });
      expect(await repositories.profiles.list()).toEqual([]);
      expect(await repositories.settings.load()).toEqual(settingsSchema.parse({}));
      expect(await repositories.transactions.list(A)).toEqual([]);
      expect(await repositories.snapshots.latest(A)).toBeNull();
      expect(await repositories.paperExchange.load(ACCOUNT)).toEqual([]);
      expect(await journal.read({ after: 0, limit: 10 })).toEqual([]);
      expect(await journal.verify()).toEqual({ ok: true, entries: 0, broken: null });
    });

    it("chains journal entries by hash and gives back what was appended", async () => {
      const first = await store.journal.append(unixMs(T), A, [sampleEvent(1), sampleEvent(2)]);
      const second = await store.journal.append(unixMs(T + 1), null, [sampleEvent(3)]);
      const entries = [...first, ...second];
      let prevHash = GENESIS_HASH;
      entries.forEach((entry, index) => {
        const { hash, ...content } = entry;
        expect(entry.seq).toBe(index + 1);
        expect(entry.prevHash).toBe(prevHash);
        expect(hash).toBe(canonicalHash(content));
        prevHash = hash;
      });
      const { journal } = await again();
      expect(await journal.read({ after: 0, limit: 10 })).toEqual(entries);
      expect(await journal.verify()).toEqual({ ok: true, entries: 3, broken: null });
    });

    it("keeps the order of appends that are not awaited one by one", async () => {
      const appended = await Promise.all(
        Array.from({ length: 200 }, (_, index) => store.journal.append(unixMs(T + index), A, [sampleEvent(index)])),
      );
      expect(appended.map(([entry]) => entry?.seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
      expect(await store.journal.verify()).toMatchObject({ ok: true, entries: 200 });
      const read = await store.journal.read({ after: 0, limit: 10_000 });
      expect(read).toEqual(appended.flat());
    });

    it("pages forward and backward, by profile and kind", async () => {
      await store.journal.append(unixMs(T), A, [sampleEvent(1), { kind: "system.stopped" }]);
      await store.journal.append(unixMs(T), B, [sampleEvent(2), sampleEvent(3)]);
      const { journal } = await again();
      const seqs = async (page: Promise<readonly { readonly seq: number }[]>) => (await page).map((entry) => entry.seq);
      expect(await seqs(journal.read({ after: 1, limit: 2 }))).toEqual([2, 3]);
      expect(await seqs(journal.read({ after: 0, limit: 10, profileId: A }))).toEqual([1, 2]);
      expect(await seqs(journal.read({ after: 0, limit: 10, kinds: ["system.stopped"] }))).toEqual([2]);
      expect(await seqs(journal.read({ after: 0, limit: 10, kinds: [] }))).toEqual([]);
      expect(await seqs(journal.readLatest({ limit: 3 }))).toEqual([4, 3, 2]);
      expect(await seqs(journal.readLatest({ before: 4, limit: 10, kinds: ["killSwitch.set"], profileId: B }))).toEqual(
        [3],
      );
    });

    it.each([0, -1, 1.5, 10_001, Number.NaN])("refuses pages of %s entries", async (limit) => {
      await expect(store.journal.read({ after: 0, limit })).rejects.toMatchObject({ code: "INPUT_INVALID" });
      await expect(store.journal.readLatest({ limit })).rejects.toMatchObject({ code: "INPUT_INVALID" });
    });

    it("refuses to journal what could not be read back, and stays whole", async () => {
      const nonsense = { kind: "killSwitch.set", on: "yes", reason: "" } as unknown as JournalEvent;
      await expect(store.journal.append(unixMs(T), A, [sampleEvent(1), nonsense])).rejects.toMatchObject({
        code: "SYSTEM_INTERNAL",
      });
      expect(await store.journal.append(unixMs(T), A, [])).toEqual([]);
      expect(await store.journal.verify()).toEqual({ ok: true, entries: 0, broken: null });
      expect(store.health().state).toBe("ok");
    });

    it("keeps profiles by priority and settings", async () => {
      await store.repositories.profiles.save(sampleProfile(B, 1));
      await store.repositories.profiles.save(sampleProfile(A, 2));
      await store.repositories.profiles.save({ ...sampleProfile(B, 3), name: "Renamed" });
      const settings = { ...settingsSchema.parse({}), theme: "dark", activeProfileId: A } as const;
      await store.repositories.settings.save(settings);
      const { repositories } = await again();
      expect(await repositories.profiles.list()).toEqual([
        sampleProfile(A, 2),
        { ...sampleProfile(B, 3), name: "Renamed" },
      ]);
      expect(await repositories.settings.load()).toEqual(settings);
    });

    it("keeps snapshots by time and reason", async () => {
      await store.repositories.snapshots.add(A, [
        sampleSnapshot(A, T + 60_000, "101", "interval"),
        sampleSnapshot(A, T, "100", "start"),
      ]);
      await store.repositories.snapshots.add(A, [sampleSnapshot(A, T + 60_000, "102", "interval")]);
      const { repositories } = await again();
      expect((await repositories.snapshots.list(A, unixMs(0))).map((row) => row.totalValue)).toEqual(["100", "102"]);
      expect(await repositories.snapshots.list(A, unixMs(T + 1))).toEqual([
        sampleSnapshot(A, T + 60_000, "102", "interval"),
      ]);
      expect((await repositories.snapshots.latest(A))?.totalValue).toBe("102");
      expect(await repositories.snapshots.latest(B)).toBeNull();
    });

    it("lists open suggestions and those closed lately", async () => {
      const ids = new SeededIds();
      const [open, old, late] = [
        suggestion(ids, T + 2, null),
        suggestion(ids, T, T + 5),
        suggestion(ids, T + 1, T + 9),
      ];
      await store.repositories.suggestions.save(A, [open, old, { ...late, closedAt: null }]);
      await store.repositories.suggestions.save(A, [late]);
      const { repositories } = await again();
      expect(await repositories.suggestions.list(A, unixMs(T + 9))).toEqual([late, open]);
      expect(await repositories.suggestions.list(A, unixMs(T + 5))).toEqual([old, late, open]);
      expect(await repositories.suggestions.list(B, unixMs(0))).toEqual([]);
    });

    it("keeps why rules fired, newest first, of one rule and by whether it fired, and no more than it is told", async () => {
      const { evaluations } = store.repositories;
      const all = { since: unixMs(0), most: 100 };
      await evaluations.save(
        A,
        [evaluation(1, ["threshold"]), evaluation(2, []), evaluation(3, ["threshold", "flow"])],
        all,
      );
      await evaluations.save(A, [{ ...evaluation(2, ["flow"]), times: 7 }], all);
      await evaluations.save(B, [evaluation(1, [])], all);
      const stored = (await again()).repositories.evaluations;
      const seqs = async (query: Omit<Parameters<typeof stored.list>[1], "limit">, limit = 10) =>
        (await stored.list(A, { ...query, limit })).map(({ seq }) => seq);
      expect(await stored.list(A, { limit: 1 })).toEqual([evaluation(3, ["threshold", "flow"])]);
      expect(await seqs({})).toEqual([3, 2, 1]);
      expect(await seqs({ before: 3 }, 1)).toEqual([2]);
      expect(await seqs({ rule: "threshold", fired: true })).toEqual([3, 1]);
      expect(await seqs({ rule: "threshold", fired: false })).toEqual([2]);
      expect(await seqs({ fired: false })).toEqual([]);
      expect(await seqs({ rule: "loss" })).toEqual([3, 2, 1]);
      expect((await stored.list(B, { limit: 10, fired: false })).map(({ seq }) => seq)).toEqual([1]);
      await stored.save(A, [evaluation(4, [])], { since: unixMs(T + 2), most: 2 });
      expect(await seqs({})).toEqual([4, 3]);
      await stored.save(A, [], { since: unixMs(T + 4), most: 2 });
      expect(await seqs({})).toEqual([4]);
      expect(await stored.list(B, { limit: 10 })).toHaveLength(1);
    });

    it("lists signals newest first", async () => {
      const ids = new SeededIds();
      const signals = [signal(ids, T, "one"), signal(ids, T + 5, "two"), signal(ids, T + 5, "three")];
      await store.repositories.signals.save(A, signals);
      const { repositories } = await again();
      expect((await repositories.signals.list(A, 2)).map((row) => row.summary)).toEqual(["three", "two"]);
      expect(await repositories.signals.find(A, signals[0]?.id as SignalId)).toEqual(signals[0]);
      expect(await repositories.signals.find(A, ids.signalId())).toBeNull();
    });

    describePaper(
      () => store.repositories,
      async () => (await again()).repositories,
    );

    describeBooks(
      () => store.repositories,
      async () => (await again()).repositories,
    );

    describeCandles(
      () => store.repositories.candles,
      async () => (await again()).repositories.candles,
    );

    it("keeps the ceiling of each key's nonces, which only rises", async () => {
      const { nonces } = store.repositories;
      expect(await nonces.reserve("0123456789ab", 1_767_571_200_000_000)).toBe(1_767_571_200_000_000);
      expect(await nonces.reserve("0123456789ab", 5)).toBe(1_767_571_200_000_000);
      const { repositories } = await again();
      expect(await repositories.nonces.reserve("0123456789ab", 0)).toBe(1_767_571_200_000_000);
      expect(await repositories.nonces.reserve("ffffffffffff", 7)).toBe(7);
    });

    it("keeps the paper exchange's records without gap or repeat", async () => {
      const { paperExchange } = store.repositories;
      await paperExchange.append(ACCOUNT, [
        { seq: 1, record: { deposit: "10", nested: [1, null, { a: "b" }] } },
        { seq: 2, record: "text" },
      ]);
      for (const seq of [2, 4]) {
        await expect(paperExchange.append(ACCOUNT, [{ seq, record: null }])).rejects.toMatchObject({
          code: "SYSTEM_INTERNAL",
        });
      }
      await expect(
        paperExchange.append(ACCOUNT, [
          { seq: 3, record: 1 },
          { seq: 5, record: 2 },
        ]),
      ).rejects.toMatchObject({ code: "SYSTEM_INTERNAL" });
      await paperExchange.append(ACCOUNT, [{ seq: 3, record: null }]);
      const { repositories } = await again();
      expect(await repositories.paperExchange.load(ACCOUNT)).toEqual([
        { seq: 1, record: { deposit: "10", nested: [1, null, { a: "b" }] } },
        { seq: 2, record: "text" },
        { seq: 3, record: null },
      ]);
    });

    it("rejects everything after it was closed", async () => {
      await store.close();
      await expect(store.journal.append(unixMs(T), A, [sampleEvent(1)])).rejects.toMatchObject({
        code: "STORE_FAILED",
      });
      await expect(store.repositories.profiles.list()).rejects.toMatchObject({ code: "STORE_FAILED" });
    });
  });
}
