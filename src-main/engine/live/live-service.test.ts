import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LiveApi } from "#api/context.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { goingLiveSchema } from "#shared/contract/live.ts";
import { type Profile, profileSchema, type Ramp } from "#shared/domain/profile.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { permissionsOf } from "#testing/fake-venues.ts";
import { liveAccount, liveBench, liveProfile } from "#testing/live-bench.ts";
import type { LineId } from "./compute-checklist.ts";

const CONSENT: { readonly typedName: string; readonly acceptedOpen: readonly LineId[] } = {
  typedName: "Savings",
  acceptedOpen: ["alerts"],
};

const live = (ramp: Ramp): Profile => liveProfile({ mode: "live", live: { unlockedAt: 0, ramp } });

test("the service answers the contract's questions", async () => {
  const { service, id } = liveBench();
  const api: LiveApi = service;
  const goingLive = goingLiveSchema.parse(await api.checklist(id));
  expect(goingLive).toMatchObject({ mode: "paper", sandboxPossible: false, blocked: null, ramp: null });
  expect(goingLive.lines.map(({ id: line, state }) => `${line} ${state}`)).toEqual([
    "rights ok",
    "targets ok",
    "limits ok",
    "alerts open",
    "doctor ok",
    "paperRebalance ok",
    "feeds ok",
  ]);
});

test("an unlock sets the mode and the narrowest ramp, and journals what was accepted", async () => {
  const { service, id, profiles, disk, clock } = liveBench();
  await service.unlock(id, CONSENT);
  expect(profiles.profile(id)).toMatchObject({
    mode: "live",
    modeSince: clock.now(),
    live: { unlockedAt: clock.now(), ramp: "0.02" },
  });
  expect(disk.journal.map(({ event }) => event)).toEqual([
    { kind: "live.unlocked", accepted: ["alerts"], ramp: "0.02" },
    { kind: "profile.mode", from: "paper", to: "live", reason: "Unlocked by its checklist." },
  ]);
  expect(profiles.reopened).toEqual([id]);
  expect(await service.checklist(id)).toMatchObject({ mode: "live", blocked: null, ramp: "0.02" });
});

