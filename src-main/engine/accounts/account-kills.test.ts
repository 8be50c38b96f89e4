import { expect, test } from "vitest";
import { secretItem } from "#engine/core/secret-item.ts";
import { type Disk, emptyDisk } from "#testing/account-fakes.ts";
import { type AccountsBench, accountsBench, checkKey, connectKey, enteredKey } from "#testing/accounts-bench.ts";
import { FakeVenues } from "#testing/fake-venues.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { connectionOf } from "./key-bundle.ts";

/** Names of the bundles that the profiles' accounts point to. */
function pointedAt({ profiles }: Disk): string[] {
  return [...profiles.values()].flatMap(({ id, accounts }) =>
    accounts.map((account) =>
      secretItem({ profileId: id, accountId: account.id, generation: connectionOf(account).generation }),
    ),
  );
}

/** Runs `act` and kills it at its n-th step, for every n until it lives; `after` looks at what is left. */
async function killEverywhere(
  prepare: (bench: AccountsBench) => Promise<() => Promise<unknown>>,
  after: (disk: Disk, restarted: AccountsBench) => Promise<void>,
): Promise<number> {
  for (let killAt = 1; ; killAt += 1) {
    const clock = new ManualClock();
    const venues = new FakeVenues(clock);
    venues.accept("key-1");
    const disk = emptyDisk();
    let armed = false;
    let steps = 0;
    const fuse = () => {
      if (!armed) return;
      steps += 1;
      if (steps >= killAt) throw new Error("killed");
    };
    const act = await prepare(accountsBench({ clock, venues, disk, fuse }));
    armed = true;
    await act().catch(() => undefined);
    armed = false;
    const died = steps >= killAt;
    await after(disk, accountsBench({ clock, venues, disk, seed: `restart ${killAt}` }));
    if (!died) return killAt;
  }
}

test("connecting that is killed never leaves an account without its key", async () => {
  const kills = await killEverywhere(
    async (bench) => {
      const checkId = await checkKey(bench, enteredKey("key-1"));
      const request = { checkId, name: "Main", profileId: null, profileName: "Savings", confirmedNoTransfer: false };
      return () => bench.service.connect(request);
    },
    async (disk) => {
      for (const name of pointedAt(disk)) expect([...disk.bundles.keys()]).toContain(name);
    },
  );
  expect(kills).toBeGreaterThanOrEqual(4);
});

test("removing that is killed never leaves a key that no account names, and can be done again", async () => {
  const kills = await killEverywhere(
    async (bench) => {
      const ref = await connectKey(bench, "key-1");
      return () => bench.service.remove(ref);
    },
    async (disk, restarted) => {
      for (const name of disk.bundles.keys()) expect(pointedAt(disk)).toContain(name);
      const [profile] = disk.profiles.values();
      const [account] = profile!.accounts;
      if (account !== undefined) await restarted.service.remove({ profileId: profile!.id, accountId: account.id });
      expect(disk.bundles.size).toBe(0);
      expect(disk.profiles.get(profile!.id)?.accounts).toEqual([]);
    },
  );
  expect(kills).toBeGreaterThanOrEqual(6);
});
