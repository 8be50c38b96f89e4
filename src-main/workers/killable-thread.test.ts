// Is a thread that is stuck, broken or out of memory ended, and does the next question find a new one?
import { afterEach, describe, expect, it } from "vitest";
import { MINUTE_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { KillableThread, startThread, type ThreadFailure, type ThreadWorker } from "./killable-thread.ts";
import type { ThreadReply, ThreadRequest } from "./thread-protocol.ts";

type Question = "answer" | "fail" | "throw" | "loop" | "fill" | "crash";
type Answer = { readonly kind: "said"; readonly question: Question } | ThreadFailure;
type Thread = KillableThread<Question, Answer>;

const words = { name: "The thread", was: "was" } as const;
const running: Thread[] = [];

function threadOf(
  start: () => ThreadWorker<Question, Answer>,
  options: { clock?: ManualClock; rests?: number[] } = {},
) {
  const { clock = new ManualClock(), rests } = options;
  const thread: Thread = new KillableThread({ start, clock, words, ...(rests === undefined ? {} : { rests }) });
  running.push(thread);
  return thread;
}

afterEach(async () => {
  for (const thread of running.splice(0)) await thread.dispose();
});

/** A worker of which the test holds the other end. */
class FakeWorker implements ThreadWorker<Question, Answer> {
  readonly requests: ThreadRequest<Question>[] = [];
  terminated = 0;
  #message: (reply: ThreadReply<Answer>) => void = () => undefined;
  #error: (error: Error) => void = () => undefined;
  #exit: () => void = () => undefined;

  postMessage(request: ThreadRequest<Question>): void {
    this.requests.push(request);
  }

  on(event: "message" | "error" | "exit", listener: never): void {
    if (event === "message") this.#message = listener;
    if (event === "error") this.#error = listener;
    if (event === "exit") this.#exit = listener;
  }

  async terminate(): Promise<void> {
    this.terminated += 1;
    this.#exit();
  }

  reply(answer: Answer): void {
    this.#message({ id: this.requests.at(-1)?.id ?? 0, answer });
  }

  fail(message: string): void {
    this.#error(new Error(message));
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const failure: Answer = { kind: "failed", why: "Tried." };
const said: Answer = { kind: "said", question: "answer" };

describe("a thread of which the test holds the other end", () => {
  it("is asked one thing at a time", async () => {
    const worker = new FakeWorker();
    const thread = threadOf(() => worker);
    const answers = [thread.ask("answer"), thread.ask("answer")];
    await settled();
    expect(worker.requests.map(({ id }) => id)).toEqual([1]);
    worker.reply(said);
    await settled();
    expect(worker.requests.map(({ id }) => id)).toEqual([1, 2]);
    worker.reply(said);
    expect(await Promise.all(answers)).toEqual([said, said]);
    expect(worker.terminated).toBe(0);
  });

  it("tells of one that ended with an error, and starts another for the next question", async () => {
    const workers = [new FakeWorker(), new FakeWorker()];
    const [first, second] = [...workers];
    const thread = threadOf(() => workers.shift() ?? new FakeWorker());
    const broken = thread.ask("answer");
    await settled();
    first?.fail("out of memory");
    expect(await broken).toEqual({ kind: "failed", why: "The thread ended with an error: out of memory." });
    const next = thread.ask("answer");
    await settled();
    second?.reply(said);
    expect(await next).toEqual(said);
  });

  it("starts another after an answer that failed", async () => {
    const workers = [new FakeWorker(), new FakeWorker()];
    const [first, second] = [...workers];
    const thread = threadOf(() => workers.shift() ?? new FakeWorker());
    const broken = thread.ask("answer");
    await settled();
    first?.reply(failure);
    expect(await broken).toEqual(failure);
    const next = thread.ask("answer");
    await settled();
    expect([first?.terminated, first?.requests.length, second?.requests.length]).toEqual([1, 1, 1]);
    second?.reply(said);
    expect(await next).toEqual(said);
  });

  it("tells where it cannot be started", async () => {
    const thread = threadOf(() => {
      throw new Error("no such file");
    });
    expect(await thread.ask("answer")).toEqual({
      kind: "failed",
      why: "The thread cannot be started: no such file.",
    });
  });

  it("is ended when the question is called off, which rejects with the reason", async () => {
    const worker = new FakeWorker();
    const thread = threadOf(() => worker);
    const abort = new AbortController();
    const asked = thread.ask("answer", abort.signal);
    await settled();
    abort.abort(new Error("closed"));
    await expect(asked).rejects.toThrow("closed");
    expect(worker.terminated).toBe(1);
  });

  it("answers nothing after it was stopped", async () => {
    const thread = threadOf(() => new FakeWorker());
    await thread.dispose();
    expect(await thread.ask("answer")).toEqual({ kind: "failed", why: "The thread was stopped." });
  });

  it("rests longer after each failure in a row, asks nobody meanwhile, and forgets it after an answer", async () => {
    const clock = new ManualClock();
    const workers: FakeWorker[] = [];
    const start = () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    };
    const thread = threadOf(start, { clock, rests: [0, MINUTE_MS, 2 * MINUTE_MS] });
    const ask = async (answer: Answer) => {
      const asked = thread.ask("answer");
      await settled();
      workers.at(-1)?.reply(answer);
      return asked;
    };
    const refused = async () => {
      const answer = await thread.ask("answer");
      return answer.kind === "failed" ? answer.why : "";
    };
    await ask(failure);
    await ask(failure);
    expect(workers).toHaveLength(2);
    expect(await refused()).toBe("Tried. The next try is in 60 s.");
    await clock.advance(MINUTE_MS - 1);
    expect(await refused()).toBe("Tried. The next try is in 1 s.");
    await clock.advance(1);
    await ask(failure);
    expect(await refused()).toBe("Tried. The next try is in 120 s.");
    await clock.advance(2 * MINUTE_MS);
    await ask(failure);
    expect(await refused()).toBe("Tried. The next try is in 120 s.");
    expect(workers).toHaveLength(4);
    await clock.advance(2 * MINUTE_MS);
    expect(await ask(said)).toEqual(said);
    await ask(failure);
    expect(await ask(said)).toEqual(said);
    expect(workers).toHaveLength(6);
  });
});

/** Does as it is told; the heap is the limit's to guard. */
const OBEDIENT = `
  import { parentPort } from "node:worker_threads";
  parentPort.on("message", ({ id, question }) => {
    if (question === "loop") for (;;) {}
    if (question === "throw") throw new Error("a mistake");
    if (question === "crash") process.exit(7);
    if (question === "fill") for (const all = []; ; ) all.push(Array.from({ length: 1000 }, (_, at) => ({ at })));
    parentPort.postMessage({ id, answer: question === "fail" ? { kind: "failed", why: "No." } : { kind: "said", question } });
  });`;

describe("a real thread", () => {
  const entry = new URL(`data:text/javascript,${encodeURIComponent(OBEDIENT)}`);
  const start = () => startThread<Question, Answer>(entry, { name: "obedient", heapMb: 24 });

  it.each<[Question, string]>([
    ["throw", "The thread ended with an error: a mistake."],
    ["crash", "The thread ended."],
    ["fill", "The thread ended with an error: Worker terminated due to reaching memory limit: JS heap out of memory."],
    ["fail", "No."],
  ])("%s: ended, told, and the next question is answered by a new one", async (question, why) => {
    const thread = threadOf(start);
    expect(await thread.ask("answer")).toEqual({ kind: "said", question: "answer" });
    expect(await thread.ask(question)).toEqual({ kind: "failed", why });
    expect(await thread.ask("answer")).toEqual({ kind: "said", question: "answer" });
  });

  it("in an endless loop is ended after 10 s, and the next question is answered by a new one", async () => {
    const clock = new ManualClock();
    const thread = threadOf(start, { clock });
    expect(await thread.ask("answer")).toMatchObject({ kind: "said" });
    const stuck = thread.ask("loop");
    await settled();
    await clock.advance(10_000);
    expect(await stuck).toEqual({ kind: "failed", why: "The thread gave no answer within 10 s and was ended." });
    expect(await thread.ask("answer")).toMatchObject({ kind: "said" });
  });
});
