// What may a person do with connected exchanges: check and connect a key, replace, rename, pause, look again, remove?
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { Venues } from "#engine/ports/venues.ts";
import type { AccountView, CheckEvent, ConnectableVenue } from "#shared/contract/views.ts";
import type { Account, AccountConnection } from "#shared/domain/account.ts";
import type { AccountId, ProfileId } from "#shared/domain/ids.ts";
import { dangerousRights } from "#shared/domain/key-permissions.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { otherServerProblem } from "./account-client.ts";
import type { AccountClients } from "./account-clients.ts";
import { accountView } from "./account-view.ts";
import { type ConnectRequest, connectAccount, refuseUnconfirmed } from "./connect-account.ts";
import { runConnectCheck } from "./connect-check.ts";
import { connectableVenues } from "./connectable-venues.ts";
import { type Environment, readTradingEnvironment } from "./environment-keys.ts";
import { type AccountRef, connectedAccounts, findAccount, type OwnedAccount, withAccount } from "./find-account.ts";
import { HeldChecks } from "./held-checks.ts";
import { checkImportedKey, type ImportedKey, keepImportedKey } from "./keep-imported-key.ts";
import { connectionOf } from "./key-bundle.ts";
import { pauseUnlessPlan, setPaused } from "./pause-account.ts";
import { PermissionWatch } from "./permission-watch.ts";
import { type CheckRequest, prepareCheck } from "./prepare-check.ts";
import { probeKey } from "./probe-key.ts";
import type { ProfileAccounts } from "./profile-accounts.ts";
import { removalNotice, removeAccount } from "./remove-account.ts";
import { recoverRotations, rotateKey } from "./rotate-key.ts";

export interface AccountsServiceOptions {
  readonly profiles: ProfileAccounts;
  readonly venues: Venues;
  readonly secrets: SecretStore;
  readonly clients: AccountClients;
  /** Variables of the process: keys and modes are looked for there. */
  readonly environment: Environment;
  /** How many journaled orders of an account are not over. */
  readonly openOrders: (profileId: ProfileId, accountId: AccountId) => number;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
}

export class AccountsService implements Stoppable {
  readonly views: {
    read(): readonly AccountView[];
    subscribe(listener: (views: readonly AccountView[]) => void): Stoppable;
  };
  readonly #options: AccountsServiceOptions;
  readonly #changes = new Topic<readonly AccountView[]>();
  readonly #held: HeldChecks;
  readonly #watch: PermissionWatch;
  readonly #running: DisposableStore;
  readonly #stopping = new AbortController();
  /** Changes of keys come one after the other: a rotation and a removal must never meet. */
  #tail: Promise<unknown> = Promise.resolve();
  #published = "";
  #unrecovered: readonly AccountRef[] = [];

