// Is the program never blocked, whatever the keychain's process does?
import { beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { KeychainClient } from "./keychain-client.ts";
import { KeychainError } from "./keychain-problem.ts";
import type { KeychainProcess } from "./keychain-process.ts";
import type { KeychainReply, KeychainRequest } from "./protocol.ts";

type Behaviour = (request: KeychainRequest, process: FakeProcess) => void;

class FakeProcess implements KeychainProcess {
  killed = false;
  readonly requests: KeychainRequest[] = [];
  readonly #behave: Behaviour;
  #tell: (message: unknown) => void = () => undefined;
  #exit: () => void = () => undefined;

  constructor(behave: Behaviour) {
    this.#behave = behave;
  }

  send(request: KeychainRequest): void {
    this.requests.push(request);
    this.#behave(request, this);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#tell = listener;
  }
  onExit(listener: () => void): void {
    this.#exit = listener;
  }
  kill(): void {
    this.killed = true;
    this.#exit();
  }
  tell(message: unknown): void {
    this.#tell(message);
  }
  die(): void {
    this.#exit();
  }
}

const reply = (id: number, value: string | null = null): KeychainReply => ({ id, ok: true, value });
const hang: Behaviour = () => undefined;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

let clock: ManualClock;
let launched: FakeProcess[];
beforeEach(() => {
  clock = new ManualClock();
  launched = [];
});

/** The n-th process behaves as the n-th behaviour says, later ones as the last. */
function open(...behaviours: Behaviour[]): KeychainClient {
  return new KeychainClient({
    service: "schwabot-test",
    clock,
    launch: () => {
      const process = new FakeProcess(behaviours[Math.min(launched.length, behaviours.length - 1)] ?? hang);
      launched.push(process);
      return process;
    },
  });
}

/** How a call ended; `waiting` while it has not. */
function watch(call: Promise<unknown>): { readonly state: () => unknown } {
  let state: unknown = "waiting";
  call.then(
    (value) => {
      state = value;
    },
    (error: unknown) => {
      state = error instanceof KeychainError ? error.problem : error;
    },
  );
  return { state: () => state };
}

/** An honest keychain in memory. */
function memory(items = new Map<string, string>()): Behaviour {
  return (request, process) => {
    if (request.kind === "write") items.set(request.account, request.value);
    if (request.kind === "remove") items.delete(request.account);
    const value = request.kind === "read" ? (items.get(request.account) ?? null) : null;
    queueMicrotask(() => process.tell(reply(request.id, value)));
  };
}

describe("a working keychain", () => {
  it("keeps, gives back and forgets, in one process that is started by the first call", async () => {
    const keychain = open(memory());
    expect(launched).toHaveLength(0);
    await keychain.probe();
    await keychain.write("p/a/1", new Secret("value\0with NUL"));
    expect((await keychain.read("p/a/1"))?.reveal()).toBe("value\0with NUL");
    await keychain.remove("p/a/1");
    expect(await keychain.read("p/a/1")).toBeNull();
    expect(launched).toHaveLength(1);
    expect(launched[0]?.requests.map(({ kind, service }) => `${kind} ${service}`)).toEqual([
      "probe schwabot-test",
      "write schwabot-test",
      "read schwabot-test",
      "remove schwabot-test",
      "read schwabot-test",
    ]);
    expect(clock.pending).toBe(0);
  });

  it("gets 40 parallel calls one at a time, in order", async () => {
    const items = new Map<string, string>();
    let underWay = 0;
    let most = 0;
    const honest = memory(items);
    const keychain = open((request, process) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setImmediate(() => {
        underWay -= 1;
        honest(request, process);
      });
    });
    const names = Array.from({ length: 40 }, (_, index) => `p/a/${index}`);
    await Promise.all(names.map((name) => keychain.write(name, new Secret(`secret of ${name}`))));
    const read = await Promise.all(names.map((name) => keychain.read(name)));
    expect(read.map((secret) => secret?.reveal())).toEqual(names.map((name) => `secret of ${name}`));
    expect(most).toBe(1);
    expect(launched[0]?.requests.slice(0, 40).map((request) => "account" in request && request.account)).toEqual(names);
  });

  it("refuses text that cannot be stored whole, before anything is sent", async () => {
    const keychain = open(memory());
    for (const bad of ["", "lone \uD800 half"]) {
      await expect(keychain.write("p/a/1", new Secret(bad))).rejects.toMatchObject({ code: "INPUT_INVALID" });
    }
    expect(launched).toHaveLength(0);
  });

  it("says that an item is damaged which it did not write", async () => {
    const keychain = open(memory(new Map([["p/a/1", "not base64!"]])));
    await expect(keychain.read("p/a/1")).rejects.toMatchObject({ problem: "damaged" });
  });
});

