// Does a real keychain behave as the program expects: gnome-keyring in a private D-Bus session, the real driver, the real process?
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { KeychainClient } from "#platform/keychain/keychain-client.ts";
import { nodeKeychainLauncher } from "#platform/keychain/node-keychain-process.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { KeyringHome, type KeyringSession, startKeyring, whyNoKeyring } from "#testing/private-keyring.ts";

const missing = whyNoKeyring();
if (missing !== null) process.stderr.write(`Real keychain: not tried here, ${missing}.\n`);

describe.skipIf(missing !== null)("a real gnome-keyring", () => {
  let home: KeyringHome;
  let sessions: KeyringSession[];
  let clients: KeychainClient[];
  beforeEach(() => {
    home = new KeyringHome();
    sessions = [];
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) await client.close();
    for (const session of sessions) await session.end();
    home.remove();
  });

  const start = async (state: "unlocked" | "locked"): Promise<KeyringSession> => {
    const session = await startKeyring(home, state);
    sessions.push(session);
    return session;
  };
  const connect = (environment: NodeJS.ProcessEnv, service = "schwabot-test"): KeychainClient => {
    const launch = nodeKeychainLauncher(workerUrl("keychain"), environment);
    const client = new KeychainClient({ service, launch, clock: new SystemClock() });
    clients.push(client);
    return client;
  };

  it("unlocked: keeps secrets with NUL, of 5 KB and in any script, per service, until they are removed", async () => {
    const { environment } = await start("unlocked");
    const keychain = connect(environment);
    await keychain.probe();
    const secrets = ["a\0b\0", "x".repeat(5_000), "ключ 鍵 🔑", '{"v":1,"apiKey":"k\\"\\n"}'];
    for (const [index, value] of secrets.entries()) await keychain.write(`p/a/${index}`, new Secret(value));
    for (const [index, value] of secrets.entries()) {
      expect((await keychain.read(`p/a/${index}`))?.reveal()).toBe(value);
    }
    await keychain.write("p/a/0", new Secret("replaced"));
    expect((await keychain.read("p/a/0"))?.reveal()).toBe("replaced");
    expect(await connect(environment, "schwabot").read("p/a/0")).toBeNull();
    await keychain.remove("p/a/0");
    await keychain.remove("p/a/0");
    expect(await keychain.read("p/a/0")).toBeNull();
  });

  it("40 parallel calls: each gets its own answer", async () => {
    const keychain = connect((await start("unlocked")).environment);
    const names = Array.from({ length: 40 }, (_, index) => `p/a${index}/1`);
    await Promise.all(names.map((name) => keychain.write(name, new Secret(`of ${name}`))));
    const read = await Promise.all(names.map((name) => keychain.read(name)));
    expect(read.map((secret) => secret?.reveal())).toEqual(names.map((name) => `of ${name}`));
  });

  it("locked: says so, also to reading and removing, for which the system only says 'nothing there'", async () => {
    const unlocked = await start("unlocked");
    await connect(unlocked.environment).write("p/a/1", new Secret("kept"));
    await unlocked.end();
    const keychain = connect((await start("locked")).environment);
    await expect(keychain.probe()).rejects.toMatchObject({ problem: "locked" });
    await expect(keychain.write("p/a/2", new Secret("new"))).rejects.toMatchObject({ problem: "locked" });
    await expect(keychain.read("p/a/1")).rejects.toMatchObject({ problem: "locked" });
    await expect(keychain.remove("p/a/1")).rejects.toMatchObject({ problem: "locked" });
  });

  it("absent: no session, or one that is gone", async () => {
    await expect(connect(home.environment).probe()).rejects.toMatchObject({ problem: "noBus", absent: true });
    const gone = { ...home.environment, DBUS_SESSION_BUS_ADDRESS: `unix:path=${home.environment.HOME}/no-bus` };
    await expect(connect(gone).read("p/a/1")).rejects.toMatchObject({ problem: "deadBus", absent: false });
  });

  it("dying: what was written survives, and the calls after its death say so", async () => {
    const session = await start("unlocked");
    const keychain = connect(session.environment);
    await keychain.write("p/a/1", new Secret("kept"));
    await session.end();
    await expect(keychain.read("p/a/1")).rejects.toMatchObject({ name: "KeychainError", absent: false });
    await expect(keychain.write("p/a/2", new Secret("lost"))).rejects.toMatchObject({ name: "KeychainError" });
    const again = connect((await start("unlocked")).environment);
    expect((await again.read("p/a/1"))?.reveal()).toBe("kept");
    expect(await again.read("p/a/2")).toBeNull();
  });

  it("dying in the middle of a call: the call ends with it", async () => {
    const session = await start("unlocked");
    const keychain = connect(session.environment);
    await keychain.probe();
    process.kill(session.pid, "SIGSTOP");
    const call = keychain.read("p/a/1");
    const outcome = expect(call).rejects.toMatchObject({ name: "KeychainError", absent: false });
    await session.end();
    await outcome;
  });

  it("slow: a stopped daemon costs 5 s and not a moment of the event loop; then it is found again", async () => {
    const session = await start("unlocked");
    const keychain = connect(session.environment);
    await keychain.write("p/a/1", new Secret("kept"));
    process.kill(session.pid, "SIGSTOP");
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 10);
    try {
      const started = performance.now();
      const call = keychain.read("p/a/1");
      // Files go through the same four threads that a hung driver would hold.
      const files = Array.from({ length: 8 }, () => readFile(import.meta.filename));
      expect((await Promise.all(files)).every(({ length }) => length > 0)).toBe(true);
      expect(performance.now() - started).toBeLessThan(4_000);
      await expect(call).rejects.toMatchObject({ problem: "timedOut" });
      const took = performance.now() - started;
      expect(took).toBeGreaterThan(4_900);
      expect(took).toBeLessThan(7_000);
    } finally {
      clearInterval(pulse);
      process.kill(session.pid, "SIGCONT");
    }
    expect(longest).toBeLessThan(2_000);
    expect((await keychain.read("p/a/1"))?.reveal()).toBe("kept");
  });
});

it("ends with the program that started it", async () => {
  const child = fork(fileURLToPath(workerUrl("keychain")), [], { execArgv: [], env: {}, stdio: "ignore" });
  child.send({ id: 1, service: "s", kind: "nonsense" });
  await once(child, "spawn");
  child.disconnect();
  const [code, signal] = await once(child, "exit");
  expect(code === 0 || signal === "SIGKILL", `${code} ${signal}`).toBe(true);
});
