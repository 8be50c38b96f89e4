import { describe, expect, it, vi } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { unixMs } from "#shared/domain/time.ts";
import { bookFixture } from "#testing/book-fixture.ts";
import { asset, testTransaction as entry } from "#testing/portfolio-fakes.ts";
import { PastBooks } from "./compute-past-books.ts";
import { checkSnapshots } from "./snapshot-check.ts";

async function setUp(records: (right: Snapshot) => readonly Snapshot[]) {
  const { books, profile, repositories, clock } = bookFixture();
  await books.load();
  await books.add([entry({ id: "1", ts: 1, type: "deposit", asset: "BTC", quantity: "2", price: "100" })]);
  const past = new PastBooks({ profile, transactions: books.transactions, heldSince: unixMs(1) });
  const right = past.at(unixMs(2)).snapshot("midnight", () => Decimal.fromInteger(150));
  if (right === null) throw new Error("no record");
  const repository = repositories.snapshots;
  await repository.add(profile.id, records(right));
  const stop = new AbortController();
  const checked = checkSnapshots({ profile, books, repository, clock }, stop.signal);
  /** Gives the check its turns until it is done. */
  const finish = async () => {
    let isDone = false;
    const ended = checked.finally(() => {
      isDone = true;
    });
    ended.catch(() => undefined);
    while (!isDone) await clock.advance(1);
    return await ended;
  };
  return { finish, stop, repository, profile };
}

const at = (record: Snapshot, ts: number, changes: Partial<Snapshot> = {}): Snapshot => ({
  ...record,
  ts: unixMs(ts),
  ...changes,
});
const wrong = { totalValue: Decimal.ONE.toString(), totalPnl: Decimal.ONE.toString() };

describe("checkSnapshots", () => {
  it("lists no more differences than a person reads, counts the others, and changes nothing", async () => {
    const { finish, repository, profile } = await setUp((right) =>
      Array.from({ length: 600 }, (_, index) => at(right, index + 2, wrong)),
    );
    const before = JSON.stringify(await repository.list(profile.id, unixMs(0)));
    const { checked, differences, more } = await finish();
    expect([checked, differences.length, more]).toEqual([600, 1_000, 200]);
    expect(differences[0]).toEqual({ ts: 2, field: "value", kept: "1", computed: "300", reason: null });
    expect(differences[1]).toEqual({ ts: 2, field: "totalPnl", kept: "1", computed: "100", reason: null });
    expect(JSON.stringify(await repository.list(profile.id, unixMs(0)))).toBe(before);
  });

  it("compares units alone in records of another currency", async () => {
    const { finish } = await setUp((right) => [
      at(right, 2, { ...wrong, currency: asset("EUR") }),
      at(right, 3, {
        currency: asset("EUR"),
        breakdown: right.breakdown.map((line) => ({ ...line, quantity: Decimal.ONE.toString() })),
      }),
    ]);
    expect((await finish()).differences).toEqual([
      { ts: 3, field: "quantity BTC", kept: "1", computed: "2", reason: null },
    ]);
  });

  it("stops when it is told to", async () => {
    const { finish, stop } = await setUp((right) => Array.from({ length: 60 }, (_, index) => at(right, index + 2)));
    stop.abort(new Error("stopped"));
    await expect(finish()).rejects.toThrow("stopped");
  });

  it("gives others a turn every few hundred entries of long books", async () => {
    const { books, profile, repositories, clock } = bookFixture();
    await books.load();
    const entries = Array.from({ length: 2_600 }, (_, index) =>
      entry({ id: `${index}`, ts: index + 1, type: "deposit", asset: "USD", quantity: "1" }),
    );
    await books.add(entries);
    const past = new PastBooks({ profile, transactions: books.transactions, heldSince: unixMs(1) });
    const right = past.at(unixMs(3_000)).snapshot("midnight", () => Decimal.ONE);
    await repositories.snapshots.add(profile.id, right === null ? [] : [right]);
    const turns = vi.spyOn(clock, "sleep");
    const repository = repositories.snapshots;
    const checked = checkSnapshots({ profile, books, repository, clock }, new AbortController().signal);
    const [result] = await Promise.all([checked, clock.advance(1)]);
    expect(result).toEqual({ checked: 1, differences: [], more: 0 });
    expect(turns.mock.calls.length).toBe(5);
  });
});
