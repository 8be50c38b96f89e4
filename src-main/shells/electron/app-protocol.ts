// How does our window get its files? From app://schwabot, out of memory, with the policy on every answer; never from file://.
import type { CustomScheme } from "electron";
import type { Settings } from "#shared/domain/settings.ts";
import { securityHeaders } from "#shells/content-security-policy.ts";
import { findFile, type RendererBundle } from "#shells/renderer-bundle.ts";
import { APP_SCHEME, isAppUrl } from "./app-origin.ts";

/** Registered before the app is ready. Standard: paths resolve; secure: a trustworthy origin. Nothing else is granted. */
export const APP_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false, bypassCSP: false },
};

const HEADERS = securityHeaders("'none'");

export type AppProtocolHandler = (request: Request) => Response;

export function createAppProtocol(bundle: RendererBundle, theme: () => Settings["theme"]): AppProtocolHandler {
  return (request) => {
    if (!isAppUrl(request.url)) return refuse(403, "This is not the program's own address.");
    if (request.method !== "GET") return refuse(405, "Files are read with GET.");
    // Looked up as it is written: the bundle's names are plain, so an encoded or climbing path matches none.
    const file = findFile(bundle, new URL(request.url).pathname, theme());
    if (file === undefined) return refuse(404, "There is no such file.");
    return new Response(file.body, { status: 200, headers: { ...HEADERS, "content-type": file.contentType } });
  };
}

function refuse(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...HEADERS, "content-type": "text/plain; charset=utf-8" } });
}
