// What does a client's message on the socket of accounts ask for, and how is it answered?
import { BinanceRefusal, refusals } from "./binance-refusal.ts";

export type ApiRequestId = string | number | null;

export interface ApiRequest {
  readonly id: ApiRequestId;
  readonly method: string;
  /** As they are signed: numbers as text. */
  readonly params: URLSearchParams;
  readonly showLimits: boolean;
}

/** D: parameters that are numbers are numbers in JSON. */
const NUMBERS: ReadonlySet<string> = new Set(["timestamp", "recvWindow", "subscriptionId"]);

/** The number by which the client knows it, for the answer; null where it has none that can be read. */
export function readRequestId(text: string): ApiRequestId {
  const id = readObject(text)?.id;
  return typeof id === "string" || (typeof id === "number" && Number.isInteger(id)) ? id : null;
}

/** Throws the venue's refusal for what is no request. */
export function readApiRequest(text: string): ApiRequest {
  const fields = readObject(text);
  if (fields === null) throw new BinanceRefusal(-1135, "Invalid JSON Request");
  const { method, params } = fields;
  if (!("id" in fields)) throw refusals.missing("id");
  if (typeof method !== "string") throw refusals.missing("method");
  const given = params === undefined ? {} : asObject(params);
  if (given === null) throw refusals.missing("params");
  const read = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) read.set(name, readParameter(name, value));
  return { id: readRequestId(text), method, params: read, showLimits: given.returnRateLimits !== false };
}

function readParameter(name: string, value: unknown): string {
  const isRight = NUMBERS.has(name)
    ? typeof value === "number"
    : typeof value === "string" || typeof value === "boolean";
  if (!isRight) throw refusals.missing(name);
  return String(value);
}

function readObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}
