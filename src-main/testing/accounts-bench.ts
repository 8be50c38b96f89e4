// How does a test stand up the accounts of one run over a disk, kill it and start the next run?
import { AccountClients } from "#engine/accounts/account-clients.ts";
import { AccountsService } from "#engine/accounts/accounts-service.ts";
import type { CheckRequest } from "#engine/accounts/prepare-check.ts";
import type { CheckEvent } from "#shared/contract/views.ts";
import { type Disk, emptyDisk, FakeProfiles, type Fuse, MemorySecretStore, RecordingGuard } from "./account-fakes.ts";
import { COINBASE_EXCHANGE, FakeVenues, KRAKEN } from "./fake-venues.ts";
import { ManualClock } from "./manual-clock.ts";
import { SeededIds } from "./seeded-ids.ts";
import { recordingLogger } from "./silent-logger.ts";

export interface AccountsBenchOptions {
  readonly disk?: Disk;
  readonly clock?: ManualClock;
  readonly venues?: FakeVenues;
  readonly fuse?: Fuse;
  readonly environment?: Readonly<Record<string, string>>;
  readonly openOrders?: number;
  /** Runs over one disk need different ids. */
  readonly seed?: string;
}

/** Everything of one run; `venues` and `disk` outlive it. */
export function accountsBench(options: AccountsBenchOptions = {}) {
  const clock = options.clock ?? new ManualClock();
  const venues = options.venues ?? new FakeVenues(clock);
  const disk = options.disk ?? emptyDisk();
  const secrets = new MemorySecretStore(disk, options.fuse);
  const profiles = new FakeProfiles(disk, options.fuse);
  const guard = new RecordingGuard();
  const logger = recordingLogger();
  const clients = new AccountClients({ venues, secrets, guard, clock });
  const service = new AccountsService({
    profiles,
    venues,
    secrets,
    clients,
    environment: options.environment ?? {},
    openOrders: () => options.openOrders ?? 0,
    clock,
    ids: new SeededIds(options.seed ?? "accounts"),
    logger,
  });
  return { clock, venues, disk, secrets, profiles, guard, logger, clients, service };
}

export type AccountsBench = ReturnType<typeof accountsBench>;

export function enteredKey(apiKey: string, changes: Partial<CheckRequest> = {}): CheckRequest {
  return {
    venue: KRAKEN,
    endpoint: "production",
    key: {
      kind: "entered",
      apiKey,
      secret: `secret-of-${apiKey}`,
      passphrase: changes.venue === COINBASE_EXCHANGE ? "canary-passphrase" : "",
    },
    replaces: null,
    ...changes,
  };
}

export async function lastEvent(events: AsyncIterable<CheckEvent>): Promise<CheckEvent> {
  let last: CheckEvent | null = null;
  for await (const event of events) last = event;
  if (last === null) throw new Error("The check told nothing");
  return last;
}

/** Checks a key that the venue accepts and returns its id. */
export async function checkKey(bench: AccountsBench, request: CheckRequest): Promise<string> {
  const { result } = await lastEvent(bench.service.check(request, {}));
  if (result?.kind !== "passed") throw new Error("The check did not pass");
  return result.checkId;
}

/** Connects a key in a new profile; returns where. */
export async function connectKey(
  bench: AccountsBench,
  apiKey: string,
  changes: Partial<CheckRequest> & { readonly name?: string; readonly profileName?: string } = {},
) {
  const { name = "Main", profileName = "Savings", ...check } = changes;
  const checkId = await checkKey(bench, enteredKey(apiKey, check));
  const view = await bench.service.connect({
    checkId,
    name,
    profileId: null,
    profileName,
    confirmedNoTransfer: true,
  });
  return { profileId: view.profileId, accountId: view.account.id };
}
