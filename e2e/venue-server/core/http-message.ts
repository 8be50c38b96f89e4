// What does a venue's handler get and give back, whatever the venue?
import type { IncomingHttpHeaders } from "node:http";
import type { Decimal } from "#shared/domain/decimal.ts";

export interface VenueRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The query exactly as it came, without the question mark: signatures are over the text. */
  readonly queryText: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** What the caller connected to, as in its Host header. */
  readonly host: string;
  readonly remoteAddress: string;
  /** Set by the fault `partialFill`: the share of the order that may fill at once. */
  readonly fillShare: Decimal | null;
}

export interface VenueReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonReply(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): VenueReply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** One header as text; empty where it was not sent. */
export function headerOf(request: VenueRequest, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : (value ?? "");
}
