// Which profiles are there, and what may be done with them? Owns one runtime per profile.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { changedFields, changeProfile, type ProfileChanges } from "./change-profile.ts";
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
        await this.#save(profile, "profile.created", []);
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
      await this.#save(changed, "profile.changed", fields);
      runtime.setProfile(changed);
      return changed;
    });
  }

  async #open(profile: Profile): Promise<void> {
    const { source, createRuntime } = this.#options;
    const clients = source.connect(profile, []);
    const runtime = createRuntime(profile, clients);
    this.#runtimes.set(profile.id, runtime);
    runtime.changes.subscribe(() => this.#publish());
    await runtime.start();
  }

  async #save(profile: Profile, kind: "profile.created" | "profile.changed", fields: readonly string[]): Promise<void> {
    const { repositories, journal, clock } = this.#options;
    await repositories.profiles.save(profile);
    await journal.append(clock.now(), profile.id, [
      kind === "profile.created" ? { kind, profile } : { kind, profile, fields: [...fields] },
    ]);
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
