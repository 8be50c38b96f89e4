// What does a failed step of a check mean, and how is it mended?
import { ERROR_CODES, type ErrorCode } from "#shared/contract/errors.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { connectFacts, venueName } from "#shared/domain/venue.ts";
import type { Verdict } from "./check-report.ts";

type Words = Required<Pick<Verdict, "meaning" | "fix">>;

/** Why the clock matters there: each venue refuses calls of a wrong time in its own way. */
const CLOCK_MATTERS: Readonly<Record<string, string>> = {
  coinbase:
    "Each call to Coinbase carries a pass (JWT) that is signed with this computer's time and ends after two minutes.",
  kraken: "Kraken takes calls in rising order of a number (nonce) that is made from this computer's time.",
};

/** Where the key is looked at and changed, for people. */
export function keyPlace(venue: VenueId): string {
  const page = connectFacts(venue)?.keyPage ?? "";
  return page === "" ? `the API keys of ${venueName(venue)}` : `${venueName(venue)}'s API keys (${page})`;
}

export function clockWords(venue: VenueId): Words {
  return {
    meaning: `${CLOCK_MATTERS[venue] ?? `${venueName(venue)} refuses calls whose time is wrong.`} Signed calls would be refused now or soon.`,
    fix: [
      "Open the system's date and time settings.",
      "Switch on setting the time automatically and wait until it has synchronized.",
      "Check the key again.",
    ],
  };
}

/** Words for what a call was refused or failed with. */
export function failureWords(venue: VenueId, code: ErrorCode): Words {
  const name = venueName(venue);
  switch (code) {
    case "VENUE_AUTH":
      return {
        meaning: `${name} does not know this key, or the secret does not belong to it. Nothing was stored.`,
        fix: [
          "Copy the key and its secret again, whole and without spaces.",
          `See under ${keyPlace(venue)} that the key still exists and is active; a new one may take a few minutes.`,
          "If it is limited to named addresses, add this computer's.",
          "Check that it was made for the server that is chosen here: keys of a sandbox are separate.",
        ],
      };
    case "VENUE_PERMISSION":
      return {
        meaning: "The key is right, but may not do what this step asks. Nothing was stored.",
        fix: [`Give it the right to view under ${keyPlace(venue)}.`, "Check the key again."],
      };
    case "VENUE_CLOCK":
      return clockWords(venue);
    case "VENUE_UNREACHABLE":
      return {
        meaning: `Without an answer of ${name} nothing can be said of the key. It was let go.`,
        fix: ["See that this computer is online.", `See ${name}'s status page for an outage.`, "Check the key again."],
      };
    default:
      return { meaning: ERROR_CODES[code].money, fix: [ERROR_CODES[code].next] };
  }
}
