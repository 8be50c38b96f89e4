// Where may a window go? Nowhere but its own pages; links leave through the system's browser, from the allow-list.
import { type App, shell, type WebContents } from "electron";
import type { Logger } from "#engine/ports/logger.ts";
import { isAppUrl } from "./app-origin.ts";
import { toExternalLink } from "./external-links.ts";

/** Confines every web contents there will ever be, also those nobody foresaw. */
export function confineNavigation(app: App, logger: Logger): void {
  app.on("web-contents-created", (_event, contents) => confine(contents, logger));
}

function confine(contents: WebContents, logger: Logger): void {
  const keepInside = (event: { readonly url: string; preventDefault(): void }): void => {
    if (isAppUrl(event.url)) return;
    event.preventDefault();
    logger.warn("A navigation was prevented", { url: event.url.slice(0, 200) });
  };
  contents.on("will-navigate", keepInside);
  contents.on("will-redirect", keepInside);
  contents.on("will-frame-navigate", keepInside);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const link = toExternalLink(url);
    if (link === null) logger.warn("A new window was refused", { url: url.slice(0, 200) });
    else shell.openExternal(link).catch((error: unknown) => logger.warn("A link could not be opened", { error }));
    return { action: "deny" };
  });
}
