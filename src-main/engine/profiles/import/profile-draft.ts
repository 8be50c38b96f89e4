// What has been read of a profile so far? Filled by the readers of a file's parts.
import type { Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Policy, RiskLimits, Targets } from "#shared/domain/policy.ts";
import type { PositionRules } from "#shared/domain/position-rules.ts";
import type { ProfileIdentity } from "#shared/domain/profile-identity.ts";
import type { ProfileOperation, VenueOperation } from "#shared/domain/profile-operation.ts";
import type { StrategySettings } from "#shared/domain/strategy-settings.ts";
import type { TriggerSettings } from "#shared/domain/trigger-settings.ts";

type Draft<T> = { -readonly [K in keyof T]?: T[K] | undefined };

/** A key as it stands in the file; null where it is a placeholder or a variable that is not set. */
export interface DraftCredential {
  readonly field: "apiKey" | "secret" | "passphrase";
  readonly path: string;
  readonly value: string | null;
}

export interface DraftVenue {
  readonly venue: VenueId;
  readonly enabled: boolean;
  /** What the file says; null: nothing. */
  readonly sandbox: { readonly wanted: boolean; readonly path: string } | null;
  readonly credentials: readonly DraftCredential[];
  readonly operation: VenueOperation;
}

export interface ProfileDraft {
  /** Where it stands in the file. */
  readonly path: string;
  readonly key: string;
  name: string;
  enabled: boolean;
  priority: number | null;
  targets: Targets;
  readonly policy: Draft<Policy>;
  readonly limits: Draft<RiskLimits>;
  readonly triggers: Draft<TriggerSettings>;
  readonly strategies: Draft<StrategySettings>;
  readonly positions: Draft<PositionRules>;
  readonly operation: Draft<ProfileOperation>;
  readonly identity: Draft<ProfileIdentity>;
  readonly modules: Record<string, boolean>;
  readonly venues: DraftVenue[];
}

export function emptyDraft(key: string, name: string, path: string): ProfileDraft {
  return {
    ...{ key, name, path, enabled: true, priority: null, targets: {}, modules: {}, venues: [] },
    ...{ policy: {}, limits: {}, triggers: {}, strategies: {}, positions: {}, operation: {}, identity: {} },
  };
}

/** Assets and symbols in the words of a report. */
export function inWords(values: readonly (Asset | MarketSymbol)[]): string {
  return values.length === 0 ? "none" : values.join(", ");
}
