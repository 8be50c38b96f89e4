// How is one of a venue's routes called with one key, or without? Budget, signature, one try, and a verdict on what failed.
import { AuthenticationError, ExchangeError } from "ccxt";
import { EngineError } from "#engine/core/engine-error.ts";
import { holdCallTime } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { InvariantError } from "#shared/domain/assert.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { Answer } from "./answer.ts";
import type { CallDiary } from "./call-diary.ts";
import { CallFailure, type FailureFacts, type VenueError } from "./call-failure.ts";
import { type ErrorTable, judgeFailure, type Verdict } from "./ccxt-errors.ts";
import { adoptExchange, type CcxtExchange, ccxtSend } from "./ccxt-exchange.ts";
import { parseExactJson } from "./exact-json.ts";
import { exchangeHttp, type HttpAnswer } from "./http-exchange.ts";
import type { KeyBudget } from "./rate-budget.ts";
import type { Costs, Params, Route } from "./route.ts";
import type { SendLane } from "./send-lane.ts";

/** ccxt's default equals the time after which Binance itself gives up; ours is longer, so that its own answer is heard. */
const TIMEOUT_MS = 15 * SECOND_MS;

/**
 * Longest an order may wait on our side before it leaves. Below `ExecutionPolicies.callMs`: the proof that an order was not
 * placed counts on the venue having seen it by then.
 */
const ORDER_LEAVES_WITHIN_MS = 8 * SECOND_MS;

const PAUSE_MS = 30 * SECOND_MS;
const BAN_MS = 120 * SECOND_MS;

/** What a call needs that is there once its key is. */
export interface OpenKey {
  readonly exchange: CcxtExchange;
  readonly budget: KeyBudget;
  readonly lane: SendLane | null;
}

export interface SessionParts {
  readonly venue: VenueId;
  readonly clock: Clock;
  readonly errors: ErrorTable;
  readonly diary: CallDiary;
  /** Asked before the first call, and again by the next one when it failed. */
  readonly open: () => Promise<OpenKey>;
  /** The URL to send to, for a URL that the library built. Throws for a place that is not the venue's. */
  readonly address: (url: string) => string;
  /** The venue's own words in a body, or null where it is no refusal. */
  readonly readError: (body: object, status: number) => VenueError | null;
  /** Reads usage headers. */
  readonly onHeaders?: (headers: ReadonlyMap<string, string>, budget: KeyBudget) => void;
  /** Before a signed call: measures the clocks where the venue signs with time. */
  readonly beforeSigned?: (exchange: CcxtExchange, signal: AbortSignal | undefined) => Promise<void>;
  /** The venue did not like time or number: mends it, and the call is tried once more. */
  readonly afterClockRefusal?: (open: OpenKey, signal: AbortSignal | undefined) => Promise<void>;
  /** Finds out more about a refusal before it is told, where the venue's own words mislead. */
  readonly explain?: (verdict: Verdict, signal: AbortSignal | undefined) => Promise<Verdict>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Sends or cancels an order: before all reads, and only while it can leave in time. */
  readonly forOrder?: boolean;
  /** Before other reads, like the look-up of an order whose outcome is unknown. */
  readonly urgent?: boolean;
  /** In place of the route's own, where they depend on the parameters. */
  readonly costs?: Costs;
}

export interface Reply {
  readonly body: Answer;
  readonly headers: ReadonlyMap<string, string>;
  readonly tookMs: DurationMs;
}

export type CallResult =
  | { readonly ok: true; readonly reply: Reply }
  | { readonly ok: false; readonly verdict: Verdict };

interface Flight {
  readonly signal: AbortSignal | undefined;
  answer: HttpAnswer | null;
}

/** One call, however it is put to the library. */
interface Plan {
  readonly costs: Costs;
  readonly signed: boolean;
  readonly send: (open: OpenKey, signal: AbortSignal | undefined) => Promise<Reply>;
}

export class VenueSession {
  readonly #parts: SessionParts;
  #opening: Promise<OpenKey> | null = null;
  #opened: OpenKey | null = null;
  /** Handed from `#request` to `fetch`, which the library calls before it waits for anything. */
  #leaving: Flight | null = null;
  /** The end of the last unified call. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get diary(): CallDiary {
    return this.#parts.diary;
  }

  /** Null until the first call. */
  get budget(): KeyBudget | null {
    return this.#opened?.budget ?? null;
  }

  /** A read: the answer, or an `EngineError`. `params` may be a function, which is asked when the call leaves. */
  async read(route: Route, params: Params | (() => Params), options: CallOptions = {}): Promise<Reply> {
    const result = await this.call(route, params, options);
    if (!result.ok) throw result.verdict.error;
    return result.reply;
  }

