// What do Binance's errors mean?
import type { VenueError } from "#exchanges/shared/call-failure.ts";
import type { ErrorTable } from "#exchanges/shared/ccxt-errors.ts";

/** `{"code":-2010,"msg":"…"}`; 0 and 200 are no errors. */
export function readBinanceError(body: object): VenueError | null {
  const code = "code" in body ? body.code : undefined;
  if (typeof code !== "string" || !/^-?\d{1,9}$/.test(code) || code === "0" || code === "200") return null;
  const message = "msg" in body && typeof body.msg === "string" ? body.msg : "";
  return { code, message };
}

/** Source: Binance spot docs "Error codes" (2026-07), ccxt 4.5.84 binance.js `exceptions` (2026-11-26), resources/docs/exchanges.md section 5. */
export const BINANCE_ERRORS: ErrorTable = {
  rows: [
    // The venue itself does not know what became of the request.
    ["-1000", "busy"],
    ["-1001", "busy"],
    ["-1004", "busy"],
    ["-1006", "busy"],
    ["-1007", "busy"],
    ["-1008", "busy"],
    ["-1002", "auth"],
    ["-1003", "rate"],
    ["-1015", "rate"],
    ["-1016", "maintenance"],
    ["-1020", "notSupported"],
    ["-1021", "clock"],
    ["-1022", "auth"],
    ["-1099", "auth"],
    ["-1109", "permission"],
    [/^-1005: |^-1011: /, "permission"],
    ["-1013", "refused"],
    ["-1014", "refused"],
    [/^-1(?:1\d\d|2\d\d): /, "refused"],
    ["-2008", "auth"],
    // Revoked, wrong address or missing right: the library calls it a rate limit once the key has worked.
    ["-2015", "auth"],
    ["-2014", "auth"],
    ["-2017", "auth"],
    ["-2013", "orderNotFound"],
    [/^-2011: Unknown order/, "orderNotFound"],
    ["-2011", "refused"],
    // An order with this id is open: it must be looked up, not taken for refused.
    [/^-2010: Duplicate order/, "duplicate"],
    [/^-2010: Market is closed/, "maintenance"],
    [/^-2010: .*(not permitted|disabled on this account|not allowed)/, "permission"],
    ["-2010", "refused"],
    ["-2016", "refused"],
    ["-2026", "refused"],
  ],
  statuses: [
    [401, "auth"],
    // The firewall before Binance: the request did not come through. Source: Binance spot docs "HTTP return codes" (2026-07).
    [403, "rate"],
    [404, "notSupported"],
  ],
};
