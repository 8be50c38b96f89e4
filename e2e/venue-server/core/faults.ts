// What goes wrong with the next requests? Faults are planted per route and used up in the order of planting.
import type { DurationMs } from "#shared/domain/time.ts";
import type { VenueRequest } from "./http-message.ts";

export type Fault =
  /** The request is under way for so long before the venue sees it. */
  | { readonly kind: "delay"; readonly delayMs: DurationMs }
  /** The venue acts at once and the reply is under way for so long. */
  | { readonly kind: "delayReply"; readonly delayMs: DurationMs }
  /** The connection is closed before the venue acts. */
  | { readonly kind: "dropRequest" }
  /** The same, by a TCP reset. */
  | { readonly kind: "reset" }
  /** The venue acts, and the connection is closed instead of the reply. */
  | { readonly kind: "dropReply" }
  /** An HTTP status instead of the reply; `executed`: after acting. Without a body the venue's own for that status. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly executed?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The venue acts and answers 200 with this text: broken JSON, HTML, nothing. */
  | { readonly kind: "text"; readonly text: string; readonly contentType?: string }
  /** The venue acts, and its JSON is changed before it is sent: valid but wrong. */
  | { readonly kind: "alter"; readonly change: (value: unknown) => unknown }
  /** Only this share of the order fills; what is left rests untouched until `account.release`, or ends as its kind does. */
  | { readonly kind: "partialFill"; readonly share: string };

/** Texts that break a parser, each in its own way. */
export const BROKEN_BODIES = {
  malformedJson: '{"result": {"a": 1',
  html: "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>",
  empty: "",
  jsonNull: "null",
} as const;

export interface PlantedFault {
  /** Requests that it met so far. */
  readonly hits: number;
  remove(): void;
}

interface FaultOptions {
  /** Whole path, or a pattern of it. */
  readonly path: string | RegExp;
  readonly method?: string;
  /** Further condition, like a word in the body. */
  readonly when?: (request: VenueRequest) => boolean;
  /** Requests that it meets; default 1. */
  readonly times?: number;
  /** Requests let through first; default 0. */
  readonly skip?: number;
}

interface Entry {
  readonly fault: Fault;
  readonly options: FaultOptions;
  skipLeft: number;
  left: number;
  hits: number;
}

export class Faults {
  readonly #entries: Entry[] = [];

  add(fault: Fault, options: FaultOptions): PlantedFault {
    const entry: Entry = { fault, options, skipLeft: options.skip ?? 0, left: options.times ?? 1, hits: 0 };
    this.#entries.push(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove: () => {
        entry.left = 0;
      },
    };
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** All faults that meet this request, each kind at most once; counts them as used. */
  take(request: VenueRequest): readonly Fault[] {
    const met: Fault[] = [];
    for (const entry of this.#entries) {
      if (entry.left <= 0 || !meets(entry.options, request)) continue;
      if (met.some(({ kind }) => kind === entry.fault.kind)) continue;
      if (entry.skipLeft > 0) {
        entry.skipLeft -= 1;
        continue;
      }
      entry.left -= 1;
      entry.hits += 1;
      met.push(entry.fault);
    }
    return met;
  }
}

function meets({ path, method, when }: FaultOptions, request: VenueRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (typeof path === "string" ? path !== request.path : !path.test(request.path)) return false;
  return when === undefined || when(request);
}
