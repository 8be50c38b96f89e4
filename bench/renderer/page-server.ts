// How does the measured page reach the browser? Built by vite from the window's own sources, served on this machine only;
// its sockets get quotes as the page's mode wants them.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { WebSocketServer } from "ws";
import { sendQuotes } from "./quote-sender.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePage(folder: string): Promise<PageServer> {
  await build({
    configFile: false,
    root: path.join(import.meta.dirname, "page"),
    plugins: [react()],
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true, target: "chrome152" },
  });
  const server = createServer((request, response) => {
    const wanted = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = path.join(folder, wanted === "/" ? "index.html" : wanted);
    const type = TYPES[path.extname(file)];
    if (type === undefined || !file.startsWith(folder) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": type }).end(readFileSync(file));
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket, request) => {
    const query = new URL(request.url ?? "/", "http://localhost").searchParams;
    void sendQuotes(socket, Number.parseInt(query.get("rate") ?? "0", 10), query.get("mode") === "product");
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
    });
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
