// Does the desktop shell launch the keychain's process hardened, and does the program's client work over it?
import { EventEmitter } from "node:events";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import { KeychainClient } from "#platform/keychain/keychain-client.ts";
import { answerKeychainRequest } from "#platform/keychain/keychain-server.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { electronKeychainLauncher } from "./keychain-process.ts";

const { fork } = vi.hoisted(() => ({ fork: vi.fn() }));
vi.mock("electron", () => ({ utilityProcess: { fork } }));

/** Electron's utility process as far as it is used. */
class FakeUtilityProcess extends EventEmitter {
  up = true;
  kills = 0;
  postMessage: (message: unknown) => void = () => undefined;
  kill(): boolean {
    this.kills += 1;
    if (this.up) this.emit("exit", 0);
    return this.up;
  }
}

const entry = new URL("file:///program/out/main/worker-keychain.js");
let child: FakeUtilityProcess;
beforeEach(() => {
  child = new FakeUtilityProcess();
  fork.mockReset().mockReturnValue(child);
});

describe("electronKeychainLauncher", () => {
  it("starts the built worker without flags, output or anything of the environment but what the keychain needs", () => {
    vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus");
    vi.stubEnv("BINANCE_API_SECRET", "planted");
    vi.stubEnv("NODE_OPTIONS", "--inspect");
    electronKeychainLauncher(entry)();
    expect(fork).toHaveBeenCalledOnce();
    const [path, args, options] = fork.mock.calls[0] ?? [];
    expect([path, args]).toEqual(["/program/out/main/worker-keychain.js", []]);
    expect(options).toMatchObject({ execArgv: [], stdio: "ignore" });
    expect(options.env).toMatchObject({ DBUS_SESSION_BUS_ADDRESS: "unix:path=/run/bus" });
    expect(JSON.stringify(options.env)).not.toMatch(/planted|NODE_OPTIONS/);
  });

  it("carries the client's calls and answers", async () => {
    const items = new Map<string, string>();
    child.postMessage = (message) => {
      const driver = {
        getPassword: async (_: string, account: string) => items.get(account) ?? null,
        setPassword: async (_: string, account: string, value: string) => void items.set(account, value),
        deletePassword: async (_: string, account: string) => items.delete(account),
      };
      void answerKeychainRequest(message, async () => driver).then((reply) => child.emit("message", reply));
    };
    const launch = electronKeychainLauncher(entry);
    const keychain = new KeychainClient({ service: "s", launch, clock: new ManualClock() });
    await keychain.write("p/a/1", new Secret("value"));
    expect((await keychain.read("p/a/1"))?.reveal()).toBe("value");
    await keychain.close();
    expect([fork.mock.calls.length, child.kills]).toEqual([1, 1]);
  });

  it("tells the end of the process, and ends one that is not up yet as soon as it is", () => {
    const process = electronKeychainLauncher(entry)();
    const ended = vi.fn();
    process.onExit(ended);
    child.up = false;
    process.kill();
    expect([child.kills, ended.mock.calls.length]).toEqual([1, 0]);
    child.up = true;
    child.emit("spawn");
    expect([child.kills, ended.mock.calls.length]).toEqual([2, 1]);
  });
});
