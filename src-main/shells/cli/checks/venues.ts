// Do the venues of connected accounts answer, are they open, and do the clocks agree? Their public side only: no key is read.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { otherServerProblem } from "#engine/accounts/account-client.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueMarket, Venues } from "#engine/ports/venues.ts";
import { workerUrl } from "#platform/worker-url.ts";
import type { Account } from "#shared/domain/account.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type DurationMs, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { openStore } from "#workers/storage/open-store.ts";
import type { Check } from "./check.ts";

/** Longest that one venue is waited for. */
const ANSWER_MS: DurationMs = 5 * SECOND_MS;
/** The order gate's own limit. */
const CLOCK_LIMIT_MS: DurationMs = SECOND_MS;

/** Profiles as stored; none where nothing is stored yet. Rejects with STORE_ codes. */
export async function readProfiles(dataFolder: string): Promise<readonly Profile[]> {
  if (!existsSync(join(dataFolder, "ledger.db"))) return [];
  const store = await openStore({
    dataFolder,
    now: unixMs(Date.now()),
    workerUrl: workerUrl("storage"),
    readOnly: true,
  });
  try {
    return await store.repositories.profiles.list();
  } finally {
    await store.close();
  }
}

/** One line per venue and endpoint in use; one line saying so where none is. */
export async function checkVenues(
  profiles: readonly Profile[],
  venues: Venues,
  clock: Clock,
): Promise<readonly Check[]> {
  const inUse = new Map<string, Account>();
  for (const account of profiles.flatMap(({ accounts }) => accounts)) {
    if (account.connection === undefined || account.connection.paused) continue;
    inUse.set(`${account.venue} ${account.connection.endpoint}`, account);
  }
  if (inUse.size === 0) return [{ name: "venues", ok: true, detail: "no exchange is connected", fix: null }];
  return Promise.all([...inUse.values()].map((account) => checkVenue(account, venues, clock)));
}

async function checkVenue(account: Account, venues: Venues, clock: Clock): Promise<Check> {
  const { venue, connection } = account;
  const name = `venue ${venue}`;
  const place = venueName(venue);
  const elsewhere = otherServerProblem(account, venues);
  if (elsewhere !== null || connection === undefined) {
    return { name, ok: true, detail: `not asked: ${elsewhere ?? "not connected"}`, fix: null };
  }
  try {
    const { state, errorMs, tookMs } = await ask(venues.market(venue, connection.endpoint), clock);
    const ahead = errorMs >= 0 ? "ahead of" : "behind";
    const words = `${place} is ${state}, answered in ${tookMs} ms; this computer is ${Math.abs(errorMs)} ms ${ahead} it`;
    if (Math.abs(errorMs) > CLOCK_LIMIT_MS) {
      return { name, ok: false, detail: words, fix: "Set the system's clock and let it be synchronized." };
    }
    const open = state !== "maintenance";
    return { name, ok: open, detail: words, fix: open ? null : "Wait until its maintenance is over." };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name, ok: false, detail, fix: `Check this computer's network and whether ${place} is up.` };
  }
}

async function ask(market: VenueMarket, clock: Clock) {
  const stop = new AbortController();
  const late = clock.after(ANSWER_MS, () => stop.abort(new Error(`No answer within ${ANSWER_MS / SECOND_MS} s.`)));
  const { signal } = stop;
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([
      aborted,
      (async () => {
        const began = clock.monotonicMs();
        const venueTime = await market.fetchTime({ signal });
        const tookMs = Math.round(clock.monotonicMs() - began);
        const errorMs = Math.round(clock.now() - tookMs / 2 - venueTime);
        const { state } = await market.fetchStatus({ signal });
        return { state, errorMs, tookMs };
      })(),
    ]);
  } finally {
    await late.dispose();
  }
}
