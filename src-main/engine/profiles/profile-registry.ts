// Which profiles are there, and what may be done with them? Owns one runtime per profile.

import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { ProfileChanges, ProfileSummary } from "#shared/contract/views.ts";
import type { Account } from "#shared/domain/account.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { changedFields, changeProfile } from "./change-profile.ts";
import { checkOneEndpointEach, freeProfileId, planConnectedProfile } from "./connected-profile.ts";
import { furnishDemo, planDemo } from "./create-demo.ts";
import { planPractice } from "./demo-profiles.ts";
import { type PlannedProfile, refuseArchiving, refuseBecomingSame, refuseOverlap, refuseSame } from "./profile-life.ts";
import type { ProfileRuntime } from "./profile-runtime.ts";
import type { ProfileSource } from "./profile-source.ts";

export interface ProfileRegistryOptions {
  readonly source: ProfileSource;
  readonly repositories: Repositories;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly createRuntime: (profile: Profile, clients: readonly ExchangeClient[]) => ProfileRuntime;
}

export class ProfileRegistry implements Stoppable {
  /** All summaries, after anything they tell has changed. */
  readonly changes = new Topic<readonly ProfileSummary[]>();
  /** A profile has a runtime, the first or another one in its place. */
  readonly opened = new Topic<ProfileId>();
  readonly #options: ProfileRegistryOptions;
  /** A profile has no runtime any more. */
  readonly closed = new Topic<ProfileId>();
  readonly #runtimes = new Map<ProfileId, ProfileRuntime>();
  /** Put away: stored, and not running. */
  readonly #archived = new Map<ProfileId, Profile>();
  /** Changes of profiles come one after the other: each is computed from what the one before left. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: ProfileRegistryOptions) {
    this.#options = options;
  }

  /** Rejects with STORE_ codes. */
  async start(): Promise<void> {
    const profiles = await this.#options.repositories.profiles.list();
    for (const profile of profiles) if (profile.archivedAt !== undefined) this.#archived.set(profile.id, profile);
    await Promise.all(profiles.flatMap((profile) => (profile.archivedAt === undefined ? [this.#open(profile)] : [])));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#runtimes.values()].map((runtime) => runtime.dispose()));
    this.#runtimes.clear();
  }

  runtimes(): readonly ProfileRuntime[] {
    return [...this.#runtimes.values()];
  }

  /** Throws PROFILE_NOT_FOUND. */
  runtime(profileId: ProfileId): ProfileRuntime {
    const runtime = this.#runtimes.get(profileId);
    if (runtime === undefined) throw new EngineError("PROFILE_NOT_FOUND", `There is no profile ${profileId}.`);
    return runtime;
  }

  profiles(): readonly Profile[] {
    return this.runtimes().map(({ profile }) => profile);
  }

  archived(): readonly Profile[] {
    return [...this.#archived.values()];
  }

  /** Running or put away. */
  all(): readonly Profile[] {
    return [...this.profiles(), ...this.archived()];
  }

  profile(profileId: ProfileId): Profile {
    return this.runtime(profileId).profile;
  }

  isPlanUnderWay(profileId: ProfileId): boolean {
    return this.runtime(profileId).isPlanUnderWay;
  }

  /** Listens to a profile whatever becomes of its runtime: `listen` is called for the present one and for each that follows. */
  follow(profileId: ProfileId, listen: (runtime: ProfileRuntime) => Stoppable): Stoppable {
    let listening = listen(this.runtime(profileId));
    const renewing = this.opened.subscribe((id) => {
      if (id !== profileId) return;
      void listening.dispose();
      listening = listen(this.runtime(profileId));
    });
    return {
      dispose: async () => {
        await renewing.dispose();
        await listening.dispose();
      },
    };
  }

  summaries(): readonly ProfileSummary[] {
    return this.runtimes()
      .map((runtime) => runtime.summary())
      .sort((a, b) => a.profile.priority - b.profile.priority);
  }

  /** Makes the demo profiles of the open market. Rejects with PROFILE_EXISTS where they are there. */
  createDemo(): Promise<readonly Profile[]> {
    return this.#inTurn(async () => {
      const { source, repositories, clock } = this.#options;
      const planned = planDemo(source.demo, clock);
      if (planned.length === 0) {
        throw new EngineError("FEED_NO_DATA", "The market has no prices yet to make a demo from.", { retryable: true });
      }
      const taken = planned.find(({ profile }) => this.all().some(({ id }) => id === profile.id));
      if (taken !== undefined) {
        throw new EngineError("PROFILE_EXISTS", `The demo is there already: ${taken.profile.name}.`);
      }
      const created: Profile[] = [];
      for (const demo of planned) {
        const profile = await furnishDemo(demo, { source, repositories, clock });
        await this.#save(profile, [{ kind: "profile.created", profile }]);
        created.push(profile);
      }
      await Promise.all(created.map((profile) => this.#open(profile)));
      this.#publish();
      return created;
    });
  }

  /** Rejects with PROFILE_NOT_FOUND, INPUT_INVALID or STORE_ codes; then nothing has changed. */
  update(profileId: ProfileId, changes: ProfileChanges): Promise<Profile> {
    return this.#inTurn(async () => {
      const runtime = this.runtime(profileId);
      const changed = changeProfile(runtime.profile, changes);
      refuseBecomingSame(runtime.profile, changed, this.all());
      refuseOverlap(runtime.profile, changed, this.profiles());
      const fields = changedFields(runtime.profile, changed);
      if (fields.length === 0) return runtime.profile;
      await this.#saveChange(runtime.profile, changed, fields);
      runtime.setProfile(changed);
      return changed;
    });
  }

  change(
    profileId: ProfileId,
    change: (profile: Profile) => Profile,
    options: { readonly events: readonly JournalEvent[]; readonly reopen: boolean },
  ): Promise<Profile> {
    return this.#inTurn(async () => {
      const runtime = this.runtime(profileId);
      if (options.reopen && runtime.isPlanUnderWay) {
        throw new EngineError("PLAN_BUSY", `A plan of ${runtime.profile.name} is under way: wait for it or stop it.`);
      }
      const changed = profileSchema.parse(change(runtime.profile));
      checkOneEndpointEach([...this.profiles().filter(({ id }) => id !== profileId), changed]);
      refuseBecomingSame(runtime.profile, changed, this.all());
      await this.#saveChange(runtime.profile, changed, changedFields(runtime.profile, changed), options.events);
      if (options.reopen) await this.#reopen(runtime, changed);
      else runtime.setProfile(changed);
      this.#publish();
      return changed;
    });
  }

  /** The id that {@link ProfileRegistry.createFor} gives to the next profile of this name. */
  freeProfileId(name: string): ProfileId {
    return freeProfileId(name, this.all());
  }

  createFor(account: Account, name: string, currency: Asset, events: readonly JournalEvent[]): Promise<Profile> {
    return this.#inTurn(async () => {
      const profile = planConnectedProfile({
        account,
        name,
        currency,
        others: this.all(),
        createdAt: this.#options.clock.now(),
      });
      checkOneEndpointEach([...this.profiles(), profile]);
      await this.#save(profile, [{ kind: "profile.created", profile }, ...events]);
      await this.#open(profile);
      this.#publish();
      return profile;
    });
  }

