// Does each key still work, and may it still do no harm? Its rights are read again daily; what changed is journaled.
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Venues } from "#engine/ports/venues.ts";
import type { AccountConnection } from "#shared/domain/account.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { dangerousRights, type KeyPermissions } from "#shared/domain/key-permissions.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "#shared/domain/time.ts";
import { otherServerProblem } from "./account-client.ts";
import type { AccountClients } from "./account-clients.ts";
import { askVenue } from "./ask-venue.ts";
import { labels, readPermissions } from "./check/check-permissions.ts";
import {
  type AccountRef,
  connectedAccounts,
  findAccount,
  type OwnedAccount,
  withAccount,
  withConnection,
} from "./find-account.ts";
import { connectionOf } from "./key-bundle.ts";
import { setPaused } from "./pause-account.ts";
import type { ProfileAccounts } from "./profile-accounts.ts";

const READ_MS = 30 * SECOND_MS;
/** What a key cannot do wrong by itself: these mean that it was revoked or limited. */
const KEY_CODES: ReadonlySet<string> = new Set(["VENUE_AUTH", "VENUE_PERMISSION"]);

export interface PermissionWatchOptions {
  readonly profiles: ProfileAccounts;
  readonly clients: AccountClients;
  readonly venues: Venues;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class PermissionWatch {
  readonly #options: PermissionWatchOptions;
  /** Not before this time again, by account, after a read that failed. */
  readonly #notBefore = new Map<string, number>();
  /** Since when the key of an account was last journaled as failing. */
  readonly #toldFailing = new Map<string, number>();
  #looking = false;

  constructor(options: PermissionWatchOptions) {
    this.#options = options;
  }

  /** Once a minute: tells failing keys, pauses dangerous ones and reads rights that are a day old. Never rejects. */
  look(signal: AbortSignal): void {
    if (this.#looking) return;
    this.#looking = true;
    const looking = this.#lookAtAll(signal).finally(() => {
      this.#looking = false;
    });
    drop(looking, this.#options.logger, "Looking at the keys");
  }

  /** Reads rights and clock now and applies what they say. Rejects with VENUE_, SECRET_, PROFILE_ or STORE_ codes. */
  async recheck(ref: AccountRef, signal: AbortSignal): Promise<void> {
    const { profiles, clients, clock } = this.#options;
    const { account } = findAccount(profiles, ref);
    const client = clients.client(ref.profileId, account);
    const permissions = await askVenue(clock, account.venue, READ_MS, signal, async (given) => {
      await client.fetchTime({ signal: given });
      const read = await readPermissions(client, clock, given);
      // Where the venue tells no rights, only a signed read shows that the key still works.
      if (!read.readable) await client.fetchBalances({ signal: given });
      return read;
    });
    await this.apply(ref, connectionOf(account).generation, permissions);
  }

  /**
   * Keeps what was read with the key of this generation. A key that may move money out is journaled as refused and its
   * account paused.
   */
  async apply(ref: AccountRef, generation: number, permissions: KeyPermissions): Promise<void> {
    const { account } = findAccount(this.#options.profiles, ref);
    const { permissions: before, generation: inUse } = connectionOf(account);
    // The key was replaced while its rights were read.
    if (inUse !== generation) return;
    const refused = dangerousRights(permissions).length > 0;
    const change = describeRightsChange(before, permissions);
    const events: JournalEvent[] = [];
    if (change !== null) {
      const detail = refused ? `${change} The key is refused: it may move money out.` : change;
      events.push({ kind: "account.permissions", accountId: ref.accountId, detail, refused });
    }
    await this.#change(ref, (current) => (current.generation === generation ? { permissions } : {}), events);
    if (refused) await this.#pauseDangerous(ref);
  }

  async #lookAtAll(signal: AbortSignal): Promise<void> {
    const { profiles, clock, venues, logger } = this.#options;
    for (const { profile, account } of connectedAccounts(profiles)) {
      if (signal.aborted) return;
      const ref = { profileId: profile.id, accountId: account.id };
      const name = `${ref.profileId}/${ref.accountId}`;
      // As it is now: looking at the accounts before it took its time.
      const owned = connectedAccounts(profiles).find((one) => one.account.id === account.id);
      if (owned === undefined) continue;
      const { paused, permissions } = connectionOf(owned.account);
      try {
        if (paused || otherServerProblem(owned.account, venues) !== null) continue;
        await this.#tellFailing(owned, name);
        if (dangerousRights(permissions).length > 0) await this.#pauseDangerous(ref);
        else if (clock.now() - permissions.readAt >= DAY_MS && clock.now() >= (this.#notBefore.get(name) ?? 0)) {
          this.#notBefore.set(name, clock.now() + HOUR_MS);
          await this.recheck(ref, signal);
        }
      } catch (error) {
        logger.warn("The rights of a key could not be read; asked again in an hour", { ...ref, error });
      }
    }
  }

  async #tellFailing({ profile, account }: OwnedAccount, name: string): Promise<void> {
    const { clients } = this.#options;
    const { failing } = clients.client(profile.id, account).diagnostics();
    if (failing === null || !KEY_CODES.has(failing.code)) {
      this.#toldFailing.delete(name);
      return;
    }
    if (this.#toldFailing.get(name) === failing.since) return;
    this.#toldFailing.set(name, failing.since);
    const message = clients.guard.scrub(failing.message);
    await this.#change({ profileId: profile.id, accountId: account.id }, () => ({}), [
      { kind: "account.keyFailing", accountId: account.id, code: failing.code, message },
    ]);
  }

  /** While a plan is under way its orders must still be found and canceled; the gates deny every new one meanwhile. */
  async #pauseDangerous(ref: AccountRef): Promise<void> {
    const { profiles } = this.#options;
    if (connectionOf(findAccount(profiles, ref).account).paused || profiles.isPlanUnderWay(ref.profileId)) return;
    await setPaused(this.#options, ref, true);
  }

  async #change(
    ref: AccountRef,
    change: (connection: AccountConnection) => Partial<AccountConnection>,
    events: readonly JournalEvent[],
  ): Promise<void> {
    const { profiles, clients } = this.#options;
    const profile = await profiles.change(
      ref.profileId,
      (current) =>
        withAccount(current, ref.accountId, (account) => withConnection(account, change(connectionOf(account)))),
      { events, reopen: false },
    );
    for (const account of profile.accounts) if (account.id === ref.accountId) clients.update(ref.profileId, account);
  }
}

/** Null where the key may do exactly what it could before. */
function describeRightsChange(before: KeyPermissions, after: KeyPermissions): string | null {
  const had = new Map(before.rights.map((right) => [right.id, right]));
  const has = new Map(after.rights.map((right) => [right.id, right]));
  const gained = after.rights.filter(({ id, granted }) => granted === "yes" && had.get(id)?.granted !== "yes");
  const lost = before.rights.filter(({ id, granted }) => granted === "yes" && has.get(id)?.granted !== "yes");
  const parts = [
    gained.length === 0 ? null : `The key may now: ${labels(gained)}.`,
    lost.length === 0 ? null : `It may no longer: ${labels(lost)}.`,
    before.readable && !after.readable ? "The exchange no longer tells what it may do." : null,
    before.ipRestricted === true && after.ipRestricted === false ? "It is no longer limited to named addresses." : null,
    before.ipRestricted === false && after.ipRestricted === true ? "It is limited to named addresses now." : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" ");
}
