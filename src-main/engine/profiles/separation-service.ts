// How far do the running profiles stand apart? Definitions: resources/docs/profiles.md.
import type { Clock } from "#engine/ports/clock.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import type { StrategyService } from "#engine/signals/strategy-service.ts";
import type { SeparationView } from "#shared/contract/views.ts";
import type { MarketSymbol, ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { computeDailyReturns } from "./compute-daily-returns.ts";
import { computeIdentityAssets, computeIdentityMarkets, computePicks } from "./compute-identity.ts";
import {
  computeLikeness,
  computeOverlaps,
  computeUniqueness,
  LEAST_PAIRS,
  OVERLAP_LIMIT,
} from "./compute-separation.ts";

/** 30 days of returns, and the record that the first of them begins with. */
const RECORDS_MS = 32 * DAY_MS;

export interface SeparationOptions {
  readonly profiles: { profiles(): readonly Profile[] };
  /** What the strategies of a profile said and drew; null where none run. */
  readonly strategies: (profileId: ProfileId) => Pick<StrategyService, "directions" | "draws"> | null;
  readonly snapshots: Pick<SnapshotRepository, "list">;
  readonly journal: Pick<Journal, "append">;
  readonly clock: Clock;
}

export class SeparationService {
  readonly #options: SeparationOptions;

  constructor(options: SeparationOptions) {
    this.#options = options;
  }

  /** Rejects with STORE_ codes: what cannot be journaled is not read. */
  async read(): Promise<SeparationView> {
    const { clock, journal, snapshots, strategies } = this.#options;
    const now = clock.now();
    const profiles = this.#options.profiles.profiles().toSorted((a, b) => a.priority - b.priority);
    const profileIds = profiles.map(({ id }) => id);
    await journal.append(now, null, [{ kind: "profiles.compared", what: "separation", profileIds }]);
    const since = unixMs(Math.max(0, now - RECORDS_MS));
    const series = await Promise.all(
      profiles.map(async ({ id }) => ({
        id,
        directions: strategies(id)?.directions() ?? new Map(),
        returns: computeDailyReturns(await snapshots.list(id, since)),
      })),
    );
    const lists = profiles.map((profile) => ({
      id: profile.id,
      base: computeIdentityAssets({ ...profile, strategies: { ...profile.strategies, chosenAsset: null } }),
      chosen: profile.strategies.chosenAsset,
    }));
    const likeness = computeLikeness(series, now);
    return {
      overlapLimit: OVERLAP_LIMIT,
      leastPairs: LEAST_PAIRS,
      overlaps: [...computeOverlaps(lists, OVERLAP_LIMIT)],
      returns: likeness.map(({ first, second, returns, returnPairs }) => ({
        ...{ first, second, correlation: returns, days: returnPairs },
      })),
      directions: likeness.map(({ first, second, directions, directionPairs, isCopy }) => ({
        ...{ first, second, correlation: directions, pairs: directionPairs, isCopy },
      })),
      uniqueness: profiles.map(({ id }) => ({ profileId: id, score: computeUniqueness(id, likeness) })),
      draws: profiles.map(({ id }) => ({
        profileId: id,
        ...(strategies(id)?.draws() ?? { drawn: 0, again: 0, exhausted: 0 }),
      })),
      picks: symbolsOf(profiles).flatMap((symbol) =>
        computePicks(
          profiles.filter((profile) => computeIdentityMarkets(profile).includes(symbol)),
          symbol,
          now,
        ).map(({ without, ...pick }) => ({ ...pick, symbol, without: [...without] })),
      ),
    };
  }
}

function symbolsOf(profiles: readonly Profile[]): readonly MarketSymbol[] {
  return [...new Set(profiles.flatMap(computeIdentityMarkets))].sort();
}
