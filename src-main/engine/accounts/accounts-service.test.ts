import { describe, expect, test } from "vitest";
import type { AccountsApi } from "#api/context.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { accountViewSchema, connectableVenueSchema } from "#shared/contract/accounts.ts";
import type { AccountView } from "#shared/contract/views.ts";
import { type ProfileId, venueOrderIdSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import {
  type AccountsBench,
  accountsBench,
  checkKey,
  connectKey,
  enteredKey,
  lastEvent,
} from "#testing/accounts-bench.ts";
import { BINANCE, COINBASE_EXCHANGE, KRAKEN, permissionsOf } from "#testing/fake-venues.ts";
import { flushAsync } from "#testing/manual-clock.ts";
import { findAccount, withConnection } from "./find-account.ts";

async function connected(options: Parameters<typeof accountsBench>[0] = {}) {
  const bench = accountsBench(options);
  const key = bench.venues.accept("key-1");
  const ref = await connectKey(bench, "key-1");
  return { ...bench, key, ref };
}

/** The only account's view, as the contract takes it. */
async function viewOf({ service }: Pick<AccountsBench, "service">): Promise<AccountView> {
  const [view] = await service.views.read();
  return accountViewSchema.parse(view);
}

const lastEntry = ({ disk }: Pick<AccountsBench, "disk">) => disk.journal.at(-1)?.event;

test("the service answers the contract's questions", () => {
  const api: AccountsApi = accountsBench().service;
  expect(api).toBeDefined();
});

describe("venues", () => {
  test("each says what it needs, where it can be reached and which variables hold its key", () => {
    const environment = { KRAKEN_API_KEY: "env-key", KRAKEN_SECRET: "env-secret" };
    const { service, venues } = accountsBench({ environment });
    venues.redirected.add(BINANCE);
    const all = service.venues().map((venue) => connectableVenueSchema.parse(venue));
    expect(all.map(({ venue, endpoints, known }) => `${venue} ${endpoints.join("+")} ${known}`)).toEqual([
      "binance loopback true",
      "coinbase production true",
      "coinbaseexchange production+sandbox true",
      "kraken production true",
      "bitstamp production false",
    ]);
    expect(all[0]?.loopbackAddress).toBe("127.0.0.1:4001");
    expect(all[3]?.environment).toEqual(["KRAKEN_API_KEY", "KRAKEN_SECRET"]);
    expect(all[0]?.environment).toEqual([]);
    expect(JSON.stringify(all)).not.toMatch(/env-key|env-secret/);
  });

  test("a key of the environment is checked without being sent back", async () => {
    const environment = { KRAKEN_API_KEY: "env-key", KRAKEN_SECRET: "env-secret" };
    const { service, venues } = accountsBench({ environment });
    venues.accept("env-key");
    const event = await lastEvent(service.check(enteredKey("", { key: { kind: "environment" } }), {}));
    expect(event.result?.kind).toBe("passed");
    expect(JSON.stringify(event)).not.toMatch(/env-key|env-secret/);
    await expect(
      lastEvent(service.check(enteredKey("", { venue: BINANCE, key: { kind: "environment" } }), {})),
    ).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });
});

describe("connecting", () => {
  test("stores the key, makes a paper profile and journals it", async () => {
    const bench = await connected();
    const { disk, profiles, ref, clock } = bench;
    expect([...disk.bundles.keys()]).toEqual([`${ref.profileId}/${ref.accountId}/1`]);
    expect(profiles.profile(ref.profileId)).toMatchObject({ name: "Savings", mode: "paper", currency: "USD" });
    expect(lastEntry(bench)).toMatchObject({ kind: "account.connected", endpoint: "production", storedIn: "keychain" });
    const view = await viewOf(bench);
    expect(view).toMatchObject({ profileName: "Savings", state: "checking", keyAgeDays: 0, problem: null });
    expect(view.account).toMatchObject({ name: "Main", kind: "exchange", fees: { maker: "0.0016", taker: "0.0026" } });
    expect(view.account.connection).toMatchObject({ connectedAt: clock.now(), generation: 1, paused: false });
  });

  test("joins an existing profile; the same key twice is refused", async () => {
    const bench = await connected();
    const { service, venues, ref, profiles, disk } = bench;
    venues.accept("key-2");
    const second = await checkKey(bench, enteredKey("key-2"));
    const wanted = { name: "Second", profileId: ref.profileId, profileName: null, confirmedNoTransfer: false };
    const view = await service.connect({ ...wanted, checkId: second });
    expect(profiles.profile(ref.profileId).accounts.map(({ name }) => name)).toEqual(["Main", "Second"]);
    expect(view.account.id).not.toBe(ref.accountId);
    expect(profiles.reopened.at(-1)).toBe(ref.profileId);
    const again = await checkKey(bench, enteredKey("key-2"));
    await expect(service.connect({ ...wanted, checkId: again })).rejects.toMatchObject({ code: "PROFILE_MODE" });
    expect(disk.bundles.size).toBe(2);
  });

  test.each([
    ["of a simulated market", { source: "simulated" }, "PROFILE_MODE"],
    ["that trades live", { mode: "live" }, "PROFILE_MODE"],
    ["in sandbox mode", { mode: "sandbox" }, "PROFILE_MODE"],
  ] as const)("a profile %s takes no such account, and nothing is stored", async (_name, changes, code) => {
    const bench = await connected();
    const { service, ref, disk, venues } = bench;
    disk.profiles.set(ref.profileId, { ...disk.profiles.get(ref.profileId)!, ...changes });
    venues.accept("key-2");
    const checkId = await checkKey(bench, enteredKey("key-2"));
    await expect(
      service.connect({
        checkId,
        name: "Second",
        profileId: ref.profileId,
        profileName: null,
        confirmedNoTransfer: false,
      }),
    ).rejects.toMatchObject({ code });
    expect(disk.bundles.size).toBe(1);
  });

  test.each([null, "savings" as ProfileId])(
    "a profile that cannot be saved (%s) leaves no key behind, and may be tried again",
    async (profileId) => {
      const bench = await connected();
      const { service, profiles, disk, venues } = bench;
      venues.accept("key-2");
      const checkId = await checkKey(bench, enteredKey("key-2"));
      const request = { checkId, name: "Second", profileId, profileName: "Fresh", confirmedNoTransfer: false };
      profiles.refusing = new EngineError("STORE_FULL", "The disk is full.");
      await expect(service.connect(request)).rejects.toMatchObject({ code: "STORE_FULL" });
      expect(disk.bundles.size).toBe(1);
      await expect(service.connect(request)).resolves.toBeDefined();
      expect(disk.bundles.size).toBe(2);
    },
  );

  test("a locked vault stores nothing and makes no profile", async () => {
    const bench = accountsBench();
    bench.venues.accept("key-1");
    const checkId = await checkKey(bench, enteredKey("key-1"));
    bench.secrets.failing = new EngineError("SECRET_LOCKED", "The vault is locked.");
    const request = { checkId, name: "Main", profileId: null, profileName: "Savings", confirmedNoTransfer: false };
    await expect(bench.service.connect(request)).rejects.toMatchObject({ code: "SECRET_LOCKED" });
    expect(bench.profiles.profiles()).toEqual([]);
  });

  test("SCHWABOT_TRADING_MODE=sandbox makes sandbox profiles of sandbox keys, and of no others", async () => {
    const bench = accountsBench({ environment: { SCHWABOT_TRADING_MODE: "sandbox" } });
    bench.venues.accept("key-1");
    const request = enteredKey("key-1", { venue: COINBASE_EXCHANGE, endpoint: "sandbox" });
    const checkId = await checkKey(bench, request);
    const wanted = { name: "Main", profileId: null, confirmedNoTransfer: true };
    const sandbox = await bench.service.connect({ ...wanted, checkId, profileName: "Try" });
    expect(sandbox.mode).toBe("sandbox");
    expect(lastEntry(bench)).toMatchObject({ kind: "profile.mode", from: "paper", to: "sandbox" });
    const real = await checkKey(bench, enteredKey("key-1"));
    expect((await bench.service.connect({ ...wanted, checkId: real, profileName: "Real" })).mode).toBe("paper");
  });
});

describe("names and pauses", () => {
  test("a rename is journaled and holds at once", async () => {
    const bench = await connected();
    const view = await bench.service.rename(bench.ref, "Long run");
    expect(view.account.name).toBe("Long run");
    expect(lastEntry(bench)).toEqual({ kind: "account.renamed", accountId: bench.ref.accountId, name: "Long run" });
  });

  test("a paused account is not contacted until it is resumed", async () => {
    const bench = await connected();
    const { service, ref, venues, clients, profiles } = bench;
    const client = clients.client(ref.profileId, profiles.profile(ref.profileId).accounts[0]!);
    expect((await service.setPaused(ref, true)).state).toBe("paused");
    venues.calls.length = 0;
    await expect(client.fetchBalances({})).rejects.toMatchObject({ code: "PROFILE_ACCOUNT_PAUSED" });
    await expect(service.recheck(ref, {})).rejects.toMatchObject({ code: "PROFILE_ACCOUNT_PAUSED" });
    expect(venues.calls).toEqual([]);
    await service.setPaused(ref, false);
    await client.fetchBalances({});
    expect(bench.profiles.journaled()).toEqual(["account.connected", "account.paused", "account.paused"]);
    // Asked again for what it is: nothing is written.
    await service.setPaused(ref, false);
    expect(bench.profiles.journaled()).toHaveLength(3);
  });

  test("a plan under way keeps its account within reach", async () => {
    const { service, ref, profiles } = await connected();
    profiles.plansUnderWay.add(ref.profileId);
    await expect(service.setPaused(ref, true)).rejects.toMatchObject({ code: "PLAN_BUSY" });
    await expect(service.remove(ref)).rejects.toMatchObject({ code: "PLAN_BUSY" });
  });

  test("a plan that was approved while the pause was written has its account back", async () => {
    const { service, ref, profiles, venues, clients } = await connected();
    const change = profiles.change.bind(profiles);
    profiles.change = async (...given) => {
      const changed = await change(...given);
      profiles.plansUnderWay.add(ref.profileId);
      return changed;
    };
    await expect(service.setPaused(ref, true)).rejects.toMatchObject({ code: "PLAN_BUSY" });
    expect(profiles.profile(ref.profileId).accounts[0]?.connection?.paused).toBe(false);
    await clients.client(ref.profileId, profiles.profile(ref.profileId).accounts[0]!).fetchBalances({});
    expect(venues.calls.at(-1)).toBe("kraken fetchBalances key-1");
  });

  test("what is not there is not found", async () => {
    const { service, ref } = await connected();
    const wrong = { ...ref, accountId: "kraken-nowhere" as typeof ref.accountId };
    const profile = { ...ref, profileId: "nowhere" as ProfileId };
    for (const call of [
      service.rename(wrong, "x"),
      service.setPaused(wrong, true),
      service.recheck(wrong, {}),
      service.remove(wrong),
      service.removalNotice(wrong),
    ]) {
      await expect(call).rejects.toMatchObject({ code: "PROFILE_ACCOUNT_NOT_FOUND" });
    }
    await expect(service.rename(profile, "x")).rejects.toMatchObject({ code: "PROFILE_NOT_FOUND" });
  });
});

describe("the key of a file", () => {
  /** Stored and paused, as an import leaves it. */
  async function imported(rights: Parameters<typeof permissionsOf>[0]) {
    const bench = await connected();
    const { service, profiles, venues, clock, ref } = bench;
    venues.accept("key-2", { permissions: permissionsOf(rights, clock.now()) });
    const { profileId } = ref;
    const account = await service.keepImported({
      ...{ profileId, venue: KRAKEN, endpoint: "production" },
      entered: { apiKey: "key-2", secret: "secret-of-key-2", passphrase: "" },
    });
    const add = (profile: Profile) => ({ ...profile, accounts: [...profile.accounts, account] });
    await profiles.change(profileId, add, { events: [], reopen: true });
    venues.calls.length = 0;
    const own = { profileId, accountId: account.id };
    const connection = () => findAccount(profiles, own).account.connection!;
    return { ...bench, own, connection };
  }

  test("is asked what it may do before its account is resumed, and only then", async () => {
    const bench = await imported({});
    const { service, venues, own, connection } = bench;
    expect(connection()).toMatchObject({ paused: true, permissions: { readable: false, rights: [] } });
    expect(venues.calls).toEqual([]);
    await service.setPaused(own, false);
    expect(venues.calls.filter((call) => call.endsWith("key-2"))).toContain("kraken fetchPermissions key-2");
    expect(connection()).toMatchObject({ paused: false, permissions: { readable: true } });
    expect(bench.profiles.journaled()).toEqual(["account.connected", "account.permissions", "account.paused"]);
    venues.calls.length = 0;
    await service.setPaused(own, true);
    await service.setPaused(own, false);
    expect(venues.calls).toEqual([]);
  });

  test("that may move money out is refused: its account stays paused", async () => {
    const { service, own, connection } = await imported({ withdraw: true });
    await expect(service.setPaused(own, false)).rejects.toMatchObject({ code: "VENUE_KEY_REFUSED" });
    expect(connection()).toMatchObject({ paused: true, permissions: { readable: false } });
  });

  test("of which the exchange does not answer stays unread, and its account paused", async () => {
    const { service, own, venues, connection } = await imported({});
    venues.failing.set("fetchPermissions", new EngineError("VENUE_UNREACHABLE", "Kraken does not answer."));
    await expect(service.setPaused(own, false)).rejects.toMatchObject({ code: "VENUE_UNREACHABLE" });
    expect(connection()).toMatchObject({ paused: true, permissions: { readable: false } });
  });
});

describe("rights are read again", () => {
  test("daily, one key at a time, and an hour after a read that failed", async () => {
    const { service, venues, clock, ref, profiles, logger } = await connected();
    service.start();
    venues.calls.length = 0;
    await clock.advance(DAY_MS - MINUTE_MS);
    expect(venues.calls).toEqual([]);
    venues.failing.set("fetchPermissions", new EngineError("VENUE_UNREACHABLE", "Kraken does not answer."));
    await clock.advance(MINUTE_MS);
    const asked = () => venues.calls.filter((call) => call.includes("fetchPermissions")).length;
    expect(asked()).toBe(1);
    expect(logger.lines.at(-1)?.level).toBe("warn");
    await clock.advance(HOUR_MS - MINUTE_MS);
    expect(asked()).toBe(1);
    venues.failing.clear();
    await clock.advance(MINUTE_MS);
    expect(asked()).toBe(2);
    expect(profiles.profile(ref.profileId).accounts[0]?.connection?.permissions.readAt).toBe(clock.now());
    // Nothing changed, so nothing is journaled.
    expect(profiles.journaled()).toEqual(["account.connected"]);
    await service.dispose();
    expect(clock.pending).toBe(0);
  });

  test("a key that gained the right to withdraw is journaled as refused, and its account paused with the reason", async () => {
    const bench = await connected();
    const { service, clock, key, ref, disk } = bench;
    service.start();
    key.permissions = permissionsOf({ withdraw: true, trade: false });
    await clock.advance(DAY_MS);
    const entries = disk.journal.slice(1).map(({ event }) => event);
    expect(entries).toEqual([
      {
        kind: "account.permissions",
        accountId: ref.accountId,
        detail:
          "The key may now: Withdraw funds. It may no longer: Create and modify orders. The key is refused: it may move money out.",
        refused: true,
      },
      { kind: "account.paused", accountId: ref.accountId, paused: true },
    ]);
    const view = await viewOf(bench);
    expect(view).toMatchObject({ state: "paused", missingRights: ["Create and modify orders"] });
    expect(view.problem).toMatchObject({
      code: "VENUE_KEY_REFUSED",
      message: expect.stringContaining("Withdraw funds"),
    });
    // Resuming asks the venue first, and is refused as long as it is so.
    await expect(service.setPaused(ref, false)).rejects.toMatchObject({ code: "VENUE_KEY_REFUSED" });
    key.permissions = permissionsOf();
    expect((await service.setPaused(ref, false)).account.connection?.paused).toBe(false);
    expect((await viewOf(bench)).problem).toBeNull();
    await service.dispose();
  });

  test("while a plan is under way the pause waits for its end; the gates deny meanwhile by what was read", async () => {
    const bench = await connected();
    const { service, clock, key, ref, profiles } = bench;
    profiles.plansUnderWay.add(ref.profileId);
    key.permissions = permissionsOf({ withdraw: true });
    const view = await service.recheck(ref, {});
    expect(view.account.connection).toMatchObject({ paused: false });
    expect(view.problem?.code).toBe("VENUE_KEY_REFUSED");
    service.start();
    await clock.advance(MINUTE_MS);
    expect((await viewOf(bench)).state).not.toBe("paused");
    profiles.plansUnderWay.clear();
    await clock.advance(MINUTE_MS);
    expect((await viewOf(bench)).state).toBe("paused");
    await service.dispose();
  });

  test("a replaced key lifts the pause that its rights had caused", async () => {
    const bench = await connected();
    const { service, key, ref, venues } = bench;
    key.permissions = permissionsOf({ withdraw: true });
    await service.recheck(ref, {});
    venues.accept("key-2");
    const checkId = await checkKey(bench, enteredKey("key-2", { replaces: ref }));
    const view = await service.rotate({ ...ref, checkId, confirmedNoTransfer: false });
    expect(view.account.connection?.paused).toBe(false);
  });

  test("what was read with a key that has been replaced meanwhile is not taken for the new one's", async () => {
    const bench = await connected();
    const { service, key, ref, disk, venues } = bench;
    key.permissions = permissionsOf({ withdraw: true });
    venues.answerMs = 100;
    const rechecking = service.recheck(ref, {});
    await flushAsync();
    const profile = disk.profiles.get(ref.profileId)!;
    disk.profiles.set(ref.profileId, {
      ...profile,
      accounts: profile.accounts.map((account) => withConnection(account, { generation: 2 })),
    });
    await bench.clock.advance(100);
    await rechecking;
    expect(bench.profiles.journaled()).toEqual(["account.connected"]);
  });

  test("where the venue tells no rights, only a signed read shows that the key works", async () => {
    const bench = await connected();
    bench.key.permissions = null;
    await bench.service.recheck(bench.ref, {});
    expect(bench.venues.calls.at(-1)).toBe("kraken fetchBalances key-1");
  });
});

describe("removing", () => {
  const openOrder = { venueOrderId: venueOrderIdSchema.parse("O-1") } as never;

  test("says what is lost and kept, with the orders that are open", async () => {
    const bench = await connected({ openOrders: 2 });
    bench.key.openOrders = [openOrder];
    const { lost, kept } = await bench.service.removalNotice(bench.ref);
    expect(lost).toEqual([
      "The key of Main is destroyed in this computer's keychain. To connect again you need the key and its secret.",
      "What Main holds no longer counts in Savings: its value, weights and plans change at once.",
      "1 order is open at Kraken now and will stay open there: cancel them there if you do not want them.",
      "2 orders of Schwabot there are not over, and can no longer be followed or canceled from here.",
    ]);
    expect(kept).toHaveLength(3);
    expect(bench.disk.bundles.size).toBe(1);
  });

  test("a venue that is silent does not hold the notice up", async () => {
    const bench = await connected();
    bench.venues.hanging.add("fetchOpenOrders");
    const asking = bench.service.removalNotice(bench.ref);
    await bench.clock.advance(5_000);
    expect((await asking).lost).toContain(
      "Kraken could not be asked for open orders: if there are any, they stay open there.",
    );
  });

  test("destroys the key and takes the account out of its profile", async () => {
    const bench = await connected();
    const { service, ref, disk, profiles, clients, guard } = bench;
    const client = clients.client(ref.profileId, profiles.profile(ref.profileId).accounts[0]!);
    await client.fetchBalances({});
    await service.remove(ref);
    expect(disk.bundles.size).toBe(0);
    expect(profiles.profile(ref.profileId).accounts).toEqual([]);
    expect(lastEntry(bench)).toEqual({ kind: "account.removed", accountId: ref.accountId, venue: KRAKEN });
    await expect(client.fetchBalances({})).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
    expect([...guard.values]).toEqual([]);
  });

  test("a key that cannot be destroyed stays with its account, paused", async () => {
    const bench = await connected();
    bench.secrets.failing = new EngineError("SECRET_UNAVAILABLE", "The keychain is away.");
    await expect(bench.service.remove(bench.ref)).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    expect(await viewOf(bench)).toMatchObject({ state: "paused" });
    bench.secrets.failing = null;
    await bench.service.remove(bench.ref);
    expect(bench.disk.bundles.size).toBe(0);
  });
});

describe("views", () => {
  test.each<[string, AccountView["state"], string | null, (bench: Awaited<ReturnType<typeof connected>>) => unknown]>([
    [
      "a vault that is locked",
      "locked",
      "SECRET_LOCKED",
      ({ secrets }) => {
        secrets.failing = new EngineError("SECRET_LOCKED", "The vault is locked.");
      },
    ],
    ["a key that is not there", "noKey", "SECRET_NOT_FOUND", ({ disk }) => disk.bundles.clear()],
    ["a redirected venue", "otherServer", "VENUE_OTHER_SERVER", ({ venues }) => venues.redirected.add(KRAKEN)],
    ["a revoked key", "failing", "VENUE_AUTH", ({ venues }) => venues.keys.clear()],
    ["nothing wrong", "ok", null, () => undefined],
  ])("%s shows as %s", async (_name, state, code, arrange) => {
    const bench = await connected();
    const { clients, profiles, ref } = bench;
    arrange(bench);
    await clients
      .client(ref.profileId, profiles.profile(ref.profileId).accounts[0]!)
      .fetchBalances({})
      .catch(() => undefined);
    const view = await viewOf(bench);
    expect(view.state).toBe(state);
    expect(view.problem?.code ?? null).toBe(code);
    if (code !== null) expect(view.problem?.next).not.toBe("");
    if (state === "ok") expect(view).toMatchObject({ lastUsedAt: bench.clock.now(), latencyMs: 12, clockErrorMs: 3 });
  });

  test("a venue that asked for silence shows until when", async () => {
    const bench = await connected();
    const { clients, profiles, ref, clock } = bench;
    const client = clients.client(ref.profileId, profiles.profile(ref.profileId).accounts[0]!);
    const pausedUntil = unixMs(clock.now() + MINUTE_MS);
    const told = client.diagnostics();
    client.diagnostics = () => ({ ...told, pausedUntil });
    expect(await viewOf(bench)).toMatchObject({ state: "banned", pausedUntil });
    clock.stepWall(MINUTE_MS);
    expect(await viewOf(bench)).toMatchObject({ state: "checking", pausedUntil: null });
  });

  test("are published when something changed, at most once a second by themselves", async () => {
    const bench = await connected();
    const { service, clock, clients, profiles, ref } = bench;
    service.start();
    const seen: (readonly AccountView[])[] = [];
    const subscription = service.views.subscribe((views) => seen.push(views));
    await clock.advance(SECOND_MS);
    expect(seen).toHaveLength(1);
    await clock.advance(10 * SECOND_MS);
    expect(seen).toHaveLength(1);
    await clients.client(ref.profileId, profiles.profile(ref.profileId).accounts[0]!).fetchBalances({});
    await clock.advance(SECOND_MS);
    expect(seen.at(-1)?.[0]?.state).toBe("ok");
    await service.rename(ref, "Other");
    expect(seen.at(-1)?.[0]?.account.name).toBe("Other");
    await subscription.dispose();
    await service.dispose();
  });

  test("the key's age is told in whole days", async () => {
    const bench = await connected();
    bench.clock.stepWall(90 * DAY_MS + HOUR_MS);
    expect((await viewOf(bench)).keyAgeDays).toBe(90);
    bench.clock.stepWall(-365 * DAY_MS);
    expect((await viewOf(bench)).keyAgeDays).toBe(0);
  });
});

test("a failing key is journaled once, until it works again", async () => {
  const bench = await connected();
  const { service, venues, clients, profiles, ref, clock } = bench;
  service.start();
  const client = clients.client(ref.profileId, profiles.profile(ref.profileId).accounts[0]!);
  const key = venues.keys.get("key-1")!;
  const fail = async () => {
    venues.keys.clear();
    await client.fetchBalances({}).catch(() => undefined);
    await clock.advance(3 * MINUTE_MS);
  };
  await fail();
  const told = () => profiles.journaled().filter((kind) => kind === "account.keyFailing").length;
  expect(told()).toBe(1);
  venues.keys.set("key-1", key);
  await client.fetchBalances({});
  await clock.advance(MINUTE_MS);
  await fail();
  expect(told()).toBe(2);
  await service.dispose();
});

test("a canary in every part of a key is found in no view, event, error, journal entry, profile or log line", async () => {
  const canaries = ["canary-api-key-1", "secret-of-canary-api-key-1", "canary-passphrase", "canary-api-key-2"];
  const bench = accountsBench();
  const { service, venues, clock, clients, profiles, disk, logger } = bench;
  const outputs: unknown[] = [];
  service.start();
  const subscription = service.views.subscribe((views) => outputs.push(views));
  const request = enteredKey("canary-api-key-1", { venue: COINBASE_EXCHANGE });
  const say = async (what: Promise<unknown>) => {
    outputs.push(
      await what.catch((error: EngineError) => ({ error: error.message, data: error.data, cause: error.cause })),
    );
  };
  // Refused first: the venue's words quote the whole key.
  for await (const event of service.check(request, {})) outputs.push(event);
  venues.accept("canary-api-key-1");
  venues.accept("canary-api-key-2");
  const checkId = await checkKey(bench, request);
  await say(
    service.connect({ checkId, name: "Main", profileId: null, profileName: "Savings", confirmedNoTransfer: true }),
  );
  const [{ id: profileId, accounts }] = profiles.profiles() as [ReturnType<typeof profiles.profile>];
  const ref = { profileId, accountId: accounts[0]!.id };
  const nextId = await checkKey(bench, enteredKey("canary-api-key-2", { venue: COINBASE_EXCHANGE, replaces: ref }));
  venues.keys.delete("canary-api-key-2");
  await say(service.rotate({ ...ref, checkId: nextId, confirmedNoTransfer: true }));
  venues.accept("canary-api-key-2");
  await say(service.rotate({ ...ref, checkId: nextId, confirmedNoTransfer: true }));
  venues.keys.clear();
  await say(service.recheck(ref, {}));
  await say(clients.client(ref.profileId, profiles.profile(profileId).accounts[0]!).fetchBalances({}));
  await clock.advance(2 * MINUTE_MS);
  await say(service.removalNotice(ref));
  await say(service.remove(ref));
  await subscription.dispose();
  await service.dispose();
  outputs.push(disk.journal, [...disk.profiles.values()], logger.lines, service.venues());
  expect(profiles.journaled()).toContain("account.keyFailing");
  const text = JSON.stringify(outputs, (_key, value: unknown) =>
    value instanceof Error ? { message: value.message, stack: value.stack } : value,
  );
  expect(text.length).toBeGreaterThan(5_000);
  for (const canary of canaries) expect(text).not.toContain(canary);
});