describe("an unlock is refused and nothing changes", () => {
  const stale = { ...liveAccount("loopback").connection, permissions: permissionsOf({}, 0) };
  test.each<[string, string, RegExp, Partial<Parameters<typeof liveBench>[0]>, Partial<typeof CONSENT>]>([
    [
      "at a real venue",
      "LIVE_NOT_READY",
      /does not trade live at a real exchange.*Main \(Kraken\)/,
      { profile: liveProfile({ accounts: [liveAccount("production")] }) },
      {},
    ],
    [
      "at a sandbox",
      "LIVE_NOT_READY",
      /Main \(Kraken\)/,
      { profile: liveProfile({ accounts: [liveAccount("sandbox")] }) },
      {},
    ],
    [
      "with one real account beside a test server",
      "LIVE_NOT_READY",
      /: Other \(Kraken\)\.$/,
      { profile: liveProfile({ accounts: [liveAccount("loopback"), liveAccount("production", "Other")] }) },
      {},
    ],
    [
      "with a manual account",
      "LIVE_NOT_READY",
      /Cold/,
      {
        profile: liveProfile({
          accounts: [
            liveAccount("loopback"),
            { ...liveAccount("loopback", "Cold"), kind: "manual", connection: undefined },
          ],
        }),
      },
      {},
    ],
    [
      "on a simulated market",
      "PROFILE_MODE",
      /simulated market/,
      { profile: liveProfile({ source: "simulated" }) },
      {},
    ],
    ["without an account", "PROFILE_MODE", /no account/, { profile: liveProfile({ accounts: [] }) }, {}],
    ["by the environment", "LIVE_LOCKED", /SCHWABOT_LIVE_TRADING_ENABLED/, { liveLocked: true }, {}],
    ["when it is live already", "PROFILE_MODE", /already/, { profile: live("0.02") }, {}],
    ["with another name typed", "INPUT_INVALID", /Type the profile's name, Savings/, {}, { typedName: "savings" }],
    [
      "with a line that failed",
      "LIVE_CHECKLIST",
      /To be mended first: .*No targets/,
      { profile: liveProfile({ targets: {} }) },
      { acceptedOpen: ["alerts", "targets"] },
    ],
    [
      "with an open line that was not accepted",
      "LIVE_CHECKLIST",
      /Still open and not accepted: Alerts were tested/,
      {},
      { acceptedOpen: ["feeds"] },
    ],
    [
      "with one of two open lines accepted",
      "LIVE_CHECKLIST",
      /two days ago/,
      { profile: liveProfile({ accounts: [{ ...liveAccount("loopback"), connection: stale }] }) },
      {},
    ],
  ])("%s: %s", async (_name, code, message, options, consent) => {
    const { service, id, profiles, disk } = liveBench(options);
    const before = profiles.profile(id);
    const refused = service.unlock(id, { ...CONSENT, ...consent });
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(profiles.profile(id)).toEqual(before);
    expect(disk.journal).toEqual([]);
  });

  test("while a plan is under way, and so is every other change of mode", async () => {
    const paper = liveBench();
    paper.profiles.plansUnderWay.add(paper.id);
    await expect(paper.service.unlock(paper.id, CONSENT)).rejects.toMatchObject({ code: "PLAN_BUSY" });
    const bench = liveBench({ profile: live("0.1") });
    bench.profiles.plansUnderWay.add(bench.id);
    for (const call of [bench.service.setRamp(bench.id, "0.02"), bench.service.setMode(bench.id, "paper")]) {
      await expect(call).rejects.toMatchObject({ code: "PLAN_BUSY" });
    }
    expect(bench.disk.journal).toEqual([]);
  });

  test("when its accounts change while the checklist is read", async () => {
    for (const changed of [liveAccount("production", "Other"), liveAccount("loopback", "Other")]) {
      const { service, id, facts, disk } = liveBench();
      facts.secrets = async () => {
        const profile = disk.profiles.get(id)!;
        disk.profiles.set(id, profileSchema.parse({ ...profile, accounts: [...profile.accounts, changed] }));
        return { place: "keychain", reason: null, state: "open" };
      };
      const code = changed.connection.endpoint === "production" ? "LIVE_NOT_READY" : "LIVE_CHECKLIST";
      await expect(service.unlock(id, CONSENT)).rejects.toMatchObject({ code });
      expect(disk.profiles.get(id)?.mode).toBe("paper");
    }
  });

  test("when the facts cannot be had", async () => {
    const { service, id, facts, profiles } = liveBench();
    facts.secrets = async () => {
      throw new EngineError("SECRET_UNAVAILABLE", "The keychain is away.");
    };
    await expect(service.unlock(id, CONSENT)).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    expect(profiles.profile(id).mode).toBe("paper");
  });

  test("for a profile that is not there", async () => {
    const { service } = liveBench();
    await expect(service.checklist("nowhere" as Profile["id"])).rejects.toMatchObject({ code: "PROFILE_NOT_FOUND" });
  });
});

test("the checklist shows what blocks whatever its lines say", async () => {
  const { service, id } = liveBench({ profile: liveProfile({ accounts: [liveAccount("production")] }) });
  expect((await service.checklist(id)).blocked).toMatchObject({ code: "LIVE_NOT_READY" });
});

describe("the ramp", () => {
  test.each<[Ramp, Ramp, boolean]>([
    ["0.02", "0.1", true],
    ["0.1", "none", true],
    ["0.02", "none", false],
    ["none", "0.02", true],
    ["none", "0.1", true],
    ["0.1", "0.02", true],
  ])("from %s to %s: %s", async (from, to, allowed) => {
    const { service, id, profiles, disk } = liveBench({ profile: live(from) });
    if (!allowed) {
      await expect(service.setRamp(id, to)).rejects.toMatchObject({
        code: "PROFILE_MODE",
        message: "The ramp is raised one step at a time: from 2 % to 10 % first.",
      });
      expect(profiles.profile(id).live?.ramp).toBe(from);
      return;
    }
    await service.setRamp(id, to);
    expect(profiles.profile(id).live?.ramp).toBe(to);
    expect(disk.journal.map(({ event }) => event)).toEqual([{ kind: "live.ramp", from, to }]);
  });

  test("whatever is asked in whatever order, it never skips a step up", async () => {
    const order: readonly Ramp[] = ["0.02", "0.1", "none"];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...order), { maxLength: 12 }), async (asked) => {
        const { service, id, profiles } = liveBench({ profile: live("0.02") });
        let before = 0;
        for (const ramp of asked) {
          await service.setRamp(id, ramp).catch(() => undefined);
          const now = order.indexOf(profiles.profile(id).live!.ramp);
          expect(now - before).toBeLessThanOrEqual(1);
          before = now;
        }
      }),
    );
  });

  test("there is none on paper", async () => {
    const { service, id } = liveBench();
    await expect(service.setRamp(id, "0.02")).rejects.toMatchObject({ code: "PROFILE_MODE" });
  });
});

describe("paper and sandbox", () => {
  test("leaving live ends the unlock, and going back asks for everything anew", async () => {
    const { service, id, profiles, disk, clock } = liveBench({ profile: live("none") });
    await clock.advance(DAY_MS);
    await service.setMode(id, "paper");
    expect(profiles.profile(id)).toMatchObject({ mode: "paper", modeSince: clock.now() });
    expect(profiles.profile(id).live).toBeUndefined();
    expect(disk.journal.map(({ event }) => event)).toEqual([
      { kind: "profile.mode", from: "live", to: "paper", reason: "Set by a person." },
    ]);
    await expect(service.unlock(id, { ...CONSENT, acceptedOpen: [] })).rejects.toMatchObject({
      code: "LIVE_CHECKLIST",
    });
    await service.unlock(id, CONSENT);
    expect(profiles.profile(id).live).toEqual({ unlockedAt: unixMs(clock.now()), ramp: "0.02" });
  });

  test("sandbox only with sandbox keys alone", async () => {
    const all = liveBench({
      profile: liveProfile({ accounts: [liveAccount("sandbox"), liveAccount("sandbox", "Two")] }),
    });
    expect((await all.service.checklist(all.id)).sandboxPossible).toBe(true);
    await all.service.setMode(all.id, "sandbox");
    expect(all.profiles.profile(all.id).mode).toBe("sandbox");
    for (const accounts of [
      [],
      [liveAccount("production")],
      [liveAccount("sandbox"), liveAccount("loopback", "Two")],
    ]) {
      const { service, id, profiles } = liveBench({ profile: liveProfile({ accounts }) });
      await expect(service.setMode(id, "sandbox")).rejects.toMatchObject({ code: "PROFILE_MODE" });
      expect((await service.checklist(id)).sandboxPossible).toBe(false);
      expect(profiles.profile(id).mode).toBe("paper");
    }
  });

  test("a mode that it is in already writes nothing", async () => {
    const { service, id, disk } = liveBench();
    await service.setMode(id, "paper");
    expect(disk.journal).toEqual([]);
  });
});
