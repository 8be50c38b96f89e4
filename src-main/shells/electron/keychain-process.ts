// How is the keychain's process launched under Electron? As a utility process: running it as plain Node is switched off there.
import { fileURLToPath } from "node:url";
import { utilityProcess } from "electron";
import { keychainEnvironment, type LaunchKeychainProcess } from "#platform/keychain/keychain-process.ts";

/** `entry` is `workerUrl("keychain")`. Electron must be ready before the first launch. */
export function electronKeychainLauncher(entry: URL): LaunchKeychainProcess {
  return () => {
    const child = utilityProcess.fork(fileURLToPath(entry), [], {
      env: keychainEnvironment(process.env),
      execArgv: [],
      // What libraries print could quote a secret.
      stdio: "ignore",
      serviceName: "Schwabot keychain",
    });
    return {
      send: (request) => child.postMessage(request),
      onMessage: (listener) => {
        child.on("message", listener);
      },
      onExit: (listener) => {
        child.once("exit", listener);
      },
      kill: () => {
        // One that has not come up yet cannot be ended before it has.
        if (!child.kill()) child.once("spawn", () => child.kill());
      },
    };
  };
}
