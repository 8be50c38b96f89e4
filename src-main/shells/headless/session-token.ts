// Who is logged in? A one-time code opens a session; a session is a cookie and, besides it, a secret per tab.
// Only digests are kept, in memory: a restart logs everyone out.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "#engine/ports/clock.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

export const SESSION_RULES = {
  codeLifeMs: MINUTE_MS,
  /** A fresh code is written this often, so that the redirect file always opens the page. */
  codeRenewalMs: 45 * SECOND_MS,
  maxCodes: 2,
  sessionLifeMs: 12 * HOUR_MS,
  maxFailures: 5,
  lockMs: MINUTE_MS,
  /** Tabs of one session, and sessions: far beyond one person's use. The oldest goes. */
  maxSecrets: 16,
  maxSessions: 16,
} as const;

const TOKEN_BYTES = 32;

interface Session {
  readonly cookieDigest: Buffer;
  readonly expiresAtMs: number;
  readonly secretDigests: Buffer[];
}

/** Ends at a fixed time, whatever is done with it. */
export interface SessionView {
  readonly leftMs: number;
}

export type Redemption =
  | { readonly kind: "ok"; readonly cookie: string; readonly secret: string; readonly leftMs: number }
  | { readonly kind: "refused" }
  | { readonly kind: "locked"; readonly leftMs: number };

export class SessionKeeper {
  readonly #clock: Pick<Clock, "monotonicMs">;
  #codes: { readonly digest: Buffer; readonly expiresAtMs: number }[] = [];
  #failures = 0;
  #lockedUntilMs: number | null = null;
  #sessions: Session[] = [];

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** A new code. The one before stays good for its own 60 s, for the browser that has just read it. */
  issueCode(): string {
    const code = newToken();
    this.#codes.push({ digest: digest(code), expiresAtMs: this.#clock.monotonicMs() + SESSION_RULES.codeLifeMs });
    this.#codes.splice(0, this.#codes.length - SESSION_RULES.maxCodes);
    return code;
  }

  /** Swaps the code for a session. With a valid cookie the tab joins that session, so that its other tabs stay logged in. */
  redeem(code: string, cookie: string | undefined): Redemption {
    const now = this.#clock.monotonicMs();
    if (this.#lockedUntilMs !== null && now < this.#lockedUntilMs) {
      return { kind: "locked", leftMs: this.#lockedUntilMs - now };
    }
    const candidate = digest(code);
    this.#codes = this.#codes.filter((issued) => issued.expiresAtMs > now);
    // Every code is compared, so that the time taken does not tell which one was near.
    const [used] = this.#codes.filter((issued) => isSame(issued.digest, candidate));
    if (used === undefined) return this.#fail(now);
    this.#codes = this.#codes.filter((issued) => issued !== used);
    this.#failures = 0;
    const secret = newToken();
    const joined = this.#findSession(cookie);
    if (joined !== null && cookie !== undefined) {
      joined.secretDigests.push(digest(secret));
      joined.secretDigests.splice(0, joined.secretDigests.length - SESSION_RULES.maxSecrets);
      return { kind: "ok", cookie, secret, leftMs: joined.expiresAtMs - now };
    }
    const newCookie = newToken();
    const expiresAtMs = now + SESSION_RULES.sessionLifeMs;
    this.#sessions.push({ cookieDigest: digest(newCookie), expiresAtMs, secretDigests: [digest(secret)] });
    this.#sessions.splice(0, this.#sessions.length - SESSION_RULES.maxSessions);
    return { kind: "ok", cookie: newCookie, secret, leftMs: SESSION_RULES.sessionLifeMs };
  }

  /** The session that both values belong to; null where either is missing, wrong or expired. */
  check(cookie: string | undefined, secret: string | undefined): SessionView | null {
    const session = this.#findSession(cookie);
    if (session === null || secret === undefined) return null;
    const candidate = digest(secret);
    const known = session.secretDigests.filter((kept) => isSame(kept, candidate)).length > 0;
    return known ? { leftMs: session.expiresAtMs - this.#clock.monotonicMs() } : null;
  }

  #fail(now: number): Redemption {
    this.#failures += 1;
    if (this.#failures < SESSION_RULES.maxFailures) return { kind: "refused" };
    this.#failures = 0;
    this.#lockedUntilMs = now + SESSION_RULES.lockMs;
    return { kind: "refused" };
  }

  #findSession(cookie: string | undefined): Session | null {
    const now = this.#clock.monotonicMs();
    this.#sessions = this.#sessions.filter((session) => session.expiresAtMs > now);
    if (cookie === undefined) return null;
    const candidate = digest(cookie);
    return this.#sessions.filter((session) => isSame(session.cookieDigest, candidate))[0] ?? null;
  }
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

function digest(value: string): Buffer {
  return createHash("sha256").update(value, "utf8").digest();
}

/** In constant time; digests have one length. */
function isSame(left: Buffer, right: Buffer): boolean {
  return timingSafeEqual(left, right);
}
