// Which profiles and secrets do tests of accounts stand on? What lasts is kept apart from who uses it, so that a test can kill and start again.
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { Secret } from "#engine/core/secret.ts";
import { secretItem } from "#engine/core/secret-item.ts";
import type { SecretGuard, SecretName, SecretStore, SecretStoreStatus } from "#engine/ports/secret-store.ts";
import type { Account, SecretPlace } from "#shared/domain/account.ts";
import { type Asset, type ProfileId, profileIdSchema } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";

/** What survives a kill. */
export interface Disk {
  readonly profiles: Map<ProfileId, Profile>;
  readonly journal: { readonly profileId: ProfileId; readonly event: JournalEvent }[];
  readonly bundles: Map<string, Secret>;
}

export function emptyDisk(): Disk {
  return { profiles: new Map(), journal: [], bundles: new Map() };
}

/** Asked before and after each effect; throws where the test wants the process to die. */
export type Fuse = () => void;
const NO_FUSE: Fuse = () => undefined;

/** Secrets in memory. `failing`: what every call rejects with. */
export class MemorySecretStore implements SecretStore {
  failing: EngineError | null = null;
  place: SecretPlace = "keychain";
  reads = 0;
  readonly #disk: Disk;
  readonly #fuse: Fuse;

  constructor(disk: Disk, fuse: Fuse = NO_FUSE) {
    this.#disk = disk;
    this.#fuse = fuse;
  }

  async status(): Promise<SecretStoreStatus> {
    return { place: this.place, reason: null, state: this.failing === null ? "open" : "locked" };
  }
  read(name: SecretName): Promise<Secret | null> {
    return this.#act(() => {
      this.reads += 1;
      return this.#disk.bundles.get(secretItem(name)) ?? null;
    });
  }
  write(name: SecretName, secret: Secret): Promise<SecretPlace> {
    return this.#act(() => {
      this.#disk.bundles.set(secretItem(name), new Secret(secret.reveal()));
      return this.place;
    });
  }
  async remove(name: SecretName): Promise<void> {
    await this.#act(() => this.#disk.bundles.delete(secretItem(name)));
  }
  unlock(): Promise<SecretStoreStatus> {
    return this.status();
  }
  choosePassphrase(): Promise<SecretStoreStatus> {
    return this.status();
  }
  async close(): Promise<void> {}

  async #act<T>(effect: () => T): Promise<T> {
    await Promise.resolve();
    this.#fuse();
    if (this.failing !== null) throw this.failing;
    const result = effect();
    this.#fuse();
    return result;
  }
}

/** Profiles over a disk, with the promises of `ProfileAccounts`. */
export class FakeProfiles {
  readonly changes = new Topic<void>();
  readonly plansUnderWay = new Set<ProfileId>();
  /** Profiles whose clients and books were rebuilt, in order. */
  readonly reopened: ProfileId[] = [];
  /** What the next change rejects with, before anything is saved. */
  refusing: EngineError | null = null;
  readonly #disk: Disk;
  readonly #fuse: Fuse;

  constructor(disk: Disk, fuse: Fuse = NO_FUSE) {
    this.#disk = disk;
    this.#fuse = fuse;
  }

  profiles(): readonly Profile[] {
    return [...this.#disk.profiles.values()];
  }
  profile(profileId: ProfileId): Profile {
    const profile = this.#disk.profiles.get(profileId);
    if (profile === undefined) throw new EngineError("PROFILE_NOT_FOUND", `There is no profile ${profileId}.`);
    return profile;
  }
  isPlanUnderWay(profileId: ProfileId): boolean {
    return this.plansUnderWay.has(profileId);
  }
  async change(
    profileId: ProfileId,
    change: (profile: Profile) => Profile,
    { events, reopen }: { readonly events: readonly JournalEvent[]; readonly reopen: boolean },
  ): Promise<Profile> {
    await Promise.resolve();
    this.#fuse();
    if (reopen && this.isPlanUnderWay(profileId)) throw new EngineError("PLAN_BUSY", "A plan is under way.");
    return this.#save(profileSchema.parse(change(this.profile(profileId))), events, reopen);
  }
  freeProfileId(name: string): ProfileId {
    return profileIdSchema.parse(name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"));
  }
  async createFor(account: Account, name: string, currency: Asset, events: readonly JournalEvent[]): Promise<Profile> {
    await Promise.resolve();
    this.#fuse();
    return this.#save(
      profileSchema.parse({
        id: this.freeProfileId(name),
        name,
        priority: 1,
        mode: "paper",
        source: "real",
        currency,
        cashAssets: [currency],
        accounts: [account],
        targets: {},
        policy: {},
        limits: {},
        createdAt: 0,
        seed: "1",
      }),
      events,
      true,
    );
  }

  /** Kinds of what was journaled, in order. */
  journaled(): readonly string[] {
    return this.#disk.journal.map(({ event }) => event.kind);
  }

  #save(profile: Profile, events: readonly JournalEvent[], reopen: boolean): Profile {
    if (this.refusing !== null) {
      const refusal = this.refusing;
      this.refusing = null;
      throw refusal;
    }
    this.#disk.profiles.set(profile.id, profile);
    for (const event of events) this.#disk.journal.push({ profileId: profile.id, event });
    if (reopen) this.reopened.push(profile.id);
    this.#fuse();
    this.changes.publish();
    return profile;
  }
}

/** Knows what must not be seen, and removes it. */
export class RecordingGuard implements SecretGuard {
  readonly #owners = new Map<string, number>();

  get values(): readonly string[] {
    return [...this.#owners.keys()];
  }
  register(secret: Secret): void {
    this.#owners.set(secret.reveal(), (this.#owners.get(secret.reveal()) ?? 0) + 1);
  }
  forget(secret: Secret): void {
    const left = (this.#owners.get(secret.reveal()) ?? 0) - 1;
    if (left > 0) this.#owners.set(secret.reveal(), left);
    else this.#owners.delete(secret.reveal());
  }
  scrub(text: string): string {
    let clean = text;
    // Longest first: one may be part of another.
    const longestFirst = [...this.values].sort((a, b) => b.length - a.length);
    for (const value of longestFirst) if (value !== "") clean = clean.replaceAll(value, "[redacted]");
    return clean;
  }
}