  /** {@link call} of what must be found out first; that this fails is a verdict too, and nothing was sent. */
  async prepared(
    prepare: () => Promise<{
      readonly route: Route;
      readonly params: Params | (() => Params);
      readonly options: CallOptions;
    }>,
  ): Promise<CallResult> {
    const startedMs = this.#parts.clock.monotonicMs();
    let prepared: Awaited<ReturnType<typeof prepare>>;
    try {
      prepared = await prepare();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { ok: false, verdict: judgeFailure(error, this.#parts.venue, this.#parts.errors) };
    }
    return this.#call(this.#planOf(prepared.route, prepared.params), prepared.options, startedMs);
  }

  /** Never throws for what the venue, the network or the key does. */
  call(route: Route, params: Params | (() => Params), options: CallOptions = {}): Promise<CallResult> {
    return this.#call(this.#planOf(route, params), options, this.#parts.clock.monotonicMs());
  }

  /**
   * One of the library's own methods, which may make several requests: one at a time, because the requests of two could not be told
   * apart. Its result stands in the reply's body, as `body` reads it.
   */
  unified(
    invoke: (exchange: CcxtExchange) => Promise<unknown>,
    body: (result: unknown) => Answer,
    options: CallOptions & { readonly costs: Costs },
  ): Promise<CallResult> {
    const send: Plan["send"] = (open, signal) => {
      const turn = this.#turn.then(() => this.#invoke(open, signal, true, invoke, body));
      this.#turn = turn.catch(() => undefined);
      return turn;
    };
    return this.#call({ costs: options.costs, signed: false, send }, options, this.#parts.clock.monotonicMs());
  }

  #planOf(route: Route, params: Params | (() => Params)): Plan {
    return {
      costs: route.costs,
      signed: route.signed,
      send: (open, signal) => {
        const sent = { ...(typeof params === "function" ? params() : params) };
        const invoke = (exchange: CcxtExchange) => exchange.request(route.path, route.api, route.method, sent);
        return this.#invoke(open, signal, false, invoke, (result) => new Answer(this.#parts.venue, route.path, result));
      },
    };
  }

  async #call(plan: Plan, options: CallOptions, startedMs: number): Promise<CallResult> {
    const { venue, errors, diary } = this.#parts;
    const leaveBy = options.forOrder === true ? startedMs + ORDER_LEAVES_WITHIN_MS : null;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const reply = await this.#attempt(plan, options, leaveBy);
        diary.succeeded();
        return { ok: true, reply };
      } catch (error) {
        if (error instanceof InvariantError) throw error;
        const judged = judgeFailure(error, venue, errors);
        const verdict = (await this.#parts.explain?.(judged, options.signal)) ?? judged;
        this.#obeyPauses(error, verdict, options.costs ?? plan.costs);
        if (attempt === 1 && (await this.#mend(verdict, options.signal))) continue;
        if (!isOwnStop(error)) diary.failed(verdict.error);
        return { ok: false, verdict };
      }
    }
  }

  async #attempt(plan: Plan, options: CallOptions, leaveBy: number | null): Promise<Reply> {
    const { clock, beforeSigned } = this.#parts;
    const { signal } = options;
    const first = options.forOrder === true || options.urgent === true;
    const open = await this.#open();
    if (plan.signed) await beforeSigned?.(open.exchange, signal);
    const within = () => (leaveBy === null ? null : Math.max(0, leaveBy - clock.monotonicMs()));
    const goOn = holdCallTime(signal);
    const leave = await open.budget
      .take(options.costs ?? plan.costs, { first, signal, withinMs: within() })
      .finally(goOn);
    const go = () => {
      if (leaveBy !== null && clock.monotonicMs() > leaveBy) throw ownFailure("late", null);
      leave();
      return plan.send(open, signal);
    };
    if (open.lane === null || !plan.signed) return go();
    const goOnInLane = holdCallTime(signal);
    return open.lane
      .run({ first, signal, withinMs: within() }, (nonce) => {
        goOnInLane();
        open.exchange.nonce = () => nonce;
        return go();
      })
      .finally(goOnInLane);
  }

