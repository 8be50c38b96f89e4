// In which order does Coinbase Exchange look at a request: route, key, address, rate, right?
import { randomBytes } from "node:crypto";
import { jsonReply, type VenueReply, type VenueRequest } from "../core/http-message.ts";
import { DecayingCounter } from "../core/rate-counters.ts";
import { findRoute } from "../core/route.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { type ExchangeCall, type ExchangeRoute, notFound, Refusal, type StoredKey } from "./call.ts";
import { checkSignature } from "./check-signature.ts";
import { LEDGER_ROUTES } from "./ledger-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { type ExchangePermission, KEY_ERRORS, RATES } from "./quirks.ts";
import { REFERENCE_ROUTES } from "./reference-routes.ts";
import { TradeTape } from "./trade-tape.ts";
import { TRANSFER_ROUTES } from "./transfer-routes.ts";

export interface ExchangeKeyOptions {
  /** Default view and trade. */
  readonly permissions?: readonly ExchangePermission[];
  readonly ipAllowList?: readonly string[];
  readonly account?: VenueAccount;
}

/** What a person would paste. */
export interface ExchangeKey {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
  /** The venue knows the key no more. */
  revoke(): void;
}

const ROUTES: readonly ExchangeRoute[] = [
  ...MARKET_ROUTES,
  ...REFERENCE_ROUTES,
  ...ACCOUNT_ROUTES,
  ...LEDGER_ROUTES,
  ...TRANSFER_ROUTES,
  ...ORDER_ROUTES,
];

export class ExchangeVenue {
  /** Also what the sockets tell. */
  readonly tape: TradeTape;
  readonly #world: VenueWorld;
  readonly #keepsEmptyOrders: boolean;
  readonly #keys = new Map<string, StoredKey>();
  readonly #counters = new Map<string, DecayingCounter>();
  readonly #usedClientIds = new Map<string, Set<string>>();

  constructor(world: VenueWorld, keepsEmptyOrders: boolean) {
    this.#world = world;
    this.tape = new TradeTape(world);
    this.#keepsEmptyOrders = keepsEmptyOrders;
  }

  addKey(options: ExchangeKeyOptions = {}): ExchangeKey {
    const pasted = {
      apiKey: randomBytes(16).toString("hex"),
      secret: randomBytes(64).toString("base64"),
      passphrase: randomBytes(8).toString("hex"),
    };
    this.#keys.set(pasted.apiKey, {
      ...pasted,
      account: options.account ?? this.#world.account,
      permissions: new Set(options.permissions ?? ["view", "trade"]),
      ipAllowList: options.ipAllowList ?? null,
    });
    return { ...pasted, revoke: () => void this.#keys.delete(pasted.apiKey) };
  }

  /** By the key itself; the socket's messages are checked against them too. */
  get keys(): ReadonlyMap<string, StoredKey> {
    return this.#keys;
  }

  answer(request: VenueRequest): VenueReply {
    try {
      return this.#answer(request);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  #answer(request: VenueRequest): VenueReply {
    if (this.#world.state === "maintenance") return statusReply(503);
    const found = findRoute(ROUTES, request.method, request.path);
    if (found === null || found === "otherMethod") throw notFound();
    const { route, params } = found;
    if (route.permission === "public") {
      this.#count("public", request.remoteAddress, "Public");
      return run(route, this.#call(request, params, this.#world.account));
    }
    const check = checkSignature(request, this.#keys, this.#world.now());
    if (check.kind === "refused") throw new Refusal(check.status, check.message);
    const { account, permissions, ipAllowList } = check.key;
    if (ipAllowList !== null && !ipAllowList.includes(request.remoteAddress)) throw refusal(KEY_ERRORS.wrongAddress);
    this.#count(request.path === "/fills" ? "fills" : "private", account.id, "Private");
    if (!permits(permissions, route.permission)) throw refusal(KEY_ERRORS.forbidden);
    account.settle();
    return run(route, this.#call(request, params, account));
  }

  #call(request: VenueRequest, params: ExchangeCall["params"], account: VenueAccount): ExchangeCall {
    const usedClientIds = this.#usedClientIds.get(account.id) ?? new Set();
    this.#usedClientIds.set(account.id, usedClientIds);
    const { tape } = this;
    const common = { world: this.#world, tape, keepsEmptyOrders: this.#keepsEmptyOrders };
    return { request, params, account, usedClientIds, ...common };
  }

  #count(name: keyof typeof RATES, who: string, word: "Public" | "Private"): void {
    const id = `${name} ${who}`;
    const counter = this.#counters.get(id) ?? new DecayingCounter(RATES[name].burst, RATES[name].perSecond);
    this.#counters.set(id, counter);
    if (!counter.take(1, this.#world.now())) throw new Refusal(429, `${word} rate limit exceeded`);
  }
}

/** D: what `view` reads, `trade` reads as well. */
function permits(permissions: ReadonlySet<ExchangePermission>, needed: ExchangePermission | "key"): boolean {
  if (needed === "key") return true;
  return permissions.has(needed) || (needed === "view" && permissions.has("trade"));
}

const refusal = ({ status, message }: { readonly status: number; readonly message: string }): Refusal =>
  new Refusal(status, message);

function run(route: ExchangeRoute, call: ExchangeCall): VenueReply {
  const result = route.handler(call);
  return isReply(result) ? result : jsonReply(200, result);
}

/** A page brings its own headers. */
function isReply(result: unknown): result is VenueReply {
  return typeof result === "object" && result !== null && "status" in result && "body" in result;
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  403: KEY_ERRORS.forbidden.message,
  // I: quoted in ccxt 6448 and gekko 2859.
  429: "Private rate limit exceeded",
  500: "Internal server error",
  // S: "under maintenance".
  503: "We are currently under maintenance. For updates please see https://status.exchange.coinbase.com",
};

export function statusReply(status: number): VenueReply {
  return jsonReply(status, { message: STATUS_WORDS[status] ?? "Internal server error" });
}
