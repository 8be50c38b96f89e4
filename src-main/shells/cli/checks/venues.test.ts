import { expect, test } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { FakeVenues, KRAKEN, permissionsOf } from "#testing/fake-venues.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { checkVenues } from "./venues.ts";

const profile = (connection: Record<string, unknown> = {}) =>
  testProfile({
    source: "real",
    accounts: [
      accountSchema.parse({
        id: "kraken-1",
        name: "Kraken",
        kind: "exchange",
        venue: KRAKEN,
        fees: { maker: "0", taker: "0" },
        connection: {
          endpoint: "production",
          connectedAt: 0,
          generation: 1,
          keyStoredAt: 0,
          storedIn: "keychain",
          fingerprint: "0123456789ab",
          permissions: permissionsOf(),
          confirmedNoTransfer: false,
          paused: false,
          ...connection,
        },
      }),
    ],
  });

function bench() {
  const clock = new ManualClock();
  return { clock, venues: new FakeVenues(clock) };
}

test("no connected exchange: nothing is asked, and that is fine", async () => {
  const { clock, venues } = bench();
  expect(await checkVenues([testProfile(), profile({ paused: true })], venues, clock)).toEqual([
    { name: "venues", ok: true, detail: "no exchange is connected", fix: null },
  ]);
  expect(venues.calls).toEqual([]);
});

test("a venue that answers, asked once for all its accounts and without any key", async () => {
  const { clock, venues } = bench();
  venues.clockOffsetMs = -40;
  expect(await checkVenues([profile(), profile()], venues, clock)).toEqual([
    {
      name: "venue kraken",
      ok: true,
      detail: "Kraken is online, answered in 0 ms; this computer is 40 ms ahead of it",
      fix: null,
    },
  ]);
  expect(venues.calls).toEqual(["kraken fetchTime"]);
});

test("clocks that differ by more than an order may", async () => {
  const { clock, venues } = bench();
  venues.clockOffsetMs = 1_001;
  const [check] = await checkVenues([profile()], venues, clock);
  expect(check).toMatchObject({ ok: false, fix: expect.stringContaining("clock") });
  expect(check?.detail).toContain("1001 ms behind it");
});

test("a venue that fails, and one that never answers", async () => {
  const { clock, venues } = bench();
  venues.failing.set("fetchTime", new EngineError("VENUE_UNREACHABLE", "Kraken does not answer."));
  expect(await checkVenues([profile()], venues, clock)).toMatchObject([
    { ok: false, detail: "Kraken does not answer." },
  ]);
  venues.failing.clear();
  venues.hanging.add("fetchTime");
  const waiting = checkVenues([profile()], venues, clock);
  await clock.advance(5_000);
  expect(await waiting).toMatchObject([{ ok: false, detail: "No answer within 5 s." }]);
});

test("an account of another server is left alone", async () => {
  const { clock, venues } = bench();
  const [check] = await checkVenues([profile({ endpoint: "loopback" })], venues, clock);
  expect(check).toMatchObject({ ok: true, detail: expect.stringContaining("not asked") });
  expect(venues.calls).toEqual([]);
});
