// What was sent to the venue, word for word? Tests assert the wire by it.
import type { IncomingHttpHeaders } from "node:http";
import type { UnixMs } from "#shared/domain/time.ts";
import type { VenueRequest } from "./http-message.ts";

export interface LoggedRequest {
  readonly at: UnixMs;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** What was answered; null while it is under way, and where the connection was cut. */
  status: number | null;
}

export class RequestLog {
  readonly all: LoggedRequest[] = [];

  add(at: UnixMs, request: VenueRequest): LoggedRequest {
    const { method, path, query, body, headers } = request;
    const entry: LoggedRequest = { at, method, path, query, body, headers, status: null };
    this.all.push(entry);
    return entry;
  }

  /** Requests of this path (and method), oldest first. */
  of(path: string | RegExp, method?: string): readonly LoggedRequest[] {
    return this.all.filter(
      (entry) =>
        (typeof path === "string" ? entry.path === path : path.test(entry.path)) &&
        (method === undefined || entry.method === method),
    );
  }

  clear(): void {
    this.all.length = 0;
  }
}
