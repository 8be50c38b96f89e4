// How does one request go out and its answer come back? Once, without redirect, within a time of our clock; a failure says whether
// the request can have left this computer.
import type { Clock } from "#engine/ports/clock.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import { CallFailure, type FailureFacts } from "./call-failure.ts";

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** There and back. */
  readonly tookMs: DurationMs;
}

/** Sends and follows nothing: what the library's own client gives back. */
export type HttpSend = (
  request: HttpRequest,
  signal: AbortSignal,
) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>> | Headers;
  text(): Promise<string>;
}>;

/** Codes of failures that happen before a connection stands: nothing can have been sent. */
const BEFORE_SENDING = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT/;

/** Rejects with {@link CallFailure} and nothing else. */
export async function exchangeHttp(
  send: HttpSend,
  request: HttpRequest,
  options: { readonly clock: Clock; readonly timeoutMs: DurationMs; readonly signal: AbortSignal | undefined },
): Promise<HttpAnswer> {
  const { clock, signal } = options;
  if (signal?.aborted === true) throw failure("notSent", "aborted", signal.reason);
  const controller = new AbortController();
  let reason: "timeout" | "aborted" | "network" = "network";
  const stop = (why: "timeout" | "aborted") => {
    reason = why;
    controller.abort();
  };
  const onAbort = () => stop("aborted");
  const timer = clock.after(options.timeoutMs, () => stop("timeout"));
  signal?.addEventListener("abort", onAbort, { once: true });
  const startedMs = clock.monotonicMs();
  try {
    const reply = await send(request, controller.signal);
    const text = await reply.text();
    return { status: reply.status, headers: headerMap(reply.headers), text, tookMs: clock.monotonicMs() - startedMs };
  } catch (error) {
    if (reason === "network" && isBeforeSending(error)) throw failure("notSent", "network", error);
    throw failure("noAnswer", reason === "network" && isRedirect(error) ? "redirect" : reason, error);
  } finally {
    void timer.dispose();
    signal?.removeEventListener("abort", onAbort);
  }
}

function failure(stage: FailureFacts["stage"], reason: FailureFacts["reason"], error: unknown): CallFailure {
  return new CallFailure({ stage, reason, status: null, venueError: null, error, retryAfterMs: null }, error);
}

/** An error's own code and those of its causes; a connection tried at several addresses keeps one for each. */
function isBeforeSending(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isBeforeSending);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return BEFORE_SENDING.test(code) || isBeforeSending(error.cause);
}

function isRedirect(error: unknown): boolean {
  return error instanceof Error && /redirect/i.test(`${error.message} ${String(error.cause)}`);
}

function headerMap(headers: Readonly<Record<string, unknown>> | Headers): ReadonlyMap<string, string> {
  const pairs = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return new Map(
    pairs.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : String(value)]),
  );
}
