// What do all profiles hold, earn and want together? Read only, and each reading is told to the journal.
import type { Clock } from "#engine/ports/clock.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { TogetherView } from "#shared/contract/together.ts";
import type { Disposal } from "#shared/domain/books.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeNetting } from "./compute-netting.ts";
import { computeSaleResults, countTrades, type Entries } from "./compute-profile-result.ts";
import { computeGroup, groupProfiles } from "./compute-together.ts";
import { computeWants } from "./compute-wants.ts";
import type { SpreadWatchService } from "./spread-watch-service.ts";

const WINDOW_MS = 30 * DAY_MS;
/** More sales than anybody makes in a month. */
const MOST_DISPOSALS = 10_000;

/** What of one profile is read. */
export interface ProfileReading {
  readonly profile: Profile;
  readonly portfolio: {
    read(): Portfolio;
    equity(period: "1m"): Promise<{ readonly gain: DecimalString | null }>;
    transactions(): Entries;
    readonly books: {
      disposals(
        filter: Record<never, never>,
        range: { readonly offset: number; readonly limit: number },
      ): { readonly rows: readonly Disposal[] };
    };
  };
}

export interface TogetherServiceOptions {
  /** By priority. */
  readonly profiles: () => readonly ProfileReading[];
  readonly spreads: Pick<SpreadWatchService, "spreads">;
  readonly journal: Pick<Journal, "append">;
  readonly clock: Clock;
}

export class TogetherService {
  readonly #options: TogetherServiceOptions;

  constructor(options: TogetherServiceOptions) {
    this.#options = options;
  }

  /** Rejects with STORE_ codes: what cannot be journaled is not read. */
  async read(): Promise<TogetherView> {
    const { profiles, spreads, journal, clock } = this.#options;
    const now = clock.now();
    const readings = profiles();
    const profileIds = readings.map(({ profile }) => profile.id);
    await journal.append(now, null, [{ kind: "profiles.compared", what: "together", profileIds }]);
    const facts = readings.map(({ profile, portfolio }) => ({ profile, portfolio: portfolio.read() }));
    const groups = groupProfiles(facts);
    const since = unixMs(Math.max(0, now - WINDOW_MS));
    return {
      ts: now,
      groups: groups.flatMap((group) => computeGroup(group) ?? []).map(copyGroup),
      results: await Promise.all(readings.map((reading) => resultOf(reading, since))),
      netting: groups.flatMap((group) => {
        const [first] = group;
        if (first === undefined) return [];
        const { source, currency } = first.profile;
        return computeNetting(group.flatMap(computeWants)).map((match) => ({ source, currency, ...match }));
      }),
      spreads: [...spreads.spreads()],
    };
  }
}

async function resultOf(
  { profile, portfolio }: ProfileReading,
  since: UnixMs,
): Promise<TogetherView["results"][number]> {
  const { rows } = portfolio.books.disposals({}, { offset: 0, limit: MOST_DISPOSALS });
  const { gain } = await portfolio.equity("1m");
  return {
    profileId: profile.id,
    trades: countTrades(portfolio.transactions(), since),
    ...computeSaleResults(rows, since),
    gain,
  };
}

function copyGroup(group: NonNullable<ReturnType<typeof computeGroup>>): TogetherView["groups"][number] {
  return {
    ...group,
    profiles: [...group.profiles],
    exposure: group.exposure.map((line) => ({ ...line, holders: [...line.holders] })),
  };
}
