// How is the keychain's process launched where Node runs the program (headless shell, command line, tests)?
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { keychainEnvironment, type LaunchKeychainProcess } from "./keychain-process.ts";

/** `entry` is `workerUrl("keychain")`. */
export function nodeKeychainLauncher(entry: URL, environment: NodeJS.ProcessEnv = process.env): LaunchKeychainProcess {
  return () => {
    const child = fork(fileURLToPath(entry), [], {
      env: keychainEnvironment(environment),
      execArgv: [],
      // What libraries print could quote a secret.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "json",
    });
    // Whoever waits for an answer keeps the program alive by the time limit; the process itself must not.
    child.unref();
    child.channel?.unref();
    return {
      send: (request) => {
        // A closed channel is told by `exit`.
        child.send(request, () => undefined);
      },
      onMessage: (listener) => {
        child.on("message", listener);
      },
      onExit: (listener) => {
        child.once("error", listener);
        child.once("exit", listener);
      },
      kill: () => {
        child.kill("SIGKILL");
      },
    };
  };
}
