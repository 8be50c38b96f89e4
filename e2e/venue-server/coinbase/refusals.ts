// What does Coinbase answer where no handler is reached: unknown paths, missing rights, its gateway's own bodies?
import { jsonReply, type VenueReply, type VenueRequest } from "../core/http-message.ts";
import { type Refusal, v2Refusal, v3Refusal } from "./call.ts";

export function notFound({ path }: VenueRequest): Refusal {
  return path.startsWith("/v2/") ? v2Refusal(404, "not_found", "Not found") : v3Refusal(404, "NOT_FOUND", "Not Found");
}

export function missingScope({ path }: VenueRequest): Refusal {
  return path.startsWith("/v2/")
    ? v2Refusal(403, "invalid_scope", "Your request is missing a scope of the key")
    : v3Refusal(403, "PERMISSION_DENIED", "Missing required scopes");
}

/** Bodies that the gateway answers itself. 401: R (plain text). 429: D. The others' words: U. */
export function statusReply(status: number): VenueReply {
  if (status === 401)
    return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: "Unauthorized\n" };
  if (status === 429)
    return jsonReply(status, { errors: [{ id: "rate_limit_exceeded", message: "Too many requests" }] });
  if (status === 503)
    return jsonReply(status, { error: "UNAVAILABLE", error_details: "", message: "Coinbase is under maintenance" });
  if (status >= 500)
    return jsonReply(status, { error: "INTERNAL", error_details: "", message: "Internal server error" });
  return jsonReply(status, { error: "unknown", error_details: "", message: "" });
}
