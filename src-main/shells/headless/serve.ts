// How does the headless shell run from start to stop?
import { accessSync, constants, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { nodeKeychainLauncher } from "#platform/keychain/node-keychain-process.ts";
import { workerUrl } from "#platform/worker-url.ts";
import type { Settings } from "#shared/domain/settings.ts";
import type { Compose } from "#shells/composition.ts";
import { findRendererFolder, loadRendererBundle } from "#shells/renderer-bundle.ts";
import { createRpcServer } from "#shells/rpc-server.ts";
import type { StartOptions } from "#shells/start-options.ts";
import { VERSION } from "#shells/version.ts";
import { startHttpServer } from "./http-server.ts";
import { canOpenBrowser, openBrowser } from "./open-browser.ts";
import { removeRedirectFile, writeRedirectFile } from "./redirect-file.ts";
import { SESSION_RULES, type SessionKeeper } from "./session-token.ts";

export interface ServeOptions extends StartOptions {
  readonly port: number;
  readonly openBrowser: boolean;
}

export interface ServeParts {
  readonly compose: Compose;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  readonly rendererFolder?: string;
}

export interface Serving extends Stoppable {
  /** Without any code: the address of the page. */
  readonly url: string;
  /** Only its owner can read it; it leads in. */
  readonly redirectFile: string;
  dispose(): Promise<void>;
}

/** Rejects with SYSTEM_ALREADY_RUNNING, SYSTEM_PORT_IN_USE, STORE_ or INPUT_ codes; then nothing is left running. */
export async function serve(options: ServeOptions, parts: ServeParts): Promise<Serving> {
  const bundle = loadRendererBundle(parts.rendererFolder ?? findRendererFolder());
  const { port, openBrowser: wantsBrowser, ...start } = options;
  const composition = await parts.compose({
    ...start,
    shell: "headless",
    version: VERSION,
    desktop: null,
    launchKeychain: nodeKeychainLauncher(workerUrl("keychain")),
  });
  const { context } = composition;
  const running = new DisposableStore(context.logger);
  running.add({ dispose: () => composition.close() });
  try {
    const redirectFile = redirectPlace(options.dataFolder.path);
    const theme = await followTheme(context.settings, running);
    const server = running.add(
      await startHttpServer({
        rpc: createRpcServer(composition.router, context),
        bundle,
        theme,
        clock: context.clock,
        logger: context.logger,
        port,
        onLogin: () => renew(),
      }),
    );
    const renew = keepRedirectFileFresh(server.keeper, context.clock, running, (code) =>
      writeRedirectFile(redirectFile, server.url, code),
    );
    running.add({ dispose: () => removeRedirectFile(redirectFile) });
    parts.say(`Schwabot ${VERSION} runs at ${server.url}/`);
    parts.say(`Open ${redirectFile}`);
    if (wantsBrowser && canOpenBrowser(process.platform, process.env)) {
      openBrowser(redirectFile, (error) => context.logger.warn("No browser could be opened", { error }));
    }
    return { url: server.url, redirectFile, dispose: () => running.dispose() };
  } catch (error) {
    await running.dispose();
    throw error;
  }
}

/** Beside the lock; where nothing can be written there, in a folder of its own that only this user can enter. */
function redirectPlace(dataFolder: string): string {
  const runFolder = join(dataFolder, "run");
  try {
    accessSync(runFolder, constants.W_OK);
    return join(runFolder, "open.html");
  } catch {
    return join(mkdtempSync(join(tmpdir(), "schwabot-")), "open.html");
  }
}

/** The latest theme at hand, because a page is answered at once. */
async function followTheme(
  settings: {
    get(): Settings | Promise<Settings>;
    readonly changes: { subscribe(listener: (settings: Settings) => void): Stoppable };
  },
  running: DisposableStore,
): Promise<() => Settings["theme"]> {
  let { theme } = await settings.get();
  running.add(
    settings.changes.subscribe((changed) => {
      theme = changed.theme;
    }),
  );
  return () => theme;
}

/** The file always holds a code that works: renewed before it ends, and as soon as it was used. */
function keepRedirectFileFresh(
  keeper: SessionKeeper,
  clock: Clock,
  running: DisposableStore,
  write: (code: string) => void,
): () => void {
  const renew = (): void => write(keeper.issueCode());
  renew();
  running.add(clock.every(SESSION_RULES.codeRenewalMs, renew));
  return renew;
}
