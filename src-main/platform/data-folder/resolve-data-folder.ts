// Which folder holds everything that is kept? The same one for every shell.
import { posix, win32 } from "node:path";
import { EngineError } from "#engine/core/engine-error.ts";

export interface DataFolderChoice {
  readonly path: string;
  /** What decided: for `doctor` and for error messages. */
  readonly chosenBy: "--data-dir" | "SCHWABOT_DATA_DIR" | "XDG_DATA_HOME" | "APPDATA" | "default";
}

export interface DataFolderSources {
  /** Value of `--data-dir`, where given. */
  readonly flag?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly cwd: string;
}

/** Flag, then environment, then the place the operating system names for such data. Throws INPUT_INVALID. */
export function resolveDataFolder({ flag, env, platform, home, cwd }: DataFolderSources): DataFolderChoice {
  const { join, resolve } = platform === "win32" ? win32 : posix;
  const given = (source: string, value: string) => {
    if (value.trim() !== "" && !value.includes("\0")) return resolve(cwd, value);
    throw new EngineError("INPUT_INVALID", `${source}: expected the path of a folder, got ${JSON.stringify(value)}`);
  };
  if (flag !== undefined) return { path: given("--data-dir", flag), chosenBy: "--data-dir" };
  const { SCHWABOT_DATA_DIR: variable, XDG_DATA_HOME: xdg, APPDATA: appData } = env;
  if (variable !== undefined) return { path: given("SCHWABOT_DATA_DIR", variable), chosenBy: "SCHWABOT_DATA_DIR" };
  if (platform === "darwin") {
    return { path: join(home, "Library", "Application Support", "Schwabot"), chosenBy: "default" };
  }
  if (platform === "win32") {
    return appData === undefined || appData === ""
      ? { path: join(home, "AppData", "Roaming", "Schwabot"), chosenBy: "default" }
      : { path: join(appData, "Schwabot"), chosenBy: "APPDATA" };
  }
  // The XDG specification: a relative path is invalid and to be ignored.
  if (xdg?.startsWith("/") === true) return { path: join(xdg, "schwabot"), chosenBy: "XDG_DATA_HOME" };
  return { path: join(home, ".local", "share", "schwabot"), chosenBy: "default" };
}
