import { describe, expect, test } from "vitest";
import { openCredentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { secretItem } from "#engine/core/secret-item.ts";
import type { Account } from "#shared/domain/account.ts";
import { emptyDisk } from "#testing/account-fakes.ts";
import { type AccountsBench, accountsBench, checkKey, connectKey, enteredKey } from "#testing/accounts-bench.ts";
import { BINANCE, FakeVenues, permissionsOf } from "#testing/fake-venues.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { connectionOf, keyFingerprint } from "./key-bundle.ts";

/** One account with key `old`, and a checked key `new` waiting. */
async function readyToRotate(options: Parameters<typeof accountsBench>[0] = {}) {
  const bench = accountsBench(options);
  bench.venues.accept("old");
  bench.venues.accept("new");
  const ref = await connectKey(bench, "old");
  const checkId = await checkKey(bench, enteredKey("new", { replaces: ref }));
  return { ...bench, ref, checkId };
}

function accountOf({ disk }: Pick<AccountsBench, "disk">): Account {
  const [profile] = disk.profiles.values();
  return profile!.accounts[0]!;
}

/** The key that the profile's pointer names, as a restart would find it. */
function keyInUse(bench: Pick<AccountsBench, "disk">): string | null {
  const account = accountOf(bench);
  const [profile] = bench.disk.profiles.values();
  const name = { profileId: profile!.id, accountId: account.id, generation: connectionOf(account).generation };
  const bundle = bench.disk.bundles.get(secretItem(name));
  const credentials = bundle === undefined ? null : openCredentials(bundle);
  if (credentials !== null) expect(keyFingerprint(credentials)).toBe(connectionOf(account).fingerprint);
  return credentials?.apiKey.reveal() ?? null;
}

test("the pointer moves to the new key, which was tested read-only, and the old one is destroyed", async () => {
  const bench = await readyToRotate();
  const { service, ref, checkId, venues, disk, profiles, clock } = bench;
  await clock.advance(3 * 86_400_000);
  const fresh = await checkKey(bench, enteredKey("new", { replaces: ref }));
  venues.calls.length = 0;
  const view = await service.rotate({ ...ref, checkId: fresh, confirmedNoTransfer: false });
  expect(keyInUse(bench)).toBe("new");
  expect([...disk.bundles.keys()]).toEqual([`${ref.profileId}/${ref.accountId}/2`]);
  expect(venues.calls).toEqual(["kraken fetchPermissions new", "kraken fetchBalances new"]);
  expect(view.account.connection).toMatchObject({ generation: 2, keyStoredAt: clock.now() });
  expect(view.keyAgeDays).toBe(0);
  expect(disk.journal.at(-1)?.event).toMatchObject({ kind: "account.keyRotated", from: 1, to: 2 });
  expect(profiles.reopened).toEqual([ref.profileId, ref.profileId]);
  expect(checkId).not.toBe(fresh);
});

test("the client of the old key ends and the next call signs with the new one", async () => {
  const bench = await readyToRotate();
  const { service, clients, ref, checkId, venues } = bench;
  const before = clients.client(ref.profileId, accountOf(bench));
  await before.fetchBalances({});
  await service.rotate({ ...ref, checkId, confirmedNoTransfer: false });
  await expect(before.fetchBalances({})).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  await clients.client(ref.profileId, accountOf(bench)).fetchBalances({});
  expect(venues.calls.at(-1)).toBe("kraken fetchBalances new");
});

describe("a rotation that is refused leaves the old key in use and nothing of the new one", () => {
  test.each<[string, string, (bench: Awaited<ReturnType<typeof readyToRotate>>) => void]>([
    [
      "the new key can withdraw by now",
      "VENUE_KEY_REFUSED",
      ({ venues }) => venues.accept("new", { permissions: permissionsOf({ withdraw: true }) }),
    ],
    ["the new key was revoked", "VENUE_AUTH", ({ venues }) => venues.keys.delete("new")],
    ["a plan is under way", "PLAN_BUSY", ({ profiles, ref }) => profiles.plansUnderWay.add(ref.profileId)],
    [
      "a plan began meanwhile",
      "PLAN_BUSY",
      ({ profiles }) => {
        profiles.refusing = new EngineError("PLAN_BUSY", "A plan is under way.");
      },
    ],
    [
      "the keychain is locked",
      "SECRET_LOCKED",
      ({ secrets }) => {
        secrets.failing = new EngineError("SECRET_LOCKED", "The vault is locked.");
      },
    ],
    [
      "the run speaks to a test server",
      "VENUE_OTHER_SERVER",
      ({ venues, disk }) => venues.redirected.add(accountOf({ disk }).venue),
    ],
  ])("%s: %s", async (_name, code, arrange) => {
    const bench = await readyToRotate();
    arrange(bench);
    const { service, ref, checkId } = bench;
    await expect(service.rotate({ ...ref, checkId, confirmedNoTransfer: false })).rejects.toMatchObject({ code });
    expect(keyInUse(bench)).toBe("old");
    expect(bench.disk.bundles.size).toBe(1);
    expect(bench.profiles.journaled()).toEqual(["account.connected"]);
  });

  test("a key of another venue, and the key in use", async () => {
    const bench = await readyToRotate();
    const { service, ref } = bench;
    const other = await checkKey(bench, enteredKey("new", { venue: BINANCE }));
    const same = await checkKey(bench, enteredKey("old"));
    for (const checkId of [other, same]) {
      await expect(service.rotate({ ...ref, checkId, confirmedNoTransfer: false })).rejects.toMatchObject({
        code: "INPUT_INVALID",
      });
    }
    expect(keyInUse(bench)).toBe("old");
  });

  test("a venue that does not answer, after 15 seconds", async () => {
    const bench = await readyToRotate();
    const { service, ref, checkId, venues, clock } = bench;
    venues.hanging.add("fetchBalances");
    const rotating = service.rotate({ ...ref, checkId, confirmedNoTransfer: false });
    const refused = expect(rotating).rejects.toMatchObject({ code: "VENUE_UNREACHABLE" });
    await clock.advance(15_000);
    await refused;
    expect(keyInUse(bench)).toBe("old");
    expect(bench.disk.bundles.size).toBe(1);
  });
});

test("a write that may have reached the disk destroys neither key", async () => {
  const bench = await readyToRotate();
  const { service, ref, checkId, profiles, disk } = bench;
  profiles.refusing = new EngineError("STORE_FAILED", "The journal could not be written.");
  await expect(service.rotate({ ...ref, checkId, confirmedNoTransfer: false })).rejects.toMatchObject({
    code: "STORE_FAILED",
  });
  expect(disk.bundles.size).toBe(2);
  await service.recoverRotations();
  expect(disk.bundles.size).toBe(1);
  expect(keyInUse(bench)).toBe("old");
});

test("an old bundle that could not be destroyed goes before the next rotation", async () => {
  const bench = await readyToRotate();
  const { service, ref, checkId, disk, secrets, venues } = bench;
  const remove = secrets.remove.bind(secrets);
  secrets.remove = async () => {
    throw new EngineError("SECRET_UNAVAILABLE", "The keychain is away.");
  };
  await service.rotate({ ...ref, checkId, confirmedNoTransfer: false });
  expect(disk.bundles.size).toBe(2);
  secrets.remove = remove;
  venues.accept("newer");
  const next = await checkKey(bench, enteredKey("newer", { replaces: ref }));
  await service.rotate({ ...ref, checkId: next, confirmedNoTransfer: false });
  expect(keyInUse(bench)).toBe("newer");
  expect(disk.bundles.size).toBe(1);
});

test("a kill before or after any step leaves exactly one working key once the program has started again", async () => {
  const ends = new Map<string, number>();
  for (let killAt = 1; ; killAt += 1) {
    const clock = new ManualClock();
    const venues = new FakeVenues(clock);
    const disk = emptyDisk();
    let steps = 0;
    let armed = false;
    const fuse = () => {
      if (!armed) return;
      steps += 1;
      // Dead from here on: nothing more has any effect.
      if (steps >= killAt) throw new Error("killed");
    };
    const first = await readyToRotate({ clock, venues, disk, fuse });
    armed = true;
    const died = await first.service
      .rotate({ ...first.ref, checkId: first.checkId, confirmedNoTransfer: false })
      .then(() => steps >= killAt)
      .catch(() => true);
    armed = false;

    const restarted = accountsBench({ clock, venues, disk, seed: `restart ${killAt}` });
    restarted.service.start();
    await flushAsync();
    const used = keyInUse(restarted);
    expect(["old", "new"]).toContain(used);
    expect(disk.bundles.size).toBe(1);
    venues.calls.length = 0;
    await restarted.service.recheck(first.ref, {});
    expect(venues.calls.at(-1)).toBe(`kraken fetchPermissions ${used}`);
    await restarted.service.dispose();
    ends.set(used!, (ends.get(used!) ?? 0) + 1);
    if (!died) break;
  }
  // Kills happened on both sides of the pointer's move.
  expect(ends.get("old")).toBeGreaterThanOrEqual(4);
  expect(ends.get("new")).toBeGreaterThanOrEqual(3);
});

test("what is out of reach at the start is cleaned up once it can be reached", async () => {
  const bench = await readyToRotate();
  const { disk, clock, venues, ref } = bench;
  for (const [name, bundle] of [...disk.bundles]) disk.bundles.set(name.replace(/1$/, "2"), bundle);
  const next = accountsBench({ disk, clock, venues, seed: "next" });
  next.secrets.failing = new EngineError("SECRET_LOCKED", "The vault is locked.");
  next.service.start();
  await flushAsync();
  expect(disk.bundles.size).toBe(2);
  next.secrets.failing = null;
  await clock.advance(60_000);
  expect([...disk.bundles.keys()]).toEqual([`${ref.profileId}/${ref.accountId}/1`]);
  await next.service.dispose();
});