  constructor(options: AccountsServiceOptions) {
    this.#options = options;
    const { clock, ids, logger, clients } = options;
    this.#held = new HeldChecks({ clock, ids, guard: clients.guard });
    this.#watch = new PermissionWatch(options);
    this.#running = new DisposableStore(logger);
    this.views = { read: () => this.#views(), subscribe: (listener) => this.#changes.subscribe(listener) };
  }

  /** Cleans up after rotations that were cut short, in the background, and begins to look after the keys. */
  start(): void {
    const { clock, profiles, logger } = this.#options;
    this.#running.add(profiles.changes.subscribe(() => this.#publish()));
    this.#running.add(clock.every(SECOND_MS, () => this.#publish()));
    this.#running.add(clock.every(MINUTE_MS, () => this.#everyMinute()));
    this.#running.add(this.#held);
    drop(this.recoverRotations(), logger, "Cleaning up after replaced keys");
  }

  async dispose(): Promise<void> {
    this.#stopping.abort();
    await this.#running.dispose();
    this.#held.dispose();
  }

  venues(): readonly ConnectableVenue[] {
    return connectableVenues(this.#options.venues, this.#options.environment);
  }

  async *check(
    request: CheckRequest,
    options: { readonly signal?: AbortSignal },
  ): AsyncGenerator<CheckEvent, void, void> {
    const { venues, clock, ids, clients } = this.#options;
    const run = prepareCheck(this.#options, request);
    const services = { venues, guard: clients.guard, clock, ids, held: this.#held };
    yield* runConnectCheck(services, run, this.#untilStopped(options.signal));
  }

  connect(request: ConnectRequest & { readonly checkId: string }): Promise<AccountView> {
    return this.#inTurn(async () => {
      const { newProfileMode } = readTradingEnvironment(this.#options.environment);
      const key = this.#held.find(request.checkId);
      const ref = await connectAccount({ ...this.#options, newProfileMode }, request, key);
      this.#held.letGo(request.checkId);
      return this.#view(ref);
    });
  }

  rotate(
    request: AccountRef & { readonly checkId: string; readonly confirmedNoTransfer: boolean },
  ): Promise<AccountView> {
    return this.#inTurn(async () => {
      const { checkId, confirmedNoTransfer, profileId, accountId } = request;
      const key = this.#held.find(checkId);
      refuseUnconfirmed(key, confirmedNoTransfer);
      const ref = { profileId, accountId };
      await rotateKey(this.#options, ref, key, confirmedNoTransfer, this.#stopping.signal);
      this.#held.letGo(checkId);
      return this.#view(ref);
    });
  }

  /** Throws INPUT_INVALID or VENUE_NOT_SUPPORTED for a key of a file that cannot be one of its venue. */
  checkImported(key: Omit<ImportedKey, "profileId">): void {
    checkImportedKey(this.#options, key);
  }

  /** Stores a key of a file for a profile that is to be made; the account is paused until a person looks. */
  keepImported(key: ImportedKey): Promise<Account> {
    return this.#inTurn(() => keepImportedKey(this.#options, key));
  }

  /** Takes such a key away again: its profile was not made. */
  async forgetImported(profileId: ProfileId, account: Account): Promise<void> {
    await this.#options.secrets.remove({ profileId, accountId: account.id, generation: 1 });
  }

  rename(ref: AccountRef, name: string): Promise<AccountView> {
    return this.#inTurn(async () => {
      const { profiles, clients } = this.#options;
      findAccount(profiles, ref);
      await profiles.change(
        ref.profileId,
        (profile) => withAccount(profile, ref.accountId, (account) => ({ ...account, name })),
        { events: [{ kind: "account.renamed", accountId: ref.accountId, name }], reopen: false },
      );
      clients.update(ref.profileId, findAccount(profiles, ref).account);
      this.#publish();
      return this.#view(ref);
    });
  }

  setPaused(ref: AccountRef, paused: boolean): Promise<AccountView> {
    return this.#inTurn(async () => {
      const { profiles } = this.#options;
      const { account } = findAccount(profiles, ref);
      const connection = connectionOf(account);
      if (connection.paused === paused) return this.#view(ref);
      if (paused) await pauseUnlessPlan(this.#options, ref, "pausing an account");
      else {
        if (mustShowRights(connection)) await this.#readRightsFirst(ref);
        await setPaused(this.#options, ref, false);
      }
      this.#publish();
      return this.#view(ref);
    });
  }

  async recheck(ref: AccountRef, options: { readonly signal?: AbortSignal }): Promise<AccountView> {
    await this.#watch.recheck(ref, this.#untilStopped(options.signal));
    return this.#view(ref);
  }

  removalNotice(ref: AccountRef): Promise<{ lost: string[]; kept: string[] }> {
    return removalNotice(this.#options, ref);
  }

  remove(ref: AccountRef): Promise<void> {
    return this.#inTurn(() => removeAccount(this.#options, ref));
  }

  /** Destroys what an interrupted rotation left beside the keys in use; what is out of reach now is tried again. */
  recoverRotations(): Promise<void> {
    return this.#inTurn(async () => {
      this.#unrecovered = await recoverRotations(this.#options, () => true);
    });
  }

  #untilStopped(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#stopping.signal : AbortSignal.any([this.#stopping.signal, signal]);
  }

  #everyMinute(): void {
    this.#watch.look(this.#stopping.signal);
    if (this.#unrecovered.length === 0) return;
    const waiting = new Set(this.#unrecovered.map(nameOf));
    const again = this.#inTurn(async () => {
      this.#unrecovered = await recoverRotations(this.#options, (ref) => waiting.has(nameOf(ref)));
    });
    drop(again, this.#options.logger, "Cleaning up after replaced keys");
  }

  /** Before anything else is asked with such a key, it must show that it cannot move money out. */
  async #readRightsFirst(ref: AccountRef): Promise<void> {
    const { account } = findAccount(this.#options.profiles, ref);
    const { generation } = connectionOf(account);
    const permissions = await probeKey(this.#options, ref.profileId, account, generation, this.#stopping.signal);
    await this.#watch.apply(ref, generation, permissions);
  }

  #views(): readonly AccountView[] {
    return connectedAccounts(this.#options.profiles).map((owned) => this.#viewOf(owned));
  }

  #view(ref: AccountRef): AccountView {
    return this.#viewOf(findAccount(this.#options.profiles, ref));
  }

  #viewOf({ profile, account }: OwnedAccount): AccountView {
    const { clients, venues, clock } = this.#options;
    return accountView({
      profile,
      account,
      diagnostics: clients.client(profile.id, account).diagnostics(),
      otherServer: otherServerProblem(account, venues),
      now: clock.now(),
      scrub: (text) => clients.guard.scrub(text),
    });
  }

  /** Latency and budgets move with every call, so the views are compared and not the causes. */
  #publish(): void {
    if (this.#changes.size === 0) return;
    const views = this.#views();
    const text = JSON.stringify(views);
    if (text === this.#published) return;
    this.#published = text;
    this.#changes.publish(views);
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(run);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}

/** It was refused before; or it came from a file, and nobody has looked yet at what it may do. */
function mustShowRights({ permissions, confirmedNoTransfer }: AccountConnection): boolean {
  return dangerousRights(permissions).length > 0 || (!permissions.readable && !confirmedNoTransfer);
}

function nameOf({ profileId, accountId }: AccountRef): string {
  return `${profileId}/${accountId}`;
}
