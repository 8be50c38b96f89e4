// Is a JSON Web Token good? Checked as Coinbase does: key, algorithm, signature, times, and the request that it is for.
import { verify } from "node:crypto";
import { z } from "zod";
import type { UnixMs } from "#shared/domain/time.ts";
import { headerOf, type VenueRequest } from "../core/http-message.ts";
import { jsonOf } from "./call.ts";
import type { CdpKey } from "./cdp-key.ts";
import { API_HOST, ISSUERS, JWT_LEEWAY_S, JWT_LIFE_S } from "./quirks.ts";

/** `reason` is for the tests' eyes: the venue itself says "Unauthorized" and nothing else. */
type JwtCheck<Key> = { readonly kind: "ok"; readonly key: Key } | { readonly kind: "refused"; readonly reason: string };

const headSchema = z.object({ alg: z.string(), kid: z.string() });
const claimsSchema = z.object({
  sub: z.string(),
  iss: z.string(),
  nbf: z.number().int(),
  exp: z.number().int(),
  uri: z.string().optional(),
  uris: z.array(z.string()).optional(),
});
type Claims = z.infer<typeof claimsSchema>;

/** Of a request, whose token names it. */
export function checkJwt<Key extends CdpKey>(
  request: VenueRequest,
  keys: ReadonlyMap<string, Key>,
  now: UnixMs,
): JwtCheck<Key> {
  const [, token] = /^Bearer (\S+)$/.exec(headerOf(request, "authorization")) ?? [];
  if (token === undefined) return refused("no bearer token");
  return checkToken(token, keys, now, (claims) =>
    urisOf(claims).some((uri) => isFor(uri, request)) ? null : "for another request",
  );
}

/** Of a message to a socket. D (WebSocket authentication): such a token is made without method and path. */
export function checkStreamToken<Key extends CdpKey>(
  token: string,
  keys: ReadonlyMap<string, Key>,
  now: UnixMs,
): JwtCheck<Key> {
  return checkToken(token, keys, now, (claims) => (urisOf(claims).length === 0 ? null : "for a request"));
}

function checkToken<Key extends CdpKey>(
  token: string,
  keys: ReadonlyMap<string, Key>,
  now: UnixMs,
  wrongPurpose: (claims: Claims) => string | null,
): JwtCheck<Key> {
  const [head, claims, signature, ...more] = token.split(".");
  if (head === undefined || claims === undefined || signature === undefined || more.length > 0)
    return refused("a token has three parts");
  const readHead = headSchema.safeParse(decode(head));
  const readClaims = claimsSchema.safeParse(decode(claims));
  if (!readHead.success || !readClaims.success) return refused("head or claims are missing fields");
  const key = keys.get(readHead.data.kid);
  if (key === undefined) return refused("unknown key");
  if (readHead.data.alg !== key.algorithm) return refused(`the key signs with ${key.algorithm}`);
  if (!signatureFits(key, `${head}.${claims}`, signature)) return refused("wrong signature");
  const problem = wrongClaim(readClaims.data, key, now) ?? wrongPurpose(readClaims.data);
  return problem === null ? { kind: "ok", key } : refused(problem);
}

function wrongClaim(claims: Claims, key: CdpKey, now: UnixMs): string | null {
  const seconds = Math.floor(now / 1_000);
  if (claims.sub !== key.name) return "sub is not the key";
  if (!ISSUERS.has(claims.iss)) return "unknown issuer";
  if (claims.exp - claims.nbf > JWT_LIFE_S) return `a token lives ${JWT_LIFE_S} s at most`;
  if (claims.nbf > seconds + JWT_LEEWAY_S) return "not valid yet";
  return claims.exp <= seconds - JWT_LEEWAY_S ? "expired" : null;
}

function urisOf({ uri, uris }: Claims): readonly string[] {
  return [...(uris ?? []), ...(uri === undefined ? [] : [uri])];
}

/**
 * The claim names the host, and a loopback server is not called api.coinbase.com: both its own address and the real name
 * are right here. ccxt takes only `https://` off the address, so `http://` stays in the claim.
 */
function isFor(uri: string, { method, host, path }: VenueRequest): boolean {
  return [API_HOST, host, `http://${host}`].some((place) => uri === `${method} ${place}${path}`);
}

function signatureFits(key: CdpKey, signed: string, signature: string): boolean {
  const bytes = Buffer.from(signature, "base64url");
  return key.algorithm === "EdDSA"
    ? verify(null, Buffer.from(signed), key.publicKey, bytes)
    : verify("sha256", Buffer.from(signed), { key: key.publicKey, dsaEncoding: "ieee-p1363" }, bytes);
}

function decode(part: string): unknown {
  return jsonOf(Buffer.from(part, "base64url").toString("utf8"));
}

const refused = (reason: string): { readonly kind: "refused"; readonly reason: string } => ({
  kind: "refused",
  reason,
});
