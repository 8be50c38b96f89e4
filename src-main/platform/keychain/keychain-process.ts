// How is the keychain's process reached? Each shell launches it in its own way.
import type { KeychainRequest } from "./protocol.ts";

/** The driver's calls cannot be interrupted and hold threads, so they run in a process that can be killed. */
export interface KeychainProcess {
  send(request: KeychainRequest): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Told once, also where it could not be started. */
  onExit(listener: () => void): void;
  /** At once, whatever it is doing. */
  kill(): void;
}

export type LaunchKeychainProcess = () => KeychainProcess;

/** What the driver needs to find the keychain; keys and settings in the environment are none of its business. */
const VARIABLES =
  /^(DBUS_SESSION_BUS_ADDRESS|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|HOME|PATH|LANG|LC_ALL|USER|LOGNAME|TMPDIR|TEMP|TMP|SystemRoot|windir|APPDATA|LOCALAPPDATA|USERPROFILE)$/i;

export function keychainEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && VARIABLES.test(name) ? [[name, value]] : [],
    ),
  );
}
