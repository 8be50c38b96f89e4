// How is what a file says of one exchange read? Keys are told apart from what is kept of them.
import { type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { connectFacts, venueName } from "#shared/domain/venue.ts";
import { asStatistic, type ImportNotes, type Section } from "./config-section.ts";
import { type DraftCredential, type DraftVenue, inWords, type ProfileDraft } from "./profile-draft.ts";
import { readMarket } from "./read-names.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const VENUES = ["binance", "coinbase", "coinbaseexchange", "kraken"] as const;
/** What files to be filled in say where a key belongs. */
const PLACEHOLDER = /^your_/i;
const VARIABLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;
export const READS_ARE_REPEATED =
  "a reading that failed is made again at its next turn, and no order is ever sent twice.";
const LONGEST_SECRET = 8_192;
const SECONDS_A_MINUTE = 60;

const FIELDS = [
  ["api_key", "apiKey"],
  ["secret", "secret"],
  ["api_secret", "secret"],
  ["passphrase", "passphrase"],
] as const;

/** `exchanges.<venue>`: every exchange that the file names. */
export function readExchanges(section: Section | undefined, draft: ProfileDraft, environment: Environment): void {
  for (const key of section?.keys() ?? []) {
    const part = section?.section(key);
    if (part === undefined) continue;
    if (!VENUES.some((venue) => venue === key)) {
      part.notes.problem(part.path, null, `one of the exchanges ${VENUES.join(", ")}`, key);
      continue;
    }
    readExchange(part, key, { draft, environment, enabledByDefault: false });
    part.finish();
  }
}

/** `binance_exchange` and its like at the top of a file. */
export function readNamedExchanges(root: Section, draft: ProfileDraft, environment: Environment): void {
  for (const venue of VENUES) {
    const part = root.section(`${venue}_exchange`);
    if (part === undefined) continue;
    readExchange(part, venue, { draft, environment, enabledByDefault: true });
    part.finish();
  }
}

/** `api_credentials` of one profile. */
export function readProfileExchange(part: Section, draft: ProfileDraft, environment: Environment): void {
  readExchange(part, "coinbase", { draft, environment, enabledByDefault: true });
}

function readExchange(
  part: Section,
  name: string,
  options: { readonly draft: ProfileDraft; readonly environment: Environment; readonly enabledByDefault: boolean },
): void {
  const { draft, environment, enabledByDefault } = options;
  const { notes } = part;
  const venue = venueOf(part, name);
  const enabled = part.flag("enabled");
  if (enabled !== undefined)
    notes.taken(part.at("enabled"), enabled ? `${venueName(venue)} on` : `${venueName(venue)} off`);
  const stream = part.flag("websocket_enabled");
  if (stream !== undefined)
    notes.taken(part.at("websocket_enabled"), stream ? "prices by stream" : "prices are asked for");
  const symbols = part.list("symbols", "a market like BTC/USD", (text) => readMarket(text, venue));
  if (symbols !== undefined) notes.taken(part.at("symbols"), inWords(symbols));
  const timeout = part.whole("timeout", { min: "1", max: "120" });
  if (timeout !== undefined) notes.taken(part.at("timeout"), `a reading of an account may take ${timeout} s`);
  const retries = part.whole("max_retries", { min: "0", max: "10" });
  if (retries !== undefined) notes.unused(part.at("max_retries"), READS_ARE_REPEATED);
  draft.venues.push({
    venue,
    enabled: enabled ?? enabledByDefault,
    sandbox: readSandbox(part),
    credentials: readCredentials(part, environment),
    operation: {
      enabled: enabled ?? enabledByDefault,
      stream: stream ?? true,
      symbols: [...(symbols ?? [])],
      requestsPerMinute: readRate(part),
      timeoutS: timeout ?? 15,
      retries: retries ?? 3,
    },
  });
}

/** Coinbase with a passphrase is the other of its two exchanges. */
function venueOf(part: Section, name: string): VenueId {
  if (name !== "coinbase" || !part.has("passphrase")) return venueIdSchema.parse(name);
  part.notes.changed(part.path, "coinbaseexchange", "A Coinbase key with a passphrase is one of Coinbase Exchange.");
  return venueIdSchema.parse("coinbaseexchange");
}

function readRate(part: Section): number | null {
  const perMinute = part.decimal("rate_limit", { min: "1", max: "100000" });
  const delay = part.decimal("rate_limit_delay", { min: "0.001", max: "60" });
  const bounds = [
    ...(perMinute === undefined ? [] : [asStatistic(perMinute)]),
    ...(delay === undefined ? [] : [SECONDS_A_MINUTE / asStatistic(delay)]),
  ];
  const bound = bounds.length === 0 ? null : Math.min(...bounds);
  for (const key of ["rate_limit", "rate_limit_delay"]) {
    if (bound !== null && part.has(key)) {
      part.notes.unused(part.at(key), "the exchange's own limit is kept with a reserve; a smaller one is not.");
    }
  }
  return bound;
}

function readSandbox(part: Section): DraftVenue["sandbox"] {
  for (const key of ["sandbox", "use_testnet"]) {
    const wanted = part.flag(key);
    if (wanted !== undefined) return { wanted, path: part.at(key) };
  }
  return null;
}

function readCredentials(part: Section, environment: Environment): readonly DraftCredential[] {
  return FIELDS.flatMap(([key, field]) => {
    const node = part.node(key);
    if (node === undefined) return [];
    const path = part.at(key);
    const text = node.kind === "value" && typeof node.value === "string" ? node.value.trim() : null;
    if (text === null || text === "" || text.length > LONGEST_SECRET) {
      // What stands there may be a secret: it is never told.
      part.notes.problem(path, node, `text of 1 to ${LONGEST_SECRET} characters, or \${VARIABLE}`, "something else");
      return [];
    }
    const variable = VARIABLE.exec(text)?.[1];
    const value = variable === undefined ? text : (environment[variable] ?? "").trim();
    const missing = value === "" || PLACEHOLDER.test(value);
    if (!missing) part.notes.taken(path, "a key that is kept apart from the profile");
    else if (variable === undefined) part.notes.ignored(path, "A placeholder: enter the key under Accounts.");
    else part.notes.ignored(path, `The variable ${variable} is not set: enter the key under Accounts.`);
    return [{ field, path, value: missing ? null : value }];
  });
}

/** `sandbox` only where every exchange that is on has one and is asked for it; live never. Tells what became of each wish. */
export function decideMode(draft: ProfileDraft, notes: ImportNotes, canSandbox: boolean): "paper" | "sandbox" {
  const on = draft.venues.filter(({ enabled }) => enabled);
  const has = ({ venue }: DraftVenue) => connectFacts(venue)?.sandbox === true;
  const all = on.length > 0 && on.every((each) => each.sandbox?.wanted === true && has(each));
  const mode = all && canSandbox && draft.operation.contactVenues !== false ? "sandbox" : "paper";
  for (const each of draft.venues) {
    if (each.sandbox === null) continue;
    const { path, wanted } = each.sandbox;
    if (!wanted)
      notes.changed(path, "paper", "An import never makes a live profile: live is unlocked for each profile.");
    else if (!has(each)) notes.changed(path, "paper", `${venueName(each.venue)} has no sandbox.`);
    else if (mode === "sandbox") notes.taken(path, "sandbox");
    else if (!canSandbox) notes.changed(path, "paper", "The practice market has paper only.");
    else notes.changed(path, "paper", "Not every exchange of this profile has a sandbox and is asked for it.");
  }
  return mode;
}
