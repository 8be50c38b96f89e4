// How does a request reach a venue on this computer, and what can happen to it on the way there and back?
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { decimal } from "#shared/domain/decimal.ts";
import type { VenueClock } from "./clock.ts";
import type { Fault, Faults } from "./faults.ts";
import { jsonReply, type VenueReply, type VenueRequest } from "./http-message.ts";
import { isLoopback } from "./loopback.ts";
import type { RequestLog } from "./request-log.ts";

const LARGEST_BODY = 1_000_000;

export interface HttpServerOptions {
  readonly clock: VenueClock;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly answer: (request: VenueRequest) => VenueReply;
  /** The venue's own body for a status that a fault asks for. */
  readonly statusReply: (status: number) => VenueReply;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Takes WebSocket handshakes; without it they are refused as Node does. */
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface HttpServer {
  /** Like `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Ends the connections that a caller keeps and asks nothing on. */
  closeIdle(): void;
  close(): Promise<void>;
}

export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    serve(options, incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent || outgoing.destroyed) return;
      // A bug of this server must look like one, not like the venue.
      outgoing.writeHead(599, { "content-type": "text/plain" });
      outgoing.end(`venue server bug: ${error instanceof Error ? error.stack : String(error)}`);
    });
  });
  if (options.onUpgrade !== undefined) server.on("upgrade", options.onUpgrade);
  // An idle connection that ends just as the caller uses it again would look like a fault that nobody planted.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", () => resolve());
  });
  // A server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    closeIdle: () => server.closeIdleConnections(),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function serve(options: HttpServerOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const remoteAddress = incoming.socket.remoteAddress ?? "";
  if (!isLoopback(remoteAddress)) {
    incoming.socket.destroy();
    return;
  }
  const text = await readBody(incoming);
  if (text === null) {
    send(outgoing, jsonReply(413, { error: "body too large" }));
    return;
  }
  const plain = readRequest(incoming, remoteAddress, text);
  const faults = options.faults.take(plain);
  const find = <K extends Fault["kind"]>(kind: K) =>
    faults.find((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);

  const delay = find("delay");
  if (delay !== undefined) await options.clock.sleep(delay.delayMs);
  const entry = options.requests.add(options.clock.now(), plain);
  if (find("reset") !== undefined) {
    incoming.socket.resetAndDestroy();
    return;
  }
  if (find("dropRequest") !== undefined) {
    incoming.socket.destroy();
    return;
  }
  const status = find("status");
  const share = find("partialFill");
  const instead = status === undefined ? null : statusReply(options, status);
  const request = share === undefined ? plain : { ...plain, fillShare: decimal(share.share) };
  let reply = instead !== null && status?.executed !== true ? instead : options.answer(request);
  if (instead !== null) reply = instead;
  const alter = find("alter");
  if (alter !== undefined) reply = { ...reply, body: JSON.stringify(alter.change(JSON.parse(reply.body))) };
  const broken = find("text");
  if (broken !== undefined)
    reply = {
      status: 200,
      headers: { "content-type": broken.contentType ?? "application/json" },
      body: broken.text,
    };
  const late = find("delayReply");
  if (late !== undefined) await options.clock.sleep(late.delayMs);
  if (find("dropReply") !== undefined) {
    incoming.socket.destroy();
    return;
  }
  entry.status = reply.status;
  send(outgoing, reply);
}

function statusReply(options: HttpServerOptions, fault: Extract<Fault, { kind: "status" }>): VenueReply {
  const own = options.statusReply(fault.status);
  return {
    status: fault.status,
    headers: { ...own.headers, ...fault.headers },
    body: fault.body ?? own.body,
  };
}

function readRequest(incoming: IncomingMessage, remoteAddress: string, body: string): VenueRequest {
  const target = incoming.url ?? "/";
  const cut = target.indexOf("?");
  const queryText = cut === -1 ? "" : target.slice(cut + 1);
  return {
    method: incoming.method ?? "GET",
    path: cut === -1 ? target : target.slice(0, cut),
    queryText,
    query: new URLSearchParams(queryText),
    body,
    headers: incoming.headers,
    host: incoming.headers.host ?? "",
    remoteAddress: remoteAddress.replace("::ffff:", ""),
    fillShare: null,
  };
}

async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    // A request without an encoding gives buffers.
    const bytes = part as Buffer;
    size += bytes.length;
    if (size > LARGEST_BODY) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString("utf8");
}

function send(outgoing: ServerResponse, reply: VenueReply): void {
  outgoing.writeHead(reply.status, { ...reply.headers, "content-length": Buffer.byteLength(reply.body) });
  outgoing.end(reply.body);
}
