// Where does a command that runs beside the program find the key of the journal's seals?
import type { SecretStore } from "#engine/ports/secret-store.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { nodeKeychainLauncher } from "#platform/keychain/node-keychain-process.ts";
import { openSecretStore, SECRET_SPACES } from "#platform/secrets/open-secret-store.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { QUIET_LOGGER } from "./quiet-logger.ts";

const SPACES = Object.keys(SECRET_SPACES) as readonly (keyof typeof SECRET_SPACES)[];

/** Reads only. A folder that was used with test servers on this computer has its key apart, so both places are looked into. */
export function openSealSecrets(dataFolder: string): Pick<SecretStore, "read" | "close"> {
  const clock = new SystemClock();
  // What is read is printed nowhere: only whether it fits is.
  const guard = { register: () => undefined };
  const stores = SPACES.map((space) =>
    openSecretStore({
      ...{ dataFolder, space, clock, guard, logger: QUIET_LOGGER },
      launch: nodeKeychainLauncher(workerUrl("keychain")),
    }),
  );
  return {
    read: async (name) => {
      for (const store of stores) {
        const secret = await store.read(name);
        if (secret !== null) return secret;
      }
      return null;
    },
    close: async () => {
      for (const store of stores) await store.close();
    },
  };
}
