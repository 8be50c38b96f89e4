// How does a test get a real gnome-keyring that nobody else sees? Its own D-Bus session, its own folders, its own password.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PASSWORD = "password of a test";

/** Why there can be none on this machine; null where there can. */
export function whyNoKeyring(): string | null {
  const missing = ["dbus-run-session", "gnome-keyring-daemon"].filter(
    (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  return missing.length === 0 ? null : `${missing.join(" and ")} not installed`;
}

/** Folders in which a keyring lies; several sessions may use them one after another. */
export class KeyringHome {
  readonly #folder = mkdtempSync(join(tmpdir(), "keyring-"));
  readonly environment: NodeJS.ProcessEnv;

  constructor() {
    const at = (name: string): string => {
      mkdirSync(join(this.#folder, name), { mode: 0o700 });
      return join(this.#folder, name);
    };
    this.environment = {
      PATH: process.env.PATH,
      LANG: "C",
      HOME: at("home"),
      XDG_DATA_HOME: at("data"),
      XDG_RUNTIME_DIR: at("run"),
      XDG_CONFIG_HOME: at("config"),
      XDG_CACHE_HOME: at("cache"),
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface KeyringSession {
  /** What a program in this session sees. */
  readonly environment: NodeJS.ProcessEnv;
  /** Of the keyring daemon. */
  readonly pid: number;
  end(): Promise<void>;
}

/** A session whose keyring daemon is unlocked with the password, or was never given one. */
export async function startKeyring(home: KeyringHome, state: "unlocked" | "locked"): Promise<KeyringSession> {
  const flags = state === "unlocked" ? "--unlock" : "";
  // The shell's pid becomes the daemon's; the session ends with it.
  const script = `echo "$DBUS_SESSION_BUS_ADDRESS"; echo $$; exec gnome-keyring-daemon --foreground --components=secrets ${flags}`;
  const session = spawn("dbus-run-session", ["--", "sh", "-c", script], {
    env: home.environment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  session.stdin.end(PASSWORD);
  const lines = createInterface({ input: session.stdout })[Symbol.asyncIterator]();
  const { value: address } = await lines.next();
  const { value: daemon } = await lines.next();
  if (address === undefined || daemon === undefined) throw new Error("The private D-Bus session did not start");
  const pid = Number(daemon);
  return {
    environment: { ...home.environment, DBUS_SESSION_BUS_ADDRESS: address },
    pid,
    end: () => end(session, pid),
  };
}

async function end(session: ChildProcess, pid: number): Promise<void> {
  if (session.exitCode !== null || session.signalCode !== null) return;
  const ended = new Promise((resolve) => session.once("exit", resolve));
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
  await ended;
}
