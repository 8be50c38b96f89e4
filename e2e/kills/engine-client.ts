// How does a test ask a running engine without a browser? It logs in by the redirect file and speaks the contract over the socket.
import { readFileSync } from "node:fs";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import { WebSocket } from "ws";
import { z } from "zod";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { SESSION_PATH, SOCKET_PATH, SOCKET_PROTOCOL } from "#shared/contract/socket.ts";
import type { EngineProcess } from "../fixtures/engine-process.ts";

export interface EngineClient {
  readonly client: SchwabotClient;
  close(): void;
}

const loginSchema = z.object({ secret: z.string() });

export async function openEngineClient({ url, redirectFile }: EngineProcess): Promise<EngineClient> {
  const code = /#code=([\w-]+)/.exec(readFileSync(redirectFile, "utf8"))?.[1] ?? "";
  const login = await fetch(`${url}${SESSION_PATH}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ code }),
  });
  const { secret } = loginSchema.parse(await login.json());
  const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const socket = new WebSocket(`${url.replace("http", "ws")}${SOCKET_PATH}`, [SOCKET_PROTOCOL, secret], {
    headers: { origin: url, cookie },
    perMessageDeflate: false,
  });
  // It breaks with the engine; whoever waits learns that from the process.
  socket.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("close", () => reject(new Error("The engine closed the socket before it was open.")));
  });
  // The library asks for the browser's socket; `ws` has the members it uses.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient<SchwabotClient>(link), close: () => socket.terminate() };
}
