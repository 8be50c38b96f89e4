// Which profile is ready to go live in a test, and what is known of it?
import type { ChecklistFacts } from "#engine/live/compute-checklist.ts";
import type { LiveFacts } from "#engine/live/live-facts.ts";
import { LiveService } from "#engine/live/live-service.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { emptyDisk, FakeProfiles } from "./account-fakes.ts";
import { KRAKEN, permissionsOf } from "./fake-venues.ts";
import { ManualClock } from "./manual-clock.ts";

const NOW = unixMs(1_767_571_200_000);

/** On paper, with one account of a test server on this computer. */
export function liveProfile(changes: Partial<Record<keyof Profile, unknown>> = {}): Profile {
  return profileSchema.parse({
    id: "savings",
    name: "Savings",
    priority: 1,
    mode: "paper",
    source: "real",
    currency: "USD",
    cashAssets: ["USD"],
    accounts: [liveAccount("loopback")],
    targets: { BTC: "0.6", USD: "0.4" },
    policy: {},
    limits: {},
    createdAt: 0,
    seed: "1",
    ...changes,
  });
}

export function liveAccount(endpoint: "production" | "sandbox" | "loopback", name = "Main") {
  return {
    id: `kraken-${name.toLowerCase()}`,
    name,
    kind: "exchange",
    venue: "kraken",
    fees: { maker: "0.0016", taker: "0.0026" },
    connection: {
      endpoint,
      connectedAt: 0,
      generation: 1,
      keyStoredAt: 0,
      storedIn: "keychain",
      fingerprint: "0123456789ab",
      permissions: permissionsOf({}, NOW),
      confirmedNoTransfer: false,
      paused: false,
    },
  };
}

/** Everything fulfilled but the alerts. */
export function liveFacts(changes: Partial<ChecklistFacts> = {}): ChecklistFacts {
  return {
    profile: liveProfile(),
    paperReports: [{ worstError: decimalString("0.018") }, { worstError: decimalString("0.00411") }],
    feeds: [{ venue: KRAKEN, liveSince: unixMs(NOW - 75 * MINUTE_MS) }],
    store: { state: "ok", detail: null },
    secrets: { state: "open", reason: null },
    clocks: [{ account: "Main", errorMs: -120 }],
    killSwitch: { on: false, reason: "" },
    now: NOW,
    ...changes,
  };
}

export function liveBench(options: { readonly profile?: Profile; readonly liveLocked?: boolean } = {}) {
  const clock = new ManualClock(NOW);
  const disk = emptyDisk();
  const profile = options.profile ?? liveProfile();
  disk.profiles.set(profile.id, profile);
  const profiles = new FakeProfiles(disk);
  const facts = {
    paperReports: () => [
      {
        finishedAt: NOW,
        legs: [],
        plannedCost: decimalString("0"),
        actualCost: decimalString("0"),
        weights: [],
        worstError: decimalString("0.004"),
        left: [],
      },
    ],
    feedLiveSince: () => unixMs(NOW - 2 * HOUR_MS),
    clockErrorMs: () => 5,
    store: () => ({ state: "ok", detail: null }),
    secrets: async () => ({ place: "keychain", reason: null, state: "open" }),
    killSwitch: () => ({ on: false, reason: "" }),
  } satisfies LiveFacts;
  const answers: LiveFacts = { ...facts };
  const service = new LiveService({
    profiles,
    facts: answers,
    liveLocked: options.liveLocked ?? false,
    clock,
  });
  return {
    clock,
    disk,
    profiles,
    facts: answers as { -readonly [Name in keyof LiveFacts]: LiveFacts[Name] },
    service,
    id: profile.id,
  };
}
