// How does a demo profile come into being? Its venue's books first, then its past, then the profile itself: cut off
// anywhere in between, the next attempt goes on from what is there.

import { computeDemoHistory } from "#engine/portfolio/compute-demo-history.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type DemoProfile, planReplayDemo, planSimulatedDemo } from "./demo-profiles.ts";
import type { DemoMarket, ProfileSource } from "./profile-source.ts";

export interface CreateDemoOptions {
  readonly source: ProfileSource;
  readonly repositories: Pick<Repositories, "transactions" | "snapshots">;
  readonly clock: Clock;
}

/** The profiles that the demo on this market would have. */
export function planDemo(demo: DemoMarket, clock: Clock): readonly DemoProfile[] {
  const createdAt = clock.now();
  const { model, seed } = demo;
  if (demo.kind === "simulated") {
    // The simulated demo counts in USD, which its plans say.
    return planSimulatedDemo({
      market: model,
      createdAt,
      priceNow: (asset, currency) => demo.priceNow(asset, currency),
    });
  }
  return planReplayDemo({
    market: model,
    createdAt,
    seed,
    priceNow: (asset, currency) => demo.priceNow(asset, currency),
  });
}

/** Gives the profile's paper accounts what they start with, and the profile the past it would have had. */
export async function furnishDemo({ profile, holdings }: DemoProfile, options: CreateDemoOptions): Promise<Profile> {
  const { source, repositories, clock } = options;
  const clients = source.connect(profile, holdings);
  // What the venue's books hold is the truth: an earlier attempt may have filled them at other prices.
  const balances = (await Promise.all(clients.map((client) => client.fetchBalances({})))).flat();
  const { priceAt } = source.demo;
  if (priceAt === null || (await repositories.transactions.list(profile.id)).length > 0) return profile;
  const history = computeDemoHistory({
    profile,
    holdings: balances.map(({ accountId, asset, free }) => ({ accountId, asset, quantity: Decimal.parse(free) })),
    now: clock.now(),
    priceAt: (asset, ts) => priceAt(asset, profile.currency, ts),
  });
  await repositories.snapshots.add(profile.id, history.snapshots);
  await repositories.transactions.add(profile.id, history.transactions);
  return profile;
}
