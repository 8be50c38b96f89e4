// Over which wires do the contract's tests run? A node message channel through the port bridge, and a real socket on loopback.
import { MessageChannel, type MessagePort as NodePort } from "node:worker_threads";
import type { ClientContext, ClientLink } from "@orpc/client";
import { createORPCClient } from "@orpc/client";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";
import { WebSocket } from "ws";
import { router } from "#api/router.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { SESSION_PATH, SOCKET_PATH, SOCKET_PROTOCOL } from "#shared/contract/socket.ts";
import { toChannel } from "#shells/electron/port-bridge.ts";
import { type HeadlessServer, startHttpServer } from "#shells/headless/http-server.ts";
import type { RendererBundle } from "#shells/renderer-bundle.ts";
import { createRpcServer, type FrameChannel } from "#shells/rpc-server.ts";
import { type FakeApi, fakeApi } from "#testing/fake-api-context.ts";

export interface Wire {
  readonly client: SchwabotClient;
  readonly api: FakeApi;
  /** Sends a frame as it is, past the client library. */
  sendRaw(frame: string | Uint8Array): void;
  /** Frames that came back, in order of arrival. */
  readonly received: string[];
  readonly closed: Promise<string>;
  dispose(): Promise<void>;
}

export type OpenWire = () => Promise<Wire>;

export const TRANSPORTS: readonly { readonly name: string; readonly open: OpenWire }[] = [
  { name: "message port", open: openPortWire },
  { name: "websocket", open: openSocketWire },
];

function newApi(): FakeApi {
  return fakeApi({ clock: new SystemClock() });
}

async function openPortWire(): Promise<Wire> {
  const api = newApi();
  const { port1, port2 } = new MessageChannel();
  let tellClosed: (why: string) => void = () => undefined;
  const closed = new Promise<string>((resolve) => {
    tellClosed = resolve;
  });
  createRpcServer(router, api.context).serve(portChannel(port2));
  const received: string[] = [];
  port1.on("message", (frame: string) => received.push(frame));
  port1.on("close", () => tellClosed("closed"));
  return {
    client: makeClient(new PortLink({ port: port1 })),
    api,
    sendRaw: (frame) => port1.postMessage(frame),
    received,
    closed,
    dispose: async () => {
      port1.close();
      await closed;
    },
  };
}

/** Node's port as Electron's MessagePortMain shows it: a listener gets an event, not the value. */
function portChannel(port: NodePort): FrameChannel {
  const shaped = {
    postMessage: (message: unknown) => port.postMessage(message),
    on: (name: "message" | "close", listener: (event: { data: unknown }) => void) => {
      port.on(name, (data: unknown) => listener({ data }));
    },
    close: () => port.close(),
  };
  // Three members of MessagePortMain are all that the bridge uses.
  return toChannel(shaped as unknown as Parameters<typeof toChannel>[0]);
}

export const PAGE = '<!doctype html><html lang="en"><title>t</title></html>';
export const testBundle: RendererBundle = new Map([
  ["/index.html", { contentType: "text/html; charset=utf-8", body: Buffer.from(PAGE), immutable: false }],
  ["/assets/app-1.js", { contentType: "text/javascript; charset=utf-8", body: Buffer.from("1"), immutable: true }],
]);

export async function startTestServer(
  api: FakeApi = newApi(),
  rules: NonNullable<Parameters<typeof startHttpServer>[0]["rules"]> = {},
): Promise<HeadlessServer> {
  return startHttpServer({
    rpc: createRpcServer(router, api.context),
    bundle: testBundle,
    theme: () => "dark",
    clock: api.context.clock,
    logger: api.context.logger,
    port: 0,
    onLogin: () => undefined,
    rules,
  });
}

export interface Login {
  readonly cookie: string;
  readonly secret: string;
}

export async function logIn(server: HeadlessServer): Promise<Login> {
  const response = await fetch(`${server.url}${SESSION_PATH}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url, "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ code: server.keeper.issueCode() }),
  });
  const body: unknown = await response.json();
  const secret = typeof body === "object" && body !== null && "secret" in body ? String(body.secret) : "";
  return { cookie: (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "", secret };
}

export function openSocket(server: HeadlessServer, login: Login): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${server.port}${SOCKET_PATH}`, [SOCKET_PROTOCOL, login.secret], {
    headers: { origin: server.url, cookie: login.cookie },
    perMessageDeflate: false,
  });
}

async function openSocketWire(): Promise<Wire> {
  const api = newApi();
  const server = await startTestServer(api);
  const socket = openSocket(server, await logIn(server));
  const received: string[] = [];
  socket.on("message", (data) => received.push(String(data)));
  const closed = new Promise<string>((resolve) =>
    socket.once("close", (_code, reason) => resolve(reason.toString() === "" ? "closed" : reason.toString())),
  );
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  // The server may cut a hostile test off in the middle of a frame.
  socket.on("error", () => undefined);
  return {
    // The library asks for the browser's socket; `ws` has the members it uses.
    client: makeClient(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket })),
    api,
    sendRaw: (frame) => socket.send(frame),
    received,
    closed,
    dispose: async () => {
      socket.terminate();
      await server.dispose();
    },
  };
}

function makeClient(link: ClientLink<ClientContext>): SchwabotClient {
  return createORPCClient<SchwabotClient>(link);
}
