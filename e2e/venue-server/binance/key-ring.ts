// Which keys has this server given out, and did one of them sign this request, in time? HMAC, Ed25519 and RSA, as the venue.
import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
  verify,
} from "node:crypto";
import type { UnixMs } from "#shared/domain/time.ts";
import { headerOf, type VenueRequest } from "../core/http-message.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { refusals } from "./binance-refusal.ts";
import {
  type BinanceRight,
  DEFAULT_RECV_WINDOW_MS,
  EARLIEST_AHEAD_MS,
  LONGEST_RECV_WINDOW_MS,
  TRADING_RIGHTS,
} from "./quirks.ts";

export type BinanceKeyKind = "hmac" | "ed25519" | "rsa";

/** What a person would paste: the secret is text, or a private key in PEM (PKCS#8). */
export interface BinanceCredentials {
  readonly apiKey: string;
  readonly secret: string;
}

export interface BinanceKeyOptions {
  /** Default `hmac`. */
  readonly kind?: BinanceKeyKind;
  readonly permissions?: readonly BinanceRight[];
  /** Addresses the key may be used from; empty or absent: any. */
  readonly ipAllowList?: readonly string[];
  readonly account?: VenueAccount;
}

export interface BinanceKey {
  readonly account: VenueAccount;
  readonly permissions: readonly BinanceRight[];
  readonly ipAllowList: readonly string[];
  readonly createdAt: UnixMs;
  readonly isSigned: (payload: string, signature: string) => boolean;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const KEY_LENGTH = 64;
const RSA_BITS = 2_048;

export class BinanceKeyRing {
  readonly #keys = new Map<string, BinanceKey>();

  add(options: BinanceKeyOptions, account: VenueAccount, now: UnixMs): BinanceCredentials {
    const { secret, isSigned } = MAKERS[options.kind ?? "hmac"]();
    const apiKey = randomText();
    this.#keys.set(apiKey, {
      account: options.account ?? account,
      permissions: options.permissions ?? TRADING_RIGHTS,
      ipAllowList: options.ipAllowList ?? [],
      createdAt: now,
      isSigned,
    });
    return { apiKey, secret };
  }

  /** As if the person had deleted it at the venue. */
  revoke(apiKey: string): void {
    this.#keys.delete(apiKey);
  }

  /** The key of a signed request that arrives now. Throws the venue's refusal. */
  check(request: VenueRequest, params: URLSearchParams, now: UnixMs): BinanceKey {
    const { remoteAddress } = request;
    // Over query and body as they came, one after the other, without the signature itself.
    const payload = unsigned(request.queryText) + unsigned(request.body);
    return this.#check({ apiKey: headerOf(request, "x-mbx-apikey"), remoteAddress, params, payload, now });
  }

  /** The key of a signed message of a socket, over its parameters in the order of the alphabet. Throws the venue's refusal. */
  checkSocket(params: URLSearchParams, remoteAddress: string, now: UnixMs): BinanceKey {
    const apiKey = params.get("apiKey");
    if (apiKey === null || apiKey === "") throw refusals.missing("apiKey");
    const names = [...params.keys()].filter((name) => name !== "signature").sort();
    const payload = names.map((name) => `${name}=${params.get(name)}`).join("&");
    return this.#check({ apiKey, remoteAddress, params, payload, now });
  }

  #check({ apiKey, remoteAddress, params, payload, now }: Signed): BinanceKey {
    if (!/^[A-Za-z0-9]{64}$/.test(apiKey)) throw refusals.badKeyFormat();
    const key = this.#keys.get(apiKey);
    if (key === undefined) throw refusals.badKey();
    if (key.ipAllowList.length > 0 && !key.ipAllowList.includes(remoteAddress)) throw refusals.badKey();
    const signature = params.get("signature");
    if (signature === null || signature === "") throw refusals.missing("signature");
    checkTime(params, now);
    if (!key.isSigned(payload, signature)) throw refusals.badSignature();
    return key;
  }
}

interface Signed {
  readonly apiKey: string;
  readonly remoteAddress: string;
  readonly params: URLSearchParams;
  /** What the signature must be over. */
  readonly payload: string;
  readonly now: UnixMs;
}

/** Throws the refusal of a request outside its window at this time. */
export function checkTime(params: URLSearchParams, now: UnixMs): void {
  const timestamp = wholeNumber(params.get("timestamp"), "timestamp");
  const recvWindow = params.has("recvWindow")
    ? wholeNumber(params.get("recvWindow"), "recvWindow")
    : DEFAULT_RECV_WINDOW_MS;
  if (recvWindow > LONGEST_RECV_WINDOW_MS) throw refusals.longWindow();
  if (timestamp >= now + EARLIEST_AHEAD_MS) throw refusals.ahead();
  if (now - timestamp > recvWindow) throw refusals.outsideWindow();
}

function wholeNumber(text: string | null, name: string): number {
  if (text === null || !/^\d{1,16}$/.test(text)) throw refusals.missing(name);
  return Number(text);
}

function unsigned(text: string): string {
  return text
    .split("&")
    .filter((part) => !part.startsWith("signature="))
    .join("&");
}

const MAKERS: Readonly<Record<BinanceKeyKind, () => Pick<BinanceKey, "isSigned"> & { readonly secret: string }>> = {
  hmac: () => {
    const secret = randomText();
    const isSigned = (payload: string, signature: string) => {
      const wanted = createHmac("sha256", secret).update(payload).digest();
      const given = Buffer.from(signature, "hex");
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    };
    return { secret, isSigned };
  },
  ed25519: () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    return { secret: pem(privateKey), isSigned: verifier(null, createPublicKey(privateKey)) };
  },
  rsa: () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: RSA_BITS });
    return { secret: pem(privateKey), isSigned: verifier("RSA-SHA256", createPublicKey(privateKey)) };
  },
};

function verifier(algorithm: string | null, publicKey: KeyObject) {
  return (payload: string, signature: string) =>
    verify(algorithm, Buffer.from(payload), publicKey, Buffer.from(signature, "base64"));
}

function pem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function randomText(): string {
  return [...randomBytes(KEY_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}
