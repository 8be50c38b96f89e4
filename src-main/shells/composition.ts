// What does a shell ask of the composition, and what does it get? `compose.ts` answers it for every shell alike.
import type { ApiContext, DesktopApi } from "#api/context.ts";
import type { ApiRouter } from "#api/router.ts";
import type { DataFolderChoice } from "#platform/data-folder/resolve-data-folder.ts";
import type { LaunchKeychainProcess } from "#platform/keychain/keychain-process.ts";
import type { VenueId } from "#shared/domain/ids.ts";

/** Where prices and fills come from. */
export type MarketChoice =
  | { readonly kind: "simulated" }
  | { readonly kind: "replay"; readonly folder: string; readonly speed: number };

export interface ComposeOptions {
  readonly shell: "electron" | "headless";
  readonly version: string;
  /** Chosen, not opened yet: composing opens and locks it. */
  readonly dataFolder: DataFolderChoice;
  readonly market: MarketChoice;
  /** Test servers on this computer that stand in for venues in this run. */
  readonly endpoints: ReadonlyMap<VenueId, string>;
  /** How this shell runs the keychain's process. */
  readonly launchKeychain: LaunchKeychainProcess;
  /** Makes the demo profiles at once where there are none yet. */
  readonly demo: boolean;
  /** Null where the shell has no desktop around it. */
  readonly desktop: DesktopApi | null;
}

export interface Composition {
  readonly router: ApiRouter;
  readonly context: ApiContext;
  /** Stops everything that was started, in reverse order, and releases the folder. */
  close(): Promise<void>;
}

/** Rejects with SYSTEM_ALREADY_RUNNING, STORE_ or INPUT_ codes; then nothing is left running. */
export type Compose = (options: ComposeOptions) => Promise<Composition>;
