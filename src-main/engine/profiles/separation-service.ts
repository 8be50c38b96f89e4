// How far do the running profiles stand apart? Definitions: resources/docs/profiles.md.
import type { Clock } from "#engine/ports/clock.ts";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import type { SeparationView } from "#shared/contract/views.ts";
import { type MarketSymbol, marketSymbolSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { computeDailyReturns } from "./compute-daily-returns.ts";
import { computeIdentityAssets, computePicks } from "./compute-identity.ts";
import { computeLikeness, computeOverlaps } from "./compute-separation.ts";

/** Most that base assets of two profiles may share. */
const OVERLAP_LIMIT = 0.8;
/** 30 days of returns, and the record that the first of them begins with. */
const RECORDS_MS = 32 * DAY_MS;

export interface SeparationOptions {
  readonly profiles: { profiles(): readonly Profile[] };
  readonly snapshots: Pick<SnapshotRepository, "list">;
  readonly clock: Clock;
}

export class SeparationService {
  readonly #options: SeparationOptions;

  constructor(options: SeparationOptions) {
    this.#options = options;
  }

  /** Rejects with STORE_ codes. */
  async read(): Promise<SeparationView> {
    const { clock, snapshots } = this.#options;
    const now = clock.now();
    const profiles = this.#options.profiles.profiles().toSorted((a, b) => a.priority - b.priority);
    const since = unixMs(Math.max(0, now - RECORDS_MS));
    const series = await Promise.all(
      profiles.map(async ({ id }) => ({
        id,
        directions: new Map(),
        returns: computeDailyReturns(await snapshots.list(id, since)),
      })),
    );
    const lists = profiles.map((profile) => ({
      id: profile.id,
      base: computeIdentityAssets({ ...profile, strategies: { ...profile.strategies, chosenAsset: null } }),
      chosen: profile.strategies.chosenAsset,
    }));
    return {
      overlapLimit: OVERLAP_LIMIT,
      overlaps: [...computeOverlaps(lists, OVERLAP_LIMIT)],
      returns: computeLikeness(series, now).map(({ first, second, returns, returnPairs }) => ({
        ...{ first, second, correlation: returns, days: returnPairs },
      })),
      picks: symbolsOf(profiles).flatMap((symbol) =>
        computePicks(
          profiles.filter((profile) => looksAt(profile).includes(symbol)),
          symbol,
          now,
        ).map(({ without, ...pick }) => ({ ...pick, symbol, without: [...without] })),
      ),
    };
  }
}

/** What it trades: its assets against its currency, without cash. */
function looksAt(profile: Profile): readonly MarketSymbol[] {
  return computeIdentityAssets(profile)
    .filter((asset) => asset !== profile.currency && !profile.cashAssets.includes(asset))
    .map((asset) => marketSymbolSchema.parse(`${asset}/${profile.currency}`));
}

function symbolsOf(profiles: readonly Profile[]): readonly MarketSymbol[] {
  return [...new Set(profiles.flatMap(looksAt))].sort();
}
