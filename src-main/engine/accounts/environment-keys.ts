// Which keys and modes are set in the environment? Pure; values leave this file only as entered credentials.
import type { EnteredCredentials } from "#engine/ports/venues.ts";
import type { VenueId } from "#shared/domain/ids.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentKey {
  /** The variables that hold it. */
  readonly names: readonly string[];
  readonly entered: EnteredCredentials;
}

/** The name of a venue in the environment: `coinbaseexchange` is told from `coinbase` by its passphrase. */
const PREFIX: Readonly<Record<string, string>> = { coinbaseexchange: "COINBASE" };
/** What files to be filled in say where a key belongs. */
const PLACEHOLDER = /^(YOUR_.*|your_.*|\$\{.*\})$/;

/** The key of this venue, from `<EXCHANGE>_API_KEY`, `_API_SECRET` or `_SECRET`, and `_PASSPHRASE`; null where it is not complete. */
export function findEnvironmentKey(environment: Environment, venue: VenueId): EnvironmentKey | null {
  const own = venue.toUpperCase().replaceAll("-", "_");
  const prefixes = PREFIX[venue] === undefined ? [own] : [own, PREFIX[venue]];
  for (const prefix of prefixes) {
    const key = findWithPrefix(environment, prefix);
    if (key !== null && belongsTo(venue, prefix, key)) return key;
  }
  return null;
}

/** One set of `COINBASE_` variables belongs to one of two venues. */
function belongsTo(venue: VenueId, prefix: string, { entered }: EnvironmentKey): boolean {
  if (prefix !== "COINBASE") return true;
  return (venue === "coinbaseexchange") === (entered.passphrase !== "");
}

function findWithPrefix(environment: Environment, prefix: string): EnvironmentKey | null {
  const apiKey = firstSet(environment, [`${prefix}_API_KEY`]);
  const secret = firstSet(environment, [`${prefix}_API_SECRET`, `${prefix}_SECRET`]);
  if (apiKey === null || secret === null) return null;
  const passphrase = firstSet(environment, [`${prefix}_PASSPHRASE`]);
  return {
    names: [apiKey, secret, passphrase].flatMap((found) => found?.name ?? []),
    entered: { apiKey: apiKey.value, secret: secret.value, passphrase: passphrase?.value ?? "" },
  };
}

function firstSet(
  environment: Environment,
  names: readonly string[],
): { readonly name: string; readonly value: string } | null {
  for (const name of names) {
    const value = setValue(environment, name);
    if (value !== null) return { name, value };
  }
  return null;
}

/** Null where it is not set, empty or a placeholder. */
function setValue(environment: Environment, name: string): string | null {
  const value = Object.hasOwn(environment, name) ? (environment[name] ?? "").trim() : "";
  return value === "" || PLACEHOLDER.test(value) ? null : value;
}

export interface TradingEnvironment {
  /** Mode that new profiles get where it is possible. */
  readonly newProfileMode: "paper" | "sandbox";
  /** `SCHWABOT_LIVE_TRADING_ENABLED=false`: live is locked everywhere. `true` unlocks nothing. */
  readonly liveLocked: boolean;
  /** What was not taken as it stands, in plain sentences. */
  readonly notes: readonly string[];
}

export function readTradingEnvironment(environment: Environment): TradingEnvironment {
  const mode = setValue(environment, "SCHWABOT_TRADING_MODE")?.toLowerCase() ?? "paper";
  const enabled = setValue(environment, "SCHWABOT_LIVE_TRADING_ENABLED")?.toLowerCase() ?? null;
  const notes: string[] = [];
  if (mode === "live") {
    notes.push(
      "SCHWABOT_TRADING_MODE=live is not taken: new profiles start on paper, and live is unlocked for each one.",
    );
  } else if (mode !== "paper" && mode !== "sandbox") {
    notes.push("SCHWABOT_TRADING_MODE is not paper, sandbox or live: new profiles start on paper.");
  }
  if (enabled !== null && enabled !== "true" && enabled !== "false") {
    notes.push("SCHWABOT_LIVE_TRADING_ENABLED is not true or false: it is read as false, and live stays locked.");
  }
  return {
    newProfileMode: mode === "sandbox" ? "sandbox" : "paper",
    liveLocked: enabled !== null && enabled !== "true",
    notes,
  };
}
