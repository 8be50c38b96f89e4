// How does the page log in? POST /session swaps the code for cookie and secret; GET /session tells whether they still hold.
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Logger } from "#engine/ports/logger.ts";
import { SECRET_HEADER } from "#shared/contract/socket.ts";
import { checkCall } from "./origin-check.ts";
import { SESSION_RULES, type SessionKeeper } from "./session-token.ts";
import { answer } from "./static-files.ts";

const MAX_BODY_BYTES = 65_536;

const loginBody = z.strictObject({ code: z.string().min(1).max(256) });

export interface SessionRouteOptions {
  readonly keeper: SessionKeeper;
  /** Name of the cookie; it carries the instance, because cookies do not know ports. */
  readonly cookieName: string;
  readonly logger: Logger;
  /** The code was used: the file that holds it has served. */
  readonly onLogin: () => void;
}

export type SessionRoute = (request: IncomingMessage, response: ServerResponse, ownOrigin: string) => Promise<void>;

export function createSessionRoute(options: SessionRouteOptions): SessionRoute {
  const { keeper, cookieName, logger } = options;

  const logIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!/^application\/json(;|$)/.test(request.headers["content-type"] ?? "")) {
      answer(response, 415, "The code is sent as JSON.");
      return;
    }
    const body = await readBody(request);
    if (body === "tooLarge") {
      // The rest of the body is not waited for.
      response.setHeader("connection", "close");
      answer(response, 413, `A body may hold ${MAX_BODY_BYTES} bytes.`);
      return;
    }
    const parsed = loginBody.safeParse(parseJson(body));
    if (!parsed.success) {
      answer(response, 400, 'Expected {"code": "…"}.');
      return;
    }
    const outcome = keeper.redeem(parsed.data.code, readCookie(request.headers.cookie, cookieName));
    if (outcome.kind === "locked") {
      response.setHeader("retry-after", Math.ceil(outcome.leftMs / 1_000));
      answer(response, 429, "Too many wrong codes; wait a minute, then open the redirect file again.");
      return;
    }
    if (outcome.kind === "refused") {
      logger.warn("A log-in with a wrong or old code was refused");
      answer(response, 401, "This code is not valid: used, older than 60 seconds, or wrong.");
      return;
    }
    options.onLogin();
    const maxAge = Math.floor(Math.min(outcome.leftMs, SESSION_RULES.sessionLifeMs) / 1_000);
    response.setHeader(
      "set-cookie",
      `${cookieName}=${outcome.cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge}`,
    );
    response.statusCode = 200;
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.setHeader("cache-control", "no-store");
    response.end(JSON.stringify({ secret: outcome.secret }));
  };

  const tellState = (request: IncomingMessage, response: ServerResponse): void => {
    const secret = request.headers[SECRET_HEADER];
    const session = keeper.check(
      readCookie(request.headers.cookie, cookieName),
      typeof secret === "string" ? secret : undefined,
    );
    if (session === null) answer(response, 401, "This tab is not logged in.");
    else answer(response, 200, "This tab is logged in.");
  };

  return async (request, response, ownOrigin) => {
    const isLogin = request.method === "POST";
    if (!isLogin && request.method !== "GET") {
      response.setHeader("allow", "GET, POST");
      answer(response, 405, "A session is opened with POST.");
      return;
    }
    // Browsers send no Origin with a same-origin GET; Sec-Fetch-Site and the secret's own header cover that case.
    const origin = isLogin ? request.headers.origin : (request.headers.origin ?? ownOrigin);
    const verdict = checkCall({ ...request.headers, origin }, ownOrigin);
    if (!verdict.ok) answer(response, verdict.status, verdict.reason);
    else if (isLogin) await logIn(request, response);
    else tellState(request, response);
  };
}

async function readBody(request: IncomingMessage): Promise<string | "tooLarge"> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving early must not tear down the connection: the refusal still has to be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).byteLength;
    if (bytes > MAX_BODY_BYTES) return "tooLarge";
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The one cookie of that name; sent twice, none counts. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const values = (header ?? "")
    .split(";")
    .map((part) => part.trim().split("="))
    .flatMap(([key, ...value]) => (key === name ? [value.join("=")] : []));
  return values.length === 1 ? values[0] : undefined;
}
