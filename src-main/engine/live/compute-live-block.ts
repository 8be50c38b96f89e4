// May this profile go live at all, whatever its checklist says?
import type { Profile } from "#shared/domain/profile.ts";
import { venueName } from "#shared/domain/venue.ts";

export interface LiveBlock {
  readonly code: "LIVE_LOCKED" | "LIVE_NOT_READY" | "PROFILE_MODE";
  readonly message: string;
}

/** Null where nothing but the checklist stands in the way. */
export function computeLiveBlock(profile: Profile, liveLocked: boolean): LiveBlock | null {
  if (liveLocked) {
    return {
      code: "LIVE_LOCKED",
      message:
        "Live trading is locked on this computer by SCHWABOT_LIVE_TRADING_ENABLED. Remove it or set it to true, and start again.",
    };
  }
  if (profile.source !== "real") {
    return {
      code: "PROFILE_MODE",
      message: `${profile.name} lives on a ${profile.source} market: there is nothing to trade live.`,
    };
  }
  if (profile.accounts.length === 0) {
    return { code: "PROFILE_MODE", message: `${profile.name} has no account: connect an exchange first.` };
  }
  const real = profile.accounts.filter(({ connection }) => connection?.endpoint !== "loopback");
  if (real.length === 0) return null;
  const places = real.map(({ name, venue }) => `${name} (${venueName(venue)})`).join(", ");
  return {
    code: "LIVE_NOT_READY",
    message: `This version does not trade live at a real exchange: the part that sees every live order through to its end, and the checks before it, are not finished. Not a test server on this computer: ${places}.`,
  };
}
