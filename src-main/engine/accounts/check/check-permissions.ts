// May the key do what is wanted of it, and nothing worse?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueClient } from "#engine/ports/exchange-client.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import {
  dangerousRights,
  type KeyPermissions,
  type KeyRight,
  missingToTrade,
  missingToView,
} from "#shared/domain/key-permissions.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { Verdict } from "./check-report.ts";
import { keyPlace } from "./failure-texts.ts";

/** The venue's word on the key; `readable: false` where it has none. */
export async function readPermissions(
  client: VenueClient,
  clock: Clock,
  signal?: AbortSignal,
): Promise<KeyPermissions> {
  try {
    return await client.fetchPermissions(signal === undefined ? {} : { signal });
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== "VENUE_NOT_SUPPORTED") throw error;
    return { readable: false, rights: [], ipRestricted: null, keyName: null, expiresAt: null, readAt: clock.now() };
  }
}

/** Whether the person must say that the key cannot move money out: the venue does not. */
export function mustConfirmNoTransfer({ readable, rights }: KeyPermissions): boolean {
  return !readable || rights.some(({ need, granted }) => need === "mustBeOff" && granted === "unknown");
}

export function judgePermissions(venue: VenueId, permissions: KeyPermissions, now: UnixMs): Verdict {
  const name = venueName(venue);
  const dangerous = dangerousRights(permissions);
  if (dangerous.length > 0) {
    return {
      state: "failed",
      message: `This key is refused: it may move money out of ${name} (${labels(dangerous)}).`,
      meaning:
        "Whoever gets hold of such a key can empty the account. Schwabot never needs that right. Nothing was stored.",
      fix: [
        `Open ${keyPlace(venue)} and make a new key, or edit this one.`,
        `Leave off: ${labels(dangerous)}.`,
        "Check the key again.",
      ],
    };
  }
  const missing = missingToView(permissions);
  if (missing.length > 0) {
    return {
      state: "failed",
      message: `The key may not read the account: it lacks ${labels(missing)}.`,
      meaning: "Without it neither balances nor orders can be read. Nothing was stored.",
      fix: [`Open ${keyPlace(venue)} and switch on: ${labels(missing)}.`, "Check the key again."],
    };
  }
  if (permissions.expiresAt !== null && permissions.expiresAt <= now) {
    return {
      state: "failed",
      message: `The key ended on ${day(permissions.expiresAt)}.`,
      meaning: `${name} takes no call with it any more. Nothing was stored.`,
      fix: [`Open ${keyPlace(venue)} and make a new key.`, "Check the new key."],
    };
  }
  const notes = [addressNote(permissions), endNote(permissions)].filter((note) => note !== null);
  if (mustConfirmNoTransfer(permissions)) {
    return {
      state: "warning",
      message: [`${name} does not tell whether this key may move money out: you confirm it.`, ...notes].join(" "),
    };
  }
  const missingTrade = missingToTrade(permissions);
  if (missingTrade.length > 0) {
    return {
      state: "warning",
      message: [
        `The key may view but not trade (it lacks ${labels(missingTrade)}): good for tracking, plans and paper.`,
        ...notes,
      ].join(" "),
    };
  }
  return { state: "ok", message: ["The key may view and trade, and cannot move money out.", ...notes].join(" ") };
}

export function labels(rights: readonly KeyRight[]): string {
  return rights.map(({ label }) => label).join(", ");
}

function addressNote({ ipRestricted }: KeyPermissions): string | null {
  if (ipRestricted === null) return null;
  return ipRestricted
    ? "It works from named addresses only."
    : "It works from any address; limiting it to this computer's is safer.";
}

function endNote({ expiresAt }: KeyPermissions): string | null {
  return expiresAt === null ? null : `It ends on ${day(expiresAt)}.`;
}

function day(time: UnixMs): string {
  return new Date(time).toISOString().slice(0, 10);
}