  /** `standing`: the library may send more than once, and not at once. */
  async #invoke(
    open: OpenKey,
    signal: AbortSignal | undefined,
    standing: boolean,
    invoke: (exchange: CcxtExchange) => Promise<unknown>,
    read: (result: unknown) => Answer,
  ): Promise<Reply> {
    const { readError, onHeaders } = this.#parts;
    const flight: Flight = { signal, answer: null };
    this.#leaving = flight;
    let result: unknown;
    try {
      const underWay = invoke(open.exchange);
      if (!standing) this.#leaving = null;
      result = await underWay;
    } catch (error) {
      throw isOurs(error) ? error : failureOf(flight, error, readError);
    } finally {
      this.#leaving = null;
      if (flight.answer !== null) onHeaders?.(flight.answer.headers, open.budget);
    }
    const { answer } = flight;
    if (answer === null && !standing) throw new InvariantError("The library answered without asking");
    const isBody = typeof result === "object" && result !== null;
    const refusal = isBody && answer !== null ? readError(result as object, answer.status) : null; // checked by isBody
    if (!isBody || refusal !== null) throw failureOf(flight, null, readError);
    return { body: read(result), headers: answer?.headers ?? new Map(), tookMs: answer?.tookMs ?? 0 };
  }

  async #open(): Promise<OpenKey> {
    this.#opening ??= this.#parts.open().then((open) => this.#adopt(open));
    try {
      return await this.#opening;
    } catch (error) {
      this.#opening = null;
      throw error;
    }
  }

  #adopt(open: OpenKey): OpenKey {
    const { clock, address, diary } = this.#parts;
    const exchange = adoptExchange(open.exchange, clock);
    const send = ccxtSend(exchange);
    exchange.fetch = async (url, method = "GET", headers = {}, body = undefined) => {
      const flight = this.#leaving;
      if (flight === null) throw new InvariantError("A call of the library that nobody made");
      const request = { url: address(url), method, headers: { "User-Agent": "Schwabot", ...headers }, body };
      const { signal } = flight;
      const answer = await exchangeHttp(send, request, { clock, timeoutMs: TIMEOUT_MS, signal });
      flight.answer = answer;
      diary.answered(answer.tookMs);
      const { status, text } = answer;
      const replayed = { status, statusText: "", headers: Object.fromEntries(answer.headers), text: async () => text };
      return exchange.handleRestResponse(replayed, url, method, headers, body);
    };
    this.#opened = { ...open, exchange };
    return this.#opened;
  }

  #obeyPauses(error: unknown, verdict: Verdict, costs: Costs): void {
    if (!(error instanceof CallFailure) || error.facts.stage !== "answered") return;
    const { retryAfterMs } = error.facts;
    if (verdict.kind === "banned") this.#opened?.budget.stopAll(retryAfterMs ?? BAN_MS);
    else if (verdict.kind === "rate") this.#opened?.budget.pause(costs, retryAfterMs ?? PAUSE_MS);
  }

  async #mend(verdict: Verdict, signal: AbortSignal | undefined): Promise<boolean> {
    const { afterClockRefusal } = this.#parts;
    if (verdict.kind !== "clock" || verdict.order !== "rejected") return false;
    if (afterClockRefusal === undefined || this.#opened === null || signal?.aborted === true) return false;
    try {
      await afterClockRefusal(this.#opened, signal);
      return true;
    } catch {
      // The refusal is what is told; that the clocks could not be compared adds nothing to it.
      return false;
    }
  }
}

function ownFailure(reason: FailureFacts["reason"], error: unknown): CallFailure {
  return new CallFailure(
    { stage: "notSent", reason, status: null, venueError: null, error, retryAfterMs: null },
    error,
  );
}

/** Our own caller stopped it: that says nothing about the venue. */
function isOwnStop(error: unknown): boolean {
  return error instanceof CallFailure && (error.facts.reason === "aborted" || error.facts.reason === "late");
}

function failureOf(flight: Flight, error: unknown, readError: SessionParts["readError"]): CallFailure {
  const { answer } = flight;
  if (answer === null) {
    const isRefusal = error instanceof ExchangeError && !(error instanceof AuthenticationError);
    // Else the key cannot sign; what was thrown may quote the secret, so it is let go.
    return isRefusal ? ownFailure("refusal", error) : ownFailure("signing", null);
  }
  const body = parseExactJson(answer.text.trim());
  const venueError = body === undefined ? null : readError(body, answer.status);
  const understood = venueError !== null || answer.status >= 400;
  return new CallFailure({
    stage: "answered",
    reason: understood ? "refusal" : "malformed",
    status: answer.status,
    venueError,
    error,
    retryAfterMs: retryAfterMs(answer.headers.get("retry-after")),
  });
}

function retryAfterMs(value: string | undefined): DurationMs | null {
  return value !== undefined && /^\d{1,9}(\.\d{1,3})?$/.test(value) ? Number(value) * SECOND_MS : null;
}

/** Thrown by our own code inside a call of the library, so it says itself what happened. */
function isOurs(error: unknown): boolean {
  return error instanceof CallFailure || error instanceof InvariantError || error instanceof EngineError;
}
