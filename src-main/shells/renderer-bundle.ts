// Which files make up the window? All read once into memory: a path that is not in this map does not exist.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, resolve, sep } from "node:path";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Settings } from "#shared/domain/settings.ts";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};

export interface BundleFile {
  readonly contentType: string;
  readonly body: Buffer<ArrayBuffer>;
  /** Its name holds a hash of its content, so it never changes under that name. */
  readonly immutable: boolean;
}

/** By URL path, like `/assets/index-1a2b3c4d.js`. */
export type RendererBundle = ReadonlyMap<string, BundleFile>;

export const INDEX_PATH = "/index.html";

/** Where the build puts the window, seen from a bundle, a chunk of it, or this source file. */
const PLACES = ["../renderer", "../../renderer", "../../out/renderer"] as const;

export function findRendererFolder(): string {
  const places = PLACES.map((place) => resolve(import.meta.dirname, place));
  return (
    places.find((place) => existsSync(join(place, "index.html"))) ??
    resolve(import.meta.dirname, import.meta.url.endsWith(".ts") ? PLACES[2] : PLACES[0])
  );
}

/** Throws SYSTEM_INTERNAL where the window was not built. */
export function loadRendererBundle(folder: string): RendererBundle {
  const bundle = new Map<string, BundleFile>();
  for (const file of listFiles(folder)) {
    const contentType = CONTENT_TYPES[extname(file).toLowerCase()];
    // Source maps and anything unforeseen are not part of the window.
    if (contentType === undefined) continue;
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    bundle.set(path, { contentType, body: readFileSync(file), immutable: path.startsWith("/assets/") });
  }
  if (!bundle.has(INDEX_PATH)) throw notBuilt(folder);
  return bundle;
}

function listFiles(folder: string): string[] {
  try {
    // Only plain files: a link could lead out of the folder.
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    throw notBuilt(folder, error);
  }
}

function notBuilt(folder: string, cause?: unknown): EngineError {
  return new EngineError("SYSTEM_INTERNAL", `The window's files are missing in ${folder}: run npm run build first.`, {
    cause,
  });
}

/** The file under a URL path; `/` is the page. The page carries the theme, so that no wrong one flashes. */
export function findFile(bundle: RendererBundle, path: string, theme: Settings["theme"]): BundleFile | undefined {
  if (path !== "/" && path !== INDEX_PATH) return bundle.get(path);
  const page = bundle.get(INDEX_PATH);
  if (page === undefined || theme === "system") return page;
  return { ...page, body: Buffer.from(page.body.toString("utf8").replace("<html ", `<html data-theme="${theme}" `)) };
}
