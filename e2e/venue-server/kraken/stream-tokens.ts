// Which tokens for private sockets has this server given out, and which of them are still good?
import { randomBytes } from "node:crypto";
import type { KrakenKey } from "./key-ring.ts";
import { TOKEN_SECONDS } from "./stream-quirks.ts";

const TOKEN_BYTES = 32;

interface Issued {
  readonly key: KrakenKey;
  readonly at: number;
  /** Subscriptions that stand with it. */
  uses: number;
}

export class KrakenTokens {
  readonly #issued = new Map<string, Issued>();
  readonly #isGood: (key: KrakenKey) => boolean;

  /** `isGood`: whether the key that asked for the token has not been deleted since. */
  constructor(isGood: (key: KrakenKey) => boolean) {
    this.#isGood = isGood;
  }

  issue(key: KrakenKey, now: number): { readonly token: string; readonly expires: number } {
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    this.#issued.set(token, { key, at: now, uses: 0 });
    return { token, expires: TOKEN_SECONDS };
  }

  /** The key whose token it is; null for one that was never given out, is too old, or whose key is gone. */
  keyOf(token: string, now: number): KrakenKey | null {
    const issued = this.#issued.get(token);
    if (issued === undefined || !this.#isGood(issued.key)) return null;
    return issued.uses > 0 || now - issued.at <= TOKEN_SECONDS * 1_000 ? issued.key : null;
  }

  /** A subscription with this token stands until the returned function is called. */
  use(token: string): () => void {
    const issued = this.#issued.get(token);
    if (issued === undefined) return () => undefined;
    issued.uses += 1;
    let over = false;
    return () => {
      if (!over) issued.uses -= 1;
      over = true;
    };
  }
}
