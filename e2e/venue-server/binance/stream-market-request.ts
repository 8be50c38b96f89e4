// What does a client's message on a market socket ask for?
import { MARKET_REFUSALS, REQUEST_ID_TEXT } from "./stream-quirks.ts";

type RequestId = string | number | null;
type Refused = readonly [code: number, message: string];

export type MarketRequest = { readonly id: RequestId } & (
  | { readonly method: "SUBSCRIBE" | "UNSUBSCRIBE"; readonly streams: readonly string[] }
  | { readonly method: "LIST_SUBSCRIPTIONS" | "GET_PROPERTY" }
  | { readonly method: "SET_PROPERTY"; readonly combined: boolean }
);

export class MarketRefusal extends Error {
  readonly code: number;
  /** Undefined where the venue could not read it. */
  readonly id: RequestId | undefined;

  constructor([code, message]: Refused, id?: RequestId) {
    super(message);
    this.code = code;
    this.id = id;
  }
}

/** Throws {@link MarketRefusal} for what is no request. */
export function readMarketRequest(text: string): MarketRequest {
  const fields = readObject(text);
  const { method, params } = fields;
  if (method === undefined) throw new MarketRefusal(MARKET_REFUSALS.noMethod);
  if (typeof method !== "string") throw new MarketRefusal(MARKET_REFUSALS.method(String(method)));
  const id = readId(fields);
  switch (method) {
    case "SUBSCRIBE":
    case "UNSUBSCRIBE":
      return { method, id, streams: readStreams(params, id) };
    case "LIST_SUBSCRIPTIONS":
      if (params !== undefined) throw new MarketRefusal(MARKET_REFUSALS.tooManyParameters, id);
      return { method, id };
    case "GET_PROPERTY":
      readProperty(params, 1, id);
      return { method, id };
    case "SET_PROPERTY": {
      const combined = readProperty(params, 2, id);
      if (typeof combined !== "boolean") throw new MarketRefusal(MARKET_REFUSALS.notBoolean, id);
      return { method, id, combined };
    }
    default:
      throw new MarketRefusal(MARKET_REFUSALS.method(method));
  }
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  const value = parsed(text);
  if (value === undefined) throw new MarketRefusal(MARKET_REFUSALS.notJson);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new MarketRefusal(MARKET_REFUSALS.noMethod);
  return { ...value };
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readId({ id }: Readonly<Record<string, unknown>>): RequestId {
  if (id === null || (typeof id === "string" && REQUEST_ID_TEXT.test(id))) return id;
  if (typeof id === "number" && Number.isInteger(id)) return id;
  throw new MarketRefusal(MARKET_REFUSALS.requestId);
}

function readStreams(params: unknown, id: RequestId): readonly string[] {
  if (!Array.isArray(params) || params.length === 0 || !params.every((name) => typeof name === "string"))
    throw new MarketRefusal(MARKET_REFUSALS.streamNames, id);
  return params;
}

/** The one property there is. Gives what stands behind its name. */
function readProperty(params: unknown, length: number, id: RequestId): unknown {
  const [name, value, ...more]: unknown[] = Array.isArray(params) ? params : [];
  if (typeof name !== "string") throw new MarketRefusal(MARKET_REFUSALS.propertyName, id);
  if (more.length > 0 || (length === 1 && value !== undefined))
    throw new MarketRefusal(MARKET_REFUSALS.tooManyParameters, id);
  if (name !== "combined") throw new MarketRefusal(MARKET_REFUSALS.unknownProperty, id);
  return value;
}
