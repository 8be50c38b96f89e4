// How is the program reached from a browser on this machine, and from nowhere else?
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { SESSION_PATH } from "#shared/contract/socket.ts";
import type { Settings } from "#shared/domain/settings.ts";
import { securityHeaders } from "#shells/content-security-policy.ts";
import type { RendererBundle } from "#shells/renderer-bundle.ts";
import type { RpcServer } from "#shells/rpc-server.ts";
import { checkHost } from "./origin-check.ts";
import { createSessionRoute } from "./session-route.ts";
import { SessionKeeper } from "./session-token.ts";
import { answer, createStaticFiles } from "./static-files.ts";
import { createWebSocketBridge } from "./websocket-bridge.ts";

const LOOPBACK = "127.0.0.1";

/** A browser on the same machine needs milliseconds; whoever takes longer is holding a connection open on purpose. */
export const SERVER_RULES = {
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  keepAliveTimeoutMs: 5_000,
  checkIntervalMs: 1_000,
  maxHeaderBytes: 16_384,
  maxConnections: 128,
} as const;

export interface HttpServerOptions {
  readonly rpc: RpcServer;
  readonly bundle: RendererBundle;
  readonly theme: () => Settings["theme"];
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0: any free port. */
  readonly port: number;
  /** Someone logged in: the code in the redirect file is used. */
  readonly onLogin: () => void;
  /** Shorter in tests. */
  readonly rules?: Partial<Record<keyof typeof SERVER_RULES, number>>;
}

export interface HeadlessServer extends Stoppable {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly cookieName: string;
  readonly keeper: SessionKeeper;
  readonly openSockets: () => number;
  dispose(): Promise<void>;
}

/** Rejects with SYSTEM_PORT_IN_USE. */
export async function startHttpServer(options: HttpServerOptions): Promise<HeadlessServer> {
  const { clock, logger } = options;
  const rules = { ...SERVER_RULES, ...options.rules };
  const headers = securityHeaders("'self'");
  const keeper = new SessionKeeper(clock);
  const cookieName = `schwabot-${randomBytes(8).toString("hex")}`;
  const session = createSessionRoute({ keeper, cookieName, logger, onLogin: options.onLogin });
  const files = createStaticFiles(options.bundle, options.theme);
  let port = options.port;
  const bridge = createWebSocketBridge({
    rpc: options.rpc,
    keeper,
    cookieName,
    clock,
    logger,
    port: () => port,
    headers,
  });

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const host = checkHost(request.rawHeaders, request.headers, port);
    if (!host.ok) return answer(response, host.status, host.reason);
    if (request.url === SESSION_PATH) return session(request, response, host.origin);
    return files(request, response);
  };

  const server = createServer(
    {
      maxHeaderSize: rules.maxHeaderBytes,
      headersTimeout: rules.headersTimeoutMs,
      requestTimeout: rules.requestTimeoutMs,
      keepAliveTimeout: rules.keepAliveTimeoutMs,
      connectionsCheckingInterval: rules.checkIntervalMs,
    },
    (request, response) => {
      respond(request, response).catch((error: unknown) => {
        logger.error("A request failed", { error });
        if (response.headersSent) response.destroy();
        else answer(response, 500, "The program made a mistake; its log says more.");
      });
    },
  );
  server.maxConnections = rules.maxConnections;
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    bridge.upgrade(request, socket, head),
  );

  port = await listen(server, options.port);
  return {
    port,
    url: `http://${LOOPBACK}:${port}`,
    cookieName,
    keeper,
    openSockets: () => bridge.openSockets,
    dispose: async () => {
      await bridge.dispose();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      reject(
        taken
          ? new EngineError("SYSTEM_PORT_IN_USE", `Port ${port} is taken or not allowed: choose another --port.`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new EngineError("SYSTEM_INTERNAL", "The server has no address."));
    });
  });
}
