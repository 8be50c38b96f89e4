// Has the entered key the form that its venue gives out, and is it a new one?
import { keyFingerprint } from "#engine/accounts/key-bundle.ts";
import type { Credentials } from "#engine/core/credentials.ts";
import type { EnteredCredentials, Venues } from "#engine/ports/venues.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { connectFacts, venueName } from "#shared/domain/venue.ts";
import type { Verdict } from "./check-report.ts";

export interface FormatAnswer {
  readonly credentials: Credentials;
  readonly fingerprint: string;
  /** What kind of key it is and what was mended. */
  readonly format: string;
}

export function checkFormat(options: {
  readonly venues: Venues;
  readonly venue: VenueId;
  readonly entered: EnteredCredentials;
  readonly inUse: (fingerprint: string) => Verdict | null;
}): { readonly answer: FormatAnswer | null; readonly verdict: Verdict } {
  const { venues, venue, entered, inUse } = options;
  const read = venues.readCredentials(venue, entered);
  if (read.kind === "bad") return { answer: null, verdict: badFormat(venue, read.field, read.problem) };
  const fingerprint = keyFingerprint(read.credentials);
  const format = [read.format, ...read.mended].join(". ");
  const answer = { credentials: read.credentials, fingerprint, format };
  const mended = read.mended.length === 0 ? "" : ` ${read.mended.join(" ")}`;
  const verdict = inUse(fingerprint) ?? {
    state: "ok",
    message: `The key has the form that ${venueName(venue)} gives out (${read.format}).${mended}`,
  };
  return { answer, verdict };
}

function badFormat(venue: VenueId, field: string, problem: string): Verdict {
  const wanted = connectFacts(venue)?.fields.find(({ id }) => id === field);
  const label = wanted?.label ?? field;
  return {
    state: "failed",
    message: problem,
    meaning: `${label} does not have the form that ${venueName(venue)} gives out. Nothing was sent and nothing was stored.`,
    fix: [
      `Copy ${label} again, whole${wanted === undefined ? "" : ` (${wanted.hint})`}.`,
      "Where it is no longer shown, make a new key.",
      "Check the key again.",
    ],
  };
}