  /**
   * New profiles as they were planned, all of them or, where one is refused, none. On the demo's market each gets a paper account at
   * every venue. Rejects with PROFILE_ or STORE_ codes.
   */
  add(planned: readonly PlannedProfile[]): Promise<readonly Profile[]> {
    return this.#inTurn(async () => {
      const { source, repositories, clock } = this.#options;
      const profiles = planned.map(({ profile }) => profile);
      checkOneEndpointEach([...this.profiles(), ...profiles]);
      for (const [index, profile] of profiles.entries())
        refuseSame(profile, [...this.all(), ...profiles.slice(0, index)]);
      const made = await Promise.all(
        planned.map(async ({ profile, events }) => ({
          events,
          profile:
            profile.source === "real"
              ? profile
              : await furnishDemo(planPractice(profile, source.demo.model), { source, repositories, clock }),
        })),
      );
      for (const { profile, events } of made) {
        await this.#save(profile, [{ kind: "profile.created", profile }, ...events]);
        if (profile.archivedAt === undefined) await this.#open(profile);
        else this.#archived.set(profile.id, profile);
      }
      this.#publish();
      return made.map(({ profile }) => profile);
    });
  }

  /** Puts a profile away: it stops, and keeps its history and keys. Rejects with PLAN_BUSY or PROFILE_ codes. */
  archive(profileId: ProfileId): Promise<Profile> {
    return this.#inTurn(async () => {
      const runtime = this.runtime(profileId);
      refuseArchiving(runtime, this.#runtimes.size);
      const profile = profileSchema.parse({ ...runtime.profile, archivedAt: this.#options.clock.now() });
      await this.#saveChange(runtime.profile, profile, ["archivedAt"]);
      this.#runtimes.delete(profileId);
      this.#archived.set(profileId, profile);
      await runtime.dispose();
      this.closed.publish(profileId);
      this.#publish();
      return profile;
    });
  }

  /** Rejects with PROFILE_NOT_FOUND, PROFILE_EXISTS where another one has become the same meanwhile, or PROFILE_MODE. */
  restore(profileId: ProfileId): Promise<Profile> {
    return this.#inTurn(async () => {
      const stored = this.#archived.get(profileId);
      if (stored === undefined) throw new EngineError("PROFILE_NOT_FOUND", `No profile ${profileId} is put away.`);
      const { archivedAt: _archivedAt, ...profile } = stored;
      refuseSame(profile, this.profiles());
      checkOneEndpointEach([...this.profiles(), profile]);
      await this.#saveChange(stored, profile, ["archivedAt"]);
      this.#archived.delete(profileId);
      await this.#open(profile);
      this.#publish();
      return profile;
    });
  }

  async #open(profile: Profile): Promise<void> {
    const { source, createRuntime } = this.#options;
    const clients = source.connect(profile, []);
    const runtime = createRuntime(profile, clients);
    this.#runtimes.set(profile.id, runtime);
    runtime.changes.subscribe(() => this.#publish());
    this.opened.publish(profile.id);
    await runtime.start();
  }

  /** Other accounts or another mode: clients, books and recovery begin anew from what is on disk. */
  async #reopen(before: ProfileRuntime, profile: Profile): Promise<void> {
    await before.dispose();
    await this.#open(profile);
  }

  async #save(profile: Profile, events: readonly JournalEvent[]): Promise<void> {
    const { repositories, journal, clock } = this.#options;
    await repositories.profiles.save(profile);
    await journal.append(clock.now(), profile.id, events);
  }

  /** What the journal does not take was not changed: the profile is stored again as it was. */
  async #saveChange(
    before: Profile,
    profile: Profile,
    fields: readonly string[],
    events: readonly JournalEvent[] = [],
  ): Promise<void> {
    const { repositories, logger } = this.#options;
    try {
      await this.#save(profile, [{ kind: "profile.changed", profile, fields: [...fields] }, ...events]);
    } catch (error) {
      drop(repositories.profiles.save(before), logger, "Storing a profile as it was");
      throw error;
    }
  }

  #publish(): void {
    this.changes.publish(this.summaries());
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(run);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
