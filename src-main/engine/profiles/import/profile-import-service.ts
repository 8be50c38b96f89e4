// How do configuration files become profiles, and profiles files? Looked at first, then all of a file or nothing.
import type { AccountsService } from "#engine/accounts/accounts-service.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { PlannedProfile } from "#engine/profiles/profile-life.ts";
import type { ProfileRegistry } from "#engine/profiles/profile-registry.ts";
import type { Account, EndpointKind } from "#shared/domain/account.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { ImportedSecret, ImportProblem, ImportReport } from "#shared/domain/profile-import.ts";
import { connectFacts } from "#shared/domain/venue.ts";
import type { DraftVenue } from "./profile-draft.ts";
import { type Configuration, type ReadProfile, readConfiguration } from "./read-configuration.ts";
import type { Environment } from "./read-exchanges.ts";
import { exportProfiles } from "./yaml-writer.ts";

export interface ImportRequest {
  readonly fileName: string;
  readonly text: string;
  /** `practice`: paper accounts with money of their own on the demo's market. */
  readonly market: "real" | "practice";
}

export interface ProfileImportOptions {
  readonly profiles: Pick<ProfileRegistry, "all" | "add" | "profiles" | "profile">;
  readonly accounts: Pick<AccountsService, "checkImported" | "keepImported" | "forgetImported">;
  readonly secrets: Pick<SecretStore, "status">;
  readonly environment: Environment;
  readonly market: { readonly kind: "simulated" | "replay"; readonly seed: string };
  readonly clock: Clock;
}

interface CompleteKey {
  readonly venue: DraftVenue["venue"];
  readonly endpoint: EndpointKind;
  readonly entered: { readonly apiKey: string; readonly secret: string; readonly passphrase: string };
  readonly path: string;
}

export class ProfileImportService {
  readonly #options: ProfileImportOptions;

  constructor(options: ProfileImportOptions) {
    this.#options = options;
  }

  /** What an import would do. Rejects with SECRET_ codes only. */
  async preview(request: ImportRequest): Promise<ImportReport> {
    return (await this.#look(request)).report;
  }

  /** A report with problems has imported nothing. Rejects with PROFILE_, SECRET_ or STORE_ codes. */
  async import(request: ImportRequest): Promise<ImportReport> {
    const { configuration, report } = await this.#look(request);
    if (report.errors.length > 0) return report;
    const kept: { readonly profileId: ProfileId; readonly account: Account }[] = [];
    try {
      const planned: PlannedProfile[] = [];
      for (const read of configuration.profiles) planned.push(await this.#withKeys(read, request.market, kept));
      await this.#options.profiles.add(planned);
    } catch (error) {
      const made = new Set(this.#options.profiles.all().map(({ id }) => id));
      for (const { profileId, account } of kept) {
        if (!made.has(profileId)) await this.#options.accounts.forgetImported(profileId, account);
      }
      throw error;
    }
    return { ...report, imported: true };
  }

  /** All that run where none is named. Throws PROFILE_NOT_FOUND. */
  export(profileIds: readonly ProfileId[] | null): string {
    const { profiles } = this.#options;
    return exportProfiles(profileIds === null ? profiles.profiles() : profileIds.map((id) => profiles.profile(id)));
  }

  async #look(
    request: ImportRequest,
  ): Promise<{ readonly configuration: Configuration; readonly report: ImportReport }> {
    const { profiles, environment, market, clock } = this.#options;
    const configuration = readConfiguration(request.text, {
      ...{ fileName: request.fileName, environment, others: profiles.all(), now: clock.now() },
      ...(request.market === "real" ? { source: "real", seed: null } : { source: market.kind, seed: market.seed }),
    });
    const keyProblems = request.market === "real" ? this.#keyProblems(configuration.profiles) : [];
    const secrets = await this.#secrets(configuration.profiles, request.market);
    return {
      configuration,
      report: {
        imported: false,
        profiles: configuration.profiles.map(({ profile: { name, mode, targets, strategies } }) => ({
          ...{ name, mode, targets },
          assets: [...strategies.baseAssets],
        })),
        keys: [...configuration.keys],
        secrets: [...secrets],
        errors: [...configuration.problems, ...keyProblems],
      },
    };
  }

  #keyProblems(read: readonly ReadProfile[]): readonly ImportProblem[] {
    return read.flatMap(keysOf).flatMap((key) => {
      try {
        this.#options.accounts.checkImported(key);
        return [];
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        return [{ path: key.path, line: null, expected: "a key of this exchange", got: error.message }];
      }
    });
  }

  async #secrets(read: readonly ReadProfile[], market: ImportRequest["market"]): Promise<readonly ImportedSecret[]> {
    const { place } = await this.#options.secrets.status();
    return read.flatMap((each) => {
      const complete = market === "real" ? keysOf(each).map(({ path }) => path) : [];
      return each.venues.flatMap(({ credentials }) => {
        const stored = credentials.some(({ path }) => complete.includes(path)) && place !== "none" ? place : "missing";
        return credentials.map(({ path }) => ({ path, stored }) as const);
      });
    });
  }

  async #withKeys(
    read: ReadProfile,
    market: ImportRequest["market"],
    kept: { readonly profileId: ProfileId; readonly account: Account }[],
  ): Promise<PlannedProfile> {
    const { profile } = read;
    const accounts: Account[] = [];
    for (const key of market === "real" ? keysOf(read) : []) {
      const account = await this.#options.accounts.keepImported({ ...key, profileId: profile.id });
      kept.push({ profileId: profile.id, account });
      accounts.push(account);
    }
    return { profile: { ...profile, accounts }, events: accounts.flatMap(connectedEvents) };
  }
}

/** Those whose parts are all there. A key is named by its first part's path. */
function keysOf({ profile, venues }: ReadProfile): readonly CompleteKey[] {
  return venues.flatMap(({ venue, enabled, sandbox, credentials }) => {
    const of = (field: string) => credentials.find((each) => each.field === field);
    const [apiKey, secret, passphrase] = [of("apiKey"), of("secret"), of("passphrase")];
    const isComplete = enabled && apiKey?.value && secret?.value && passphrase?.value !== null;
    if (!isComplete || !apiKey.value || !secret.value) return [];
    const endpoint = profile.mode === "sandbox" || sandbox?.wanted === true ? endpointOf(venue) : "production";
    return [
      {
        ...{ venue, endpoint, path: apiKey.path },
        entered: { apiKey: apiKey.value, secret: secret.value, passphrase: passphrase?.value ?? "" },
      },
    ];
  });
}

/** Exchanges without a sandbox have one kind of key only. */
function endpointOf(venue: DraftVenue["venue"]): EndpointKind {
  return connectFacts(venue)?.sandbox === true ? "sandbox" : "production";
}

function connectedEvents({ id: accountId, venue, connection }: Account): readonly JournalEvent[] {
  if (connection === undefined) return [];
  const { endpoint, storedIn, fingerprint } = connection;
  return [{ kind: "account.connected", accountId, venue, endpoint, storedIn, fingerprint }];
}
