// Where is everything kept? What was said, else what the environment says, else where the system keeps such things.
import { homedir } from "node:os";
import { posix, resolve, win32 } from "node:path";

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Always absolute; the folder need not exist yet. */
export function resolveDataDir(given: string | undefined, surroundings: Surroundings = here()): string {
  return resolve(given ?? surroundings.environment.SCHWABOT_DATA_DIR ?? usualPlace(surroundings));
}

function usualPlace({ platform, environment, home }: Surroundings): string {
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "Schwabot");
  if (platform === "win32") {
    return win32.join(environment.APPDATA ?? win32.join(home, "AppData", "Roaming"), "Schwabot");
  }
  const base = environment.XDG_DATA_HOME;
  // The standard says that a relative value is to be ignored.
  return posix.join(base?.startsWith("/") ? base : posix.join(home, ".local", "share"), "schwabot");
}

function here(): Surroundings {
  return { platform: process.platform, environment: process.env, home: homedir() };
}
