// How is a row of the error table written down shortly? The rows that are the same at every venue are here, too.
import type { Fault } from "../venue-server/core/faults.ts";
import type { AnswerRow } from "./venue-under-test.ts";

type Meaning = Pick<AnswerRow, "read" | "submit" | "cancel"> & { readonly sends?: number };

/** `status` and the venue's own body instead of an answer; nothing was executed. */
export function says(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Fault {
  return {
    kind: "status",
    status,
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

export const row = (name: string, fault: Fault, meaning: Meaning): AnswerRow => ({ name, fault, ...meaning });

/** `null`: the venue names no code. */
export const rejected = (code: string | null): AnswerRow["submit"] =>
  code === null ? { kind: "rejected" } : { kind: "rejected", code };
export const UNKNOWN = { kind: "unknown" } as const;

/** What a definite refusal means, and what an answer that proves nothing means. */
export const refused = (read: AnswerRow["read"], code: string | null): Meaning => ({
  read,
  submit: rejected(code),
  cancel: "unknown",
});
export const unproven = (read: AnswerRow["read"]): Meaning => ({ read, submit: UNKNOWN, cancel: "unknown" });
/** The clocks or numbers did not fit: tried once more. */
export const twice = (meaning: Meaning): Meaning => ({ ...meaning, sends: 2 });

/** Gateways in front of every venue. */
export const GATEWAY_ROWS: readonly AnswerRow[] = [500, 502, 503, 504, 520, 522].map((status) =>
  row(
    `HTTP ${status} with a page`,
    says(status, "<html><body>cloudflare</body></html>", { "content-type": "text/html" }),
    unproven("VENUE_UNREACHABLE"),
  ),
);
