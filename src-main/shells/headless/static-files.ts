// How does the page reach the browser? Read only, from memory; it carries no data, so it needs no session.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Settings } from "#shared/domain/settings.ts";
import { findFile, type RendererBundle } from "#shells/renderer-bundle.ts";

const MAX_URL = 2_048;

export type StaticFiles = (request: IncomingMessage, response: ServerResponse) => void;

export function createStaticFiles(bundle: RendererBundle, theme: () => Settings["theme"]): StaticFiles {
  return (request, response) => {
    const path = readPath(request.url);
    if (path === undefined) {
      answer(response, 400, "This address cannot be read.");
      return;
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      answer(response, 405, "Pages are read with GET.");
      return;
    }
    const file = findFile(bundle, path, theme());
    if (file === undefined) {
      answer(response, 404, "There is no such page.");
      return;
    }
    response.statusCode = 200;
    response.setHeader("content-type", file.contentType);
    response.setHeader("content-length", file.body.byteLength);
    response.setHeader("cache-control", file.immutable ? "private, max-age=31536000, immutable" : "no-store");
    if (request.method === "HEAD") response.end();
    else response.end(file.body);
  };
}

/** The path as it was sent, without query. Names in the bundle are plain, so nothing is decoded and `..` matches nothing. */
function readPath(url: string | undefined): string | undefined {
  if (url === undefined || url.length > MAX_URL || !url.startsWith("/")) return undefined;
  const [path] = url.split("?", 1);
  return path !== undefined && /^\/[\w./-]*$/.test(path) ? path : undefined;
}

export function answer(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  response.end(`${text}\n`);
}
