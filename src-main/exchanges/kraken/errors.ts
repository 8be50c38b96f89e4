// What do Kraken's errors mean? They come in HTTP 200, many of them without a class of their own in the library.
import type { VenueError } from "#exchanges/shared/call-failure.ts";
import type { ErrorTable } from "#exchanges/shared/ccxt-errors.ts";

/** `error` holds `<severity><category>:<text>`; warnings (W) are no refusal. */
export function readKrakenError(body: object): VenueError | null {
  const errors = "error" in body ? body.error : undefined;
  if (errors === undefined) return null;
  const list = Array.isArray(errors) ? errors : [errors];
  const first = list.find((item) => typeof item === "string" && !item.startsWith("W"));
  if (typeof first === "string") return { code: first.slice(0, 120), message: "" };
  // Something else than a list of texts stands where errors do: no row lists it.
  return list.length > 0 && list.some((item) => typeof item !== "string") ? { code: "error", message: "" } : null;
}

/** Source: docs.kraken.com "Errors" and ccxt 4.5.84 kraken.js `exceptions` (2026-11-26), resources/docs/exchanges.md section 5. */
export const KRAKEN_ERRORS: ErrorTable = {
  rows: [
    ["EAPI:Invalid key", "auth"],
    // A wrong secret; the library has no class for it.
    ["EAPI:Invalid signature", "auth"],
    ["ESession:Invalid session", "auth"],
    ["ETrade:User Locked", "auth"],
    ["EGeneral:Permission denied", "permission"],
    ["EAccount:Invalid permissions", "permission"],
    ["EAPI:Feature disabled", "permission"],
    ["EAPI:Invalid nonce", "clock"],
    ["EAPI:Rate limit exceeded", "rate"],
    ["EOrder:Rate limit exceeded", "rate"],
    ["EOrder:Domain rate limit exceeded", "rate"],
    ["EGeneral:Temporary lockout", "rate"],
    ["EGeneral:Too many requests", "rate"],
    [/^EService:Throttled/, "rate"],
    [/^EService:Market in (cancel_only|post_only|limit_only|reduce_only) mode/, "maintenance"],
    [/^EGeneral:Maintenance/i, "maintenance"],
    ["EService:Unavailable", "busy"],
    ["EService:Busy", "busy"],
    ["EService:Timeout", "busy"],
    ["EService:Deadline elapsed", "busy"],
    ["EGeneral:Internal error", "busy"],
    ["EDatabase:Internal error", "busy"],
    ["EOrder:Unknown order", "orderNotFound"],
    ["EOrder:Invalid order", "refused"],
    ["EOrder:Insufficient funds", "refused"],
    ["EOrder:Insufficient margin", "refused"],
    ["EOrder:Order minimum not met", "refused"],
    ["EOrder:Cost minimum not met", "refused"],
    ["EOrder:Tick size check failed", "refused"],
    ["EOrder:Post only order", "refused"],
    ["EOrder:Orders limit exceeded", "refused"],
    ["EOrder:Positions limit exceeded", "refused"],
    ["EOrder:Trading agreement required", "refused"],
    // An order with this id is open: it must be looked up, not taken for refused.
    [/^EOrder:Duplicate cl_ord_id/, "duplicate"],
    [/^EOrder:Invalid price/, "refused"],
    [/^EOrder:.*(restricted|not allowed|prohibited)/i, "refused"],
    [/^EQuery:(Unknown asset|Invalid asset|Unknown asset pair)/, "refused"],
    [/^EGeneral:Invalid arguments/, "refused"],
    [/^EGeneral:Unknown method/, "notSupported"],
    [/^EAccount:Invalid account/, "permission"],
    [/^EFunding:/, "refused"],
  ],
  statuses: [
    [401, "auth"],
    // Cloudflare before Kraken: the request did not come through.
    [403, "rate"],
  ],
};
