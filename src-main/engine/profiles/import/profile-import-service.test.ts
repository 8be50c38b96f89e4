// Where do the keys of a file go: apart from the profile, and away again where no profile came of it?
import { describe, expect, it } from "vitest";
import { checkImportedKey, keepImportedKey } from "#engine/accounts/keep-imported-key.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { secretItem } from "#engine/core/secret-item.ts";
import type { PlannedProfile } from "#engine/profiles/profile-life.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { emptyDisk, MemorySecretStore } from "#testing/account-fakes.ts";
import { FakeVenues } from "#testing/fake-venues.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { ProfileImportService } from "./profile-import-service.ts";

const FILE = `exchanges:
  kraken:
    enabled: true
    sandbox: false
    api_key: "planted-key"
    secret: "\${KRAKEN_SECRET}"
`;

function world(options: { readonly environment?: Record<string, string>; readonly failing?: EngineError } = {}) {
  const clock = new ManualClock(1_767_571_200_000);
  const disk = emptyDisk();
  const secrets = new MemorySecretStore(disk);
  const venues = new FakeVenues(clock);
  const ids = new SeededIds();
  const added: PlannedProfile[] = [];
  const all = (): readonly Profile[] => added.map(({ profile }) => profile);
  const service = new ProfileImportService({
    profiles: {
      all,
      profiles: all,
      profile: () => {
        throw new Error("Not asked here");
      },
      add: async (planned) => {
        if (options.failing !== undefined) throw options.failing;
        added.push(...planned);
        return all();
      },
    },
    accounts: {
      checkImported: (key) => checkImportedKey({ venues }, key),
      keepImported: (key) => keepImportedKey({ venues, secrets, clock, ids }, key),
      forgetImported: (profileId, { id }) => secrets.remove({ profileId, accountId: id, generation: 1 }),
    },
    secrets,
    environment: options.environment ?? {},
    market: { kind: "simulated", seed: "1" },
    clock,
  });
  const request = { fileName: "my_keys.yaml", text: FILE, market: "real" } as const;
  return { service, request, disk, added };
}

describe("keys of a file", () => {
  const environment = { KRAKEN_SECRET: "planted-secret" };

  it("that are complete lie in the store under the new profile, whose account waits, paused; nothing of them is told", async () => {
    const { service, request, disk, added } = world({ environment });
    const report = await service.import(request);
    expect(report).toMatchObject({ imported: true, errors: [] });
    expect(report.secrets).toEqual([
      { path: "exchanges.kraken.api_key", stored: "keychain" },
      { path: "exchanges.kraken.secret", stored: "keychain" },
    ]);
    const [profile] = added.map((each) => each.profile);
    const [account] = profile?.accounts ?? [];
    if (profile === undefined || account === undefined) throw new Error("No account");
    expect(account).toMatchObject({
      kind: "exchange",
      venue: "kraken",
      connection: { paused: true, endpoint: "production" },
    });
    expect(profile.mode).toBe("paper");
    expect([...disk.bundles.keys()]).toEqual([
      secretItem({ profileId: profile.id, accountId: account.id, generation: 1 }),
    ]);
    expect(JSON.stringify([report, added])).not.toContain("planted");
  });

  it("looked at beforehand are not stored", async () => {
    const { service, request, disk } = world({ environment });
    expect((await service.preview(request)).secrets[0]?.stored).toBe("keychain");
    expect(disk.bundles.size).toBe(0);
  });

  it("that lack a part are missing, and the profile has no account", async () => {
    const { service, request, disk, added } = world();
    const report = await service.import(request);
    expect(report.secrets.map(({ stored }) => stored)).toEqual(["missing", "missing"]);
    expect(added[0]?.profile.accounts).toEqual([]);
    expect(disk.bundles.size).toBe(0);
  });

  it("are taken away again where the profile cannot be made", async () => {
    const failing = new EngineError("STORE_FULL", "The disk is full.");
    const { service, request, disk } = world({ environment, failing });
    await expect(service.import(request)).rejects.toBe(failing);
    expect(disk.bundles.size).toBe(0);
  });

  it("are not taken on the practice market", async () => {
    const { service, request, disk } = world({ environment });
    const report = await service.import({ ...request, market: "practice" });
    expect(report.secrets.map(({ stored }) => stored)).toEqual(["missing", "missing"]);
    expect(disk.bundles.size).toBe(0);
  });
});
