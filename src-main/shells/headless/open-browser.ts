// Is there a browser to open, and how? Failing to open one is no failure: the path was printed.
import { spawn } from "node:child_process";

type Environment = Readonly<Record<string, string | undefined>>;

/** Not where nobody could see it: in automation, or on Linux without a display. */
export function canOpenBrowser(platform: NodeJS.Platform, environment: Environment): boolean {
  if (environment.CI !== undefined && environment.CI !== "" && environment.CI !== "false") return false;
  if (platform === "linux") return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
  return true;
}

/** The system's own way to open a file. The file's path is an argument of its own: no shell reads it. */
export function openCommand(platform: NodeJS.Platform, file: string): readonly [string, readonly string[]] {
  if (platform === "darwin") return ["open", [file]];
  if (platform === "win32") return ["rundll32", ["url.dll,FileProtocolHandler", file]];
  return ["xdg-open", [file]];
}

export function openBrowser(file: string, onFailure: (error: Error) => void): void {
  const [command, args] = openCommand(process.platform, file);
  const child = spawn(command, args, { detached: true, stdio: "ignore", shell: false });
  child.once("error", onFailure);
  child.unref();
}
