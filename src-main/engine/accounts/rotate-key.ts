// How is a key replaced so that a kill at any moment leaves one that works?
// New bundle beside the old one -> tested -> the profile's pointer moves -> old bundle destroyed. The pointer decides.
import { sealCredentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { dangerousRights } from "#shared/domain/key-permissions.ts";
import { venueName } from "#shared/domain/venue.ts";
import {
  type AccountRef,
  connectedAccounts,
  findAccount,
  refuseDuringPlan,
  withAccount,
  withConnection,
} from "./find-account.ts";
import type { CheckedKey } from "./held-checks.ts";
import { connectionOf } from "./key-bundle.ts";
import { type ProbeOptions, probeKey } from "./probe-key.ts";
import type { ProfileAccounts } from "./profile-accounts.ts";

export interface RotateOptions extends ProbeOptions {
  readonly profiles: ProfileAccounts;
  readonly logger: Logger;
}

/** Rejects with INPUT_INVALID, PLAN_BUSY, SECRET_, VENUE_ or STORE_ codes; the account then goes on with its old key. */
export async function rotateKey(
  options: RotateOptions,
  ref: AccountRef,
  key: CheckedKey,
  confirmedNoTransfer: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { profiles, secrets, clients, clock } = options;
  const { account } = findAccount(profiles, ref);
  const before = connectionOf(account);
  refuseOtherKey(account.name, before, account.venue, key);
  refuseDuringPlan(profiles, ref.profileId, "replacing a key");
  // What an earlier rotation could not destroy goes first: never more than one bundle lies beside the one in use.
  if (before.generation > 1) await secrets.remove({ ...ref, generation: before.generation - 1 });
  const generation = before.generation + 1;
  const storedIn = await secrets.write({ ...ref, generation }, sealCredentials(key.credentials));
  let changed: Awaited<ReturnType<ProfileAccounts["change"]>>;
  try {
    const permissions = await probeKey(options, ref.profileId, account, generation, signal);
    refuseDuringPlan(profiles, ref.profileId, "replacing a key");
    const now = clock.now();
    changed = await profiles.change(
      ref.profileId,
      (profile) =>
        withAccount(profile, ref.accountId, (current) =>
          withConnection(current, {
            generation,
            keyStoredAt: now,
            storedIn,
            fingerprint: key.fingerprint,
            permissions,
            confirmedNoTransfer,
            // A pause for what the old key could do ends with it; one by the person stays.
            paused: before.paused && dangerousRights(before.permissions).length === 0,
          }),
        ),
      {
        events: [
          {
            kind: "account.keyRotated",
            accountId: ref.accountId,
            from: before.generation,
            to: generation,
            fingerprint: key.fingerprint,
          },
        ],
        reopen: true,
      },
    );
  } catch (error) {
    // A failed write may have reached the disk: then both bundles stay, and the next start sees which one is pointed at.
    if (!isStoreFailure(error)) await removeQuietly(options, { ...ref, generation });
    throw error;
  }
  // Ends the client of the old key, if the reopened profile has not done so.
  for (const owned of changed.accounts) if (owned.id === ref.accountId) clients.client(ref.profileId, owned);
  await removeQuietly(options, { ...ref, generation: before.generation });
}

/** Destroys bundles that the pointers say are not in use. Returns the accounts whose bundles could not be reached now. */
export async function recoverRotations(
  options: Pick<RotateOptions, "profiles" | "secrets" | "logger">,
  only: (ref: AccountRef) => boolean,
): Promise<readonly AccountRef[]> {
  const unreached: AccountRef[] = [];
  for (const { profile, account } of connectedAccounts(options.profiles)) {
    const ref = { profileId: profile.id, accountId: account.id };
    if (!only(ref)) continue;
    const { generation } = connectionOf(account);
    const beside = [generation - 1, generation + 1].filter((other) => other >= 1);
    let reached = true;
    for (const other of beside) reached = (await removeQuietly(options, { ...ref, generation: other })) && reached;
    if (!reached) unreached.push(ref);
  }
  return unreached;
}

function refuseOtherKey(
  name: string,
  before: { readonly endpoint: string; readonly fingerprint: string },
  venue: CheckedKey["venue"],
  key: CheckedKey,
): void {
  if (key.venue !== venue || key.endpoint !== before.endpoint) {
    const message = `The checked key belongs to ${venueName(key.venue)} (${key.endpoint}), and ${name} to ${venueName(venue)} (${before.endpoint}). Check a key of the same place.`;
    throw new EngineError("INPUT_INVALID", message, { data: { path: "checkId" } });
  }
  if (key.fingerprint === before.fingerprint) {
    const message = `This is the key that ${name} uses already. Make a new one and check that.`;
    throw new EngineError("INPUT_INVALID", message, { data: { path: "checkId" } });
  }
}

function isStoreFailure(error: unknown): boolean {
  return !(error instanceof EngineError) || error.code.startsWith("STORE_") || error.code === "SYSTEM_INTERNAL";
}

/** Whether it is gone. What stays is destroyed by the next start. */
async function removeQuietly(
  { secrets, logger }: Pick<RotateOptions, "secrets" | "logger">,
  name: AccountRef & { readonly generation: number },
): Promise<boolean> {
  try {
    await secrets.remove(name);
    return true;
  } catch (error) {
    const waits = error instanceof EngineError && error.code === "SECRET_LOCKED";
    logger[waits ? "debug" : "warn"]("A key that is not in use could not be destroyed yet", { ...name, error });
    return false;
  }
}
