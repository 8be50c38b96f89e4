// Which key is to be checked, for which place, and is it in use already?
import { EngineError } from "#engine/core/engine-error.ts";
import type { EnteredCredentials, Venues } from "#engine/ports/venues.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { Verdict } from "./check/check-report.ts";
import type { CheckRunRequest } from "./check/check-run.ts";
import { refuseUnknownPlace } from "./connectable-venues.ts";
import { type Environment, findEnvironmentKey } from "./environment-keys.ts";
import { type AccountRef, connectedAccounts, findAccount } from "./find-account.ts";
import { connectionOf } from "./key-bundle.ts";
import type { ProfileAccounts } from "./profile-accounts.ts";

export interface CheckRequest {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly key: ({ readonly kind: "entered" } & EnteredCredentials) | { readonly kind: "environment" };
  /** Set when the key is to replace this account's. */
  readonly replaces: AccountRef | null;
}

export interface PrepareCheckOptions {
  readonly venues: Venues;
  readonly profiles: ProfileAccounts;
  readonly environment: Environment;
}

/** Throws VENUE_NOT_SUPPORTED, VENUE_OTHER_SERVER, PROFILE_ codes or INPUT_INVALID, before anything is sent. */
export function prepareCheck(options: PrepareCheckOptions, request: CheckRequest): CheckRunRequest {
  const { venues, profiles, environment } = options;
  const { venue, endpoint, replaces } = request;
  refuseUnknownPlace(venues, venue, endpoint);
  if (replaces !== null) refuseOtherPlace(profiles, replaces, request);
  return {
    venue,
    endpoint,
    entered: enteredKey(environment, request),
    inUse: (fingerprint) => inUse(profiles, venue, fingerprint, replaces),
  };
}

function refuseOtherPlace(profiles: ProfileAccounts, replaces: AccountRef, { venue, endpoint }: CheckRequest): void {
  const { account } = findAccount(profiles, replaces);
  const { endpoint: own } = connectionOf(account);
  if (account.venue === venue && own === endpoint) return;
  const message = `${account.name} belongs to ${venueName(account.venue)} (${own}): check a key of that.`;
  throw new EngineError("INPUT_INVALID", message, { data: { path: "venue" } });
}

function enteredKey(environment: Environment, { venue, key }: CheckRequest): EnteredCredentials {
  if (key.kind === "entered") {
    const { apiKey, secret, passphrase } = key;
    return { apiKey, secret, passphrase };
  }
  const found = findEnvironmentKey(environment, venue);
  if (found !== null) return found.entered;
  const message = `No complete key of ${venueName(venue)} is set in the environment. Set its variables and start again, or enter the key.`;
  throw new EngineError("INPUT_INVALID", message, { data: { path: "key" } });
}

function inUse(
  profiles: ProfileAccounts,
  venue: VenueId,
  fingerprint: string,
  replaces: AccountRef | null,
): Verdict | null {
  const twin = connectedAccounts(profiles).find(
    ({ account }) => account.venue === venue && connectionOf(account).fingerprint === fingerprint,
  );
  if (twin === undefined) return null;
  const name = `${twin.account.name} (${twin.profile.name})`;
  if (replaces === null) {
    return {
      state: "warning",
      message: `This key is connected already, as ${name}: its coins would be counted twice.`,
    };
  }
  return {
    state: "failed",
    message: `This key is in use already, by ${name}.`,
    meaning: "A key is replaced by another one. Nothing was changed.",
    fix: [
      "Make a new key at the exchange.",
      "Check the new key here.",
      "Delete the old one at the exchange afterwards.",
    ],
  };
}
