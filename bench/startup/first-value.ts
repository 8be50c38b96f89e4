// When is the first value on the screen? The large figure of the Overview holds an amount and the frame with it was drawn.
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright";
import { type ServedProgram, whenOpen } from "./served-program.ts";

const LIMIT_MS = 30_000;
/** Runs in the page before its own scripts. */
const WATCH = `
  const seen = (text) => /\\d/.test(text ?? "");
  const look = () => {
    if (!seen(document.querySelector(".fig")?.textContent)) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => globalThis.tellFirstValue(Date.now()), 0));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, characterData: true });
`;

export interface WatchedPage {
  readonly page: Page;
  /** Wall clock time of the first value's paint, as the page told it. */
  readonly painted: Promise<number>;
}

/** An empty page in a browser that is open, ready to be led to the program. */
export async function emptyPage(browser: Browser): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: "UTC" });
  const painted = new Promise<number>((resolve) => {
    void context.exposeFunction("tellFirstValue", resolve);
  });
  await context.addInitScript(WATCH);
  const page = await context.newPage();
  await page.goto("about:blank");
  return { page, painted };
}

/** Leads the page in as soon as the program may be opened. */
export async function firstValueAt({ page, painted }: WatchedPage, program: ServedProgram): Promise<number> {
  await whenOpen(program);
  // The page it leads to takes its place before this one counts as loaded.
  await page.goto(pathToFileURL(program.redirectFile).href, { waitUntil: "commit" });
  const late = AbortSignal.timeout(LIMIT_MS);
  return Promise.race([
    painted,
    new Promise<never>((_, reject) => {
      late.addEventListener("abort", () => reject(new Error(`No value on the screen after ${LIMIT_MS} ms`)));
    }),
  ]);
}
