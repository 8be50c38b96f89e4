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
import type { ProfileSummary } from "#shared/contract/views.ts";
import type { Account } from "#shared/domain/account.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { changedFields, changeProfile, type ProfileChanges } from "./change-profile.ts";
import { checkOneEndpointEach, freeProfileId, planConnectedProfile } from "./connected-profile.ts";
import { furnishDemo, planDemo } from "./create-demo.ts";
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
  readonly #runtimes = new Map<ProfileId, ProfileRuntime>();
  /** Changes of profiles come one after the other: each is computed from what the one before left. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: ProfileRegistryOptions) {
    this.#options = options;
  }

  /** Rejects with STORE_ codes. */
  async start(): Promise<void> {
    const profiles = await this.#options.repositories.profiles.list();
    await Promise.all(profiles.map((profile) => this.#open(profile)));
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
      const taken = planned.find(({ profile }) => this.#runtimes.has(profile.id));
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
      await this.#saveChange(runtime.profile, changed, changedFields(runtime.profile, changed), options.events);
      if (options.reopen) await this.#reopen(runtime, changed);
      else runtime.setProfile(changed);
      this.#publish();
      return changed;
    });
  }

  /** The id that {@link ProfileRegistry.createFor} gives to the next profile of this name. */
  freeProfileId(name: string): ProfileId {
    return freeProfileId(name, this.profiles());
  }

  createFor(account: Account, name: string, currency: Asset, events: readonly JournalEvent[]): Promise<Profile> {
    return this.#inTurn(async () => {
      const profile = planConnectedProfile({
        account,
        name,
        currency,
        others: this.profiles(),
        createdAt: this.#options.clock.now(),
      });
      checkOneEndpointEach([...this.profiles(), profile]);
      await this.#save(profile, [{ kind: "profile.created", profile }, ...events]);
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
