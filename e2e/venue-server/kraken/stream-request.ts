// What does a message of the client ask for? Arguments only; whether it can be had is the desk's matter.
import { type KrakenPair, pairOf } from "./assets.ts";
import { REFUSALS } from "./stream-quirks.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** How Kraken refuses. With `symbol` it is about one market of the request only. */
export class StreamRefusal extends Error {
  readonly symbol: string | null;

  constructor(text: string, symbol: string | null = null) {
    super(text);
    this.symbol = symbol;
  }
}

export interface StreamRequest {
  readonly method: string;
  /** As it came: repeated in the reply. Undefined where none was given. */
  readonly requestId: number | undefined;
  readonly params: Fields;
}

/** Throws {@link StreamRefusal} for what is no request at all. */
export function readRequest(text: string): StreamRequest {
  const message = fieldsOf(parsed(text));
  if (message === null) throw new StreamRefusal(REFUSALS.malformed);
  const { method, req_id: requestId, params = {} } = message;
  const fields = fieldsOf(params);
  if (typeof method !== "string" || fields === null) throw new StreamRefusal(REFUSALS.malformed);
  if (requestId !== undefined && !Number.isSafeInteger(requestId)) throw new StreamRefusal(REFUSALS.malformed);
  // A safe integer is a number.
  return { method, requestId: requestId as number | undefined, params: fields };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Fields | null {
  // An object that is no list has named fields.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** The names of the markets, which the venue wants as a list. */
export function symbolsOf(params: Fields): readonly string[] {
  const { symbol } = params;
  if (!Array.isArray(symbol) || symbol.length === 0 || symbol.some((name) => typeof name !== "string"))
    throw new StreamRefusal(REFUSALS.symbolList);
  return symbol;
}

/** By the name of this version only: `XBT/USD` is refused. */
export function pairNamed(name: string): KrakenPair {
  const pair = pairOf(name);
  if (pair === undefined) throw new StreamRefusal(REFUSALS.pair(name), name);
  return pair;
}

export function flag(params: Fields, name: string, otherwise: boolean): boolean {
  const value = params[name] ?? otherwise;
  if (typeof value !== "boolean") throw new StreamRefusal(REFUSALS.field(name));
  return value;
}

export function oneOf<Value>(params: Fields, name: string, values: readonly Value[], otherwise: Value): Value {
  const value = params[name] ?? otherwise;
  const found = values.find((one) => one === value);
  if (found === undefined) throw new StreamRefusal(REFUSALS.field(name));
  return found;
}