describe("a keychain that hangs", () => {
  it("is killed after 5 s; the next call meets a new process", async () => {
    const keychain = open(hang, memory(new Map([["x", base64("v")]])));
    const first = watch(keychain.read("x"));
    const second = watch(keychain.read("x"));
    await clock.advance(4_999);
    expect([first.state(), launched[0]?.killed]).toEqual(["waiting", false]);
    await clock.advance(1);
    expect([first.state(), launched[0]?.killed]).toEqual(["timedOut", true]);
    await flushAsync();
    expect(second.state()).toBeInstanceOf(Secret);
    expect(launched).toHaveLength(2);
  });

  it("is left alone after two time-outs in a row: 40 waiting calls end within 10 s, later ones at once, with the reason", async () => {
    const keychain = open(hang);
    const calls = Array.from({ length: 40 }, () => watch(keychain.probe()));
    await clock.advance(10_000);
    expect(calls.map(({ state }) => state())).toEqual(Array(40).fill("timedOut"));
    expect(launched).toHaveLength(2);
    await expect(keychain.probe()).rejects.toThrow(
      "The system's keychain did not answer within 5 seconds. It failed twice and is left alone until the program is restarted.",
    );
    expect(launched).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  it("is used on when a call between two time-outs succeeds", async () => {
    const keychain = open(hang, memory(), hang, memory());
    for (const expected of ["timedOut", null]) {
      const call = watch(keychain.read("x"));
      await clock.advance(5_000);
      expect(call.state()).toBe(expected);
    }
    launched[1]?.die();
    const third = watch(keychain.read("x"));
    await clock.advance(5_000);
    expect(third.state()).toBe("timedOut");
    await expect(keychain.read("x")).resolves.toBeNull();
  });

  it("is believed when it is slow but in time, and not when it is late", async () => {
    const keychain = open(hang);
    const slow = watch(keychain.read("x"));
    await clock.advance(4_900);
    launched[0]?.tell(reply(1, base64("in time")));
    await flushAsync();
    expect(slow.state()).toBeInstanceOf(Secret);
    const late = watch(keychain.read("x"));
    await clock.advance(5_000);
    launched[0]?.tell(reply(2, base64("late")));
    await flushAsync();
    expect(late.state()).toBe("timedOut");
  });
});

describe("a keychain's process that misbehaves", () => {
  it("dies: the call is told at once, the next one starts another, and after two it is left alone", async () => {
    const keychain = open((_, process) => process.die());
    await expect(keychain.probe()).rejects.toMatchObject({ problem: "died" });
    await expect(keychain.probe()).rejects.toMatchObject({ problem: "died" });
    expect(launched).toHaveLength(2);
    await expect(keychain.probe()).rejects.toThrow("left alone");
    expect(launched).toHaveLength(2);
  });

  it("dies between two calls: nobody notices", async () => {
    const keychain = open(memory());
    await keychain.probe();
    launched[0]?.die();
    await keychain.probe();
    expect(launched).toHaveLength(2);
  });

  it("cannot be started", async () => {
    const keychain = new KeychainClient({
      service: "s",
      clock,
      launch: () => {
        throw new Error("EAGAIN");
      },
    });
    await expect(keychain.probe()).rejects.toMatchObject({ problem: "died" });
  });

  it.each([
    ["null", null],
    ["text", "ok"],
    ["no id", { ok: true, value: null }],
    ["another call's id", { id: 99, ok: true, value: null }],
    ["a number for a value", { id: 1, ok: true, value: 3 }],
    ["an unknown problem", { id: 1, ok: false, problem: "nope", detail: null }],
    ["a field too many", { id: 1, ok: true, value: null, more: 1 }],
  ])("answers %s: killed, not believed", async (_, message) => {
    const keychain = open((_request, process) => process.tell(message));
    await expect(keychain.read("x")).rejects.toMatchObject({ problem: "garbled" });
    expect(launched[0]?.killed).toBe(true);
  });

  it("refuses: the reason reaches people, and the process lives on", async () => {
    const keychain = open(({ id }, process) => process.tell({ id, ok: false, problem: "locked", detail: null }));
    for (const _ of [1, 2, 3]) {
      await expect(keychain.probe()).rejects.toThrow("The system's keychain is locked.");
    }
    expect(launched).toHaveLength(1);
    const other = open(({ id }, process) => process.tell({ id, ok: false, problem: "other", detail: "no room" }));
    await expect(other.probe()).rejects.toThrow("The system's keychain does not work. The system says: no room.");
  });
});

describe("close", () => {
  it("ends the process and rejects what is under way or waits", async () => {
    const keychain = open(hang);
    const calls = [watch(keychain.probe()), watch(keychain.probe())];
    await flushAsync();
    await keychain.close();
    expect(calls.map(({ state }) => state())).toEqual(["closed", "closed"]);
    expect(launched.map(({ killed }) => killed)).toEqual([true]);
    expect(clock.pending).toBe(0);
    await expect(keychain.probe()).rejects.toMatchObject({ problem: "closed" });
  });

  it("does nothing where nothing was started", async () => {
    await open(hang).close();
    expect(launched).toHaveLength(0);
  });
});
