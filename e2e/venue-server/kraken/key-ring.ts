// Which keys has this server given out, and is a request signed by one of them? Checked in Kraken's order: key, signature,
// nonce, address; the right is the route's matter.
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { UnixMs } from "#shared/domain/time.ts";
import { headerOf, type VenueRequest } from "../core/http-message.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { KrakenRefusal } from "./kraken-refusal.ts";
import { type KrakenRight, type KrakenTier, LOCKOUT, TRADING_RIGHTS } from "./quirks.ts";

/** What a person would paste. */
export interface KrakenCredentials {
  readonly apiKey: string;
  readonly secret: string;
}

export interface KrakenKeyOptions {
  readonly permissions?: readonly KrakenRight[];
  /** Addresses the key may be used from; empty or absent: any. */
  readonly ipAllowList?: readonly string[];
  readonly name?: string;
  readonly account?: VenueAccount;
  readonly tier?: KrakenTier;
  /** Until when the key is good. */
  readonly validUntil?: UnixMs;
}

export interface KrakenKey {
  readonly credentials: KrakenCredentials;
  readonly account: VenueAccount;
  readonly permissions: readonly KrakenRight[];
  readonly ipAllowList: readonly string[];
  readonly name: string;
  readonly tier: KrakenTier;
  readonly validUntil: UnixMs | null;
  readonly createdAt: UnixMs;
  lastNonce: bigint;
  lastUsed: UnixMs | null;
}

const NONCE = /^\d{1,20}$/;
const LARGEST_NONCE = 2n ** 64n - 1n;

export class KrakenKeyRing {
  readonly #keys = new Map<string, KrakenKey>();
  #failures = 0;
  #lockedUntil = 0;

  add(options: KrakenKeyOptions, account: VenueAccount, tier: KrakenTier, now: UnixMs): KrakenCredentials {
    const credentials = { apiKey: randomBytes(42).toString("base64"), secret: randomBytes(64).toString("base64") };
    this.#keys.set(credentials.apiKey, {
      credentials,
      account: options.account ?? account,
      permissions: options.permissions ?? TRADING_RIGHTS,
      ipAllowList: options.ipAllowList ?? [],
      name: options.name ?? `key-${this.#keys.size + 1}`,
      tier: options.tier ?? tier,
      validUntil: options.validUntil ?? null,
      createdAt: now,
      lastNonce: 0n,
      lastUsed: null,
    });
    return credentials;
  }

  /** Undefined for one that was never given out, or has been deleted. */
  find(apiKey: string): KrakenKey | undefined {
    return this.#keys.get(apiKey);
  }

  /** As if the person had deleted it at the venue. */
  revoke(apiKey: string): void {
    this.#keys.delete(apiKey);
  }

  /** The key that signed this request. Throws the venue's refusal. */
  check(request: VenueRequest, params: URLSearchParams, now: UnixMs): KrakenKey {
    if (now < this.#lockedUntil) throw new KrakenRefusal("EGeneral:Temporary lockout");
    const key = this.#keys.get(headerOf(request, "api-key"));
    if (key === undefined || (key.validUntil !== null && now > key.validUntil)) {
      this.#failures += 1;
      if (this.#failures >= LOCKOUT.after) {
        this.#failures = 0;
        this.#lockedUntil = now + LOCKOUT.forMs;
      }
      throw new KrakenRefusal("EAPI:Invalid key");
    }
    this.#failures = 0;
    const nonce = params.get("nonce") ?? "";
    if (!isSigned(request, nonce, key.credentials.secret)) throw new KrakenRefusal("EAPI:Invalid signature");
    // The window of a new key is 0: each nonce must be greater than the last.
    if (!NONCE.test(nonce) || BigInt(nonce) > LARGEST_NONCE || BigInt(nonce) <= key.lastNonce)
      throw new KrakenRefusal("EAPI:Invalid nonce");
    key.lastNonce = BigInt(nonce);
    if (key.ipAllowList.length > 0 && !key.ipAllowList.includes(request.remoteAddress))
      throw new KrakenRefusal("EGeneral:Permission denied");
    key.lastUsed = now;
    return key;
  }
}

/** HMAC-SHA512 with the decoded secret, over path and SHA-256 of nonce and body. */
function isSigned(request: VenueRequest, nonce: string, secret: string): boolean {
  const inner = createHash("sha256")
    .update(nonce + request.body)
    .digest();
  const wanted = createHmac("sha512", Buffer.from(secret, "base64"))
    .update(Buffer.concat([Buffer.from(request.path), inner]))
    .digest();
  const given = Buffer.from(headerOf(request, "api-sign"), "base64");
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
