// Is every hostile message refused with a typed error, changing nothing, on every channel and both transports?
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ERROR_CODES } from "#shared/contract/errors.ts";
import { TRANSPORTS, type Wire } from "./test-support/transports.ts";
import { allProcedures, VALID_INPUTS } from "./test-support/valid-inputs.ts";

/** In all, over both transports. */
const MESSAGES = Number(process.env.SCHWABOT_HOSTILE_MESSAGES ?? 40_000);
const PROCEDURES = allProcedures();
const PER_CHANNEL = Math.ceil(MESSAGES / (PROCEDURES.length * TRANSPORTS.length));
/** Under the limit of calls that may be open at once. */
const BATCH = 100;
const REFUSALS: ReadonlySet<string> = new Set(["INPUT_INVALID", "INPUT_TOO_LARGE"]);

const hugeText = "x".repeat(30_000);
const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

/** Values as JSON text, so that `__proto__` and friends are keys and not assignments. */
const hostileValue: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "null",
    "true",
    "-1",
    "1e400",
    "0.1",
    '""',
    '"\\u0000"',
    '"__proto__"',
    '"constructor"',
    '"../../etc/passwd"',
    '"NaN"',
    '"\'; DROP TABLE journal;--"',
    '"<script>alert(1)</script>"',
    "[]",
    "{}",
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"toString":"x","valueOf":null,"hasOwnProperty":1}',
    '{"then":{}}',
    '{"toJSON":"x"}',
    deep(10),
    deep(1_000),
    JSON.stringify(hugeText),
    "9".repeat(400),
  ),
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => JSON.stringify(text)),
);

/** A right input, broken in one place, as JSON text. */
function brokenInput(path: string): fc.Arbitrary<string> {
  const valid = Object.entries(VALID_INPUTS[path] ?? {}).map(([key, value]): [string, string] => [
    key,
    JSON.stringify(value),
  ]);
  const text = (entries: readonly (readonly [string, string])[]): string =>
    `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;
  const extraKey = fc.constantFrom(
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "extra",
    "",
    "ProfileId",
    "profileid",
  );
  const breaks: fc.Arbitrary<string>[] = [
    hostileValue,
    fc.tuple(extraKey, hostileValue).map(([key, value]) => text([...valid, [key, value]])),
    fc.constant(`[${text(valid)}]`),
  ];
  if (valid.length > 0) {
    const index = fc.nat({ max: valid.length - 1 });
    breaks.push(
      fc
        .tuple(index, hostileValue)
        .map(([at, value]) => text(valid.map((entry, i) => (i === at ? [entry[0], value] : entry)))),
      index.map((at) => text(valid.filter((_, i) => i !== at))),
    );
  }
  return fc.oneof(...breaks);
}

interface Answer {
  readonly i: string;
  readonly p?: {
    readonly s?: number;
    readonly b?: { readonly json?: { readonly code?: string; readonly data?: unknown } };
  };
}

const readAnswer = (frame: string): Answer => JSON.parse(frame) as Answer;

describe.each(TRANSPORTS)("hostile messages over $name", ({ name, open }) => {
  let wire: Wire;
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  beforeEach(async () => {
    wire = await open();
    process.on("unhandledRejection", onUnhandled);
  });
  afterEach(async () => {
    await wire.dispose();
    process.off("unhandledRejection", onUnhandled);
    expect(unhandled.splice(0)).toEqual([]);
  });

  /** Sends all and waits for one answer each. */
  async function exchange(frames: readonly { readonly id: string; readonly text: string }[]): Promise<Answer[]> {
    wire.received.length = 0;
    for (const { text } of frames) wire.sendRaw(text);
    await vi.waitFor(() => expect(wire.received.length).toBeGreaterThanOrEqual(frames.length), {
      timeout: 10_000,
      interval: 1,
    });
    return wire.received.map(readAnswer);
  }

  it("knows a right input of every procedure, and every procedure accepts it", () => {
    expect(Object.keys(VALID_INPUTS).sort()).toEqual(PROCEDURES.map(({ path }) => path).sort());
    for (const { path, accepts } of PROCEDURES) expect([path, accepts(VALID_INPUTS[path])]).toEqual([path, true]);
  });

  it(`refuses ${PER_CHANNEL} broken inputs on each of ${PROCEDURES.length} channels`, async () => {
    const expected = await wire.api.changes();
    let sent = 0;
    for (const { path, accepts } of PROCEDURES) {
      const seed = [...path].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), name.length) | 0;
      // What happens to be right after all is left out; twice as many are drawn to make up for it.
      const inputs = fc
        .sample(brokenInput(path), { numRuns: PER_CHANNEL * 2, seed })
        .filter((text) => !accepts(parseOrNothing(text)))
        .slice(0, PER_CHANNEL);
      for (let from = 0; from < inputs.length; from += BATCH) {
        const frames = inputs.slice(from, from + BATCH).map((text, index) => {
          const id = `h${from + index}`;
          return { id, text: `{"i":"${id}","p":{"u":"${path}","b":{"json":${text}}}}` };
        });
        const answers = await exchange(frames);
        sent += answers.length;
        for (const answer of answers) {
          const code = answer.p?.b?.json?.code ?? "none";
          expect(REFUSALS.has(code), `${path} answered ${JSON.stringify(answer).slice(0, 300)}`).toBe(true);
        }
        expect(new Set(answers.map(({ i }) => i)).size).toBe(frames.length);
      }
    }
    expect(sent).toBeGreaterThan(MESSAGES / TRANSPORTS.length / 2);
    await expect(wire.api.changes()).resolves.toBe(expected);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("admin");
    await expect(wire.client.system.info({})).resolves.toBeDefined();
  }, 120_000);

  const call = '"p":{"u":"/system/pause","b":{"json":{"reason":"x"}}}';
  it.each([
    ["an unknown procedure", '{"i":"1","p":{"u":"/system/nothing","b":{"json":{}}}}'],
    ["a path of the prototype", '{"i":"1","p":{"u":"/constructor/prototype","b":{"json":{}}}}'],
    ["a climbing path", '{"i":"1","p":{"u":"/system/../settings/update","b":{"json":{}}}}'],
    ["an encoded path", '{"i":"1","p":{"u":"/system/%70ause","b":{"json":{"reason":"x"}}}}'],
    ["another origin", '{"i":"1","p":{"u":"http://evil/system/pause","b":{"json":{"reason":"x"}}}}'],
    ["a query", '{"i":"1","p":{"u":"/system/pause?data=1","b":{"json":{"reason":"x"}}}}'],
    ["a trailing slash", '{"i":"1","p":{"u":"/system/pause/","b":{"json":{"reason":"x"}}}}'],
    ["another method", `{"i":"1","p":{"u":"/system/pause","m":"GET","b":{"json":{"reason":"x"}}}}`],
    ["headers", `{"i":"1","p":{"u":"/system/pause","h":{"content-type":"text/plain"},"b":{"json":{"reason":"x"}}}}`],
    ["typed extras", '{"i":"1","p":{"u":"/system/pause","b":{"json":{"reason":"x"},"meta":[[1,"reason"]]}}}'],
    [
      "extras that reach into the prototype",
      '{"i":"1","p":{"u":"/system/pause","b":{"json":{"reason":"x"},"meta":[[1,"__proto__","x"]]}}}',
    ],
    [
      "a regular expression",
      '{"i":"1","p":{"u":"/system/pause","b":{"json":{"reason":"/(a+)+$/"},"meta":[[5,"reason"]]}}}',
    ],
    ["blobs", '{"i":"1","p":{"u":"/system/pause","b":{"json":{"reason":"x"},"maps":[["reason"]]}}}'],
    ["a stream as input", '{"i":"1","t":3,"p":{"e":"message","d":1}}'],
    ["a response", '{"i":"1","t":2,"p":{"s":200}}'],
    ["an unknown type", `{"i":"1","t":99,${call}}`],
    ["a type as text", `{"i":"1","t":"4"}`],
    ["a cancellation with extras", '{"i":"1","t":4,"x":1}'],
    ["extra keys in the envelope", `{"i":"1","x":1,${call}}`],
    ["extra keys in the call", '{"i":"1","p":{"u":"/system/pause","x":1,"b":{"json":{"reason":"x"}}}}'],
    ["prototype keys in the envelope", `{"i":"1","__proto__":{"a":1},${call}}`],
    ["prototype keys in the input", '{"i":"1","p":{"u":"/system/pause","b":{"json":{"reason":"x","__proto__":{}}}}}'],
    ["a path that is no text", '{"i":"1","p":{"u":7,"b":{"json":{}}}}'],
    ["no path", '{"i":"1","p":{"b":{"json":{}}}}'],
    ["no call", '{"i":"1"}'],
    ["a call that is a list", '{"i":"1","p":[]}'],
    ["an input that is too deep", `{"i":"1","p":{"u":"/system/pause","b":{"json":${deep(30_000)}}}}`],
  ])("refuses %s with a typed error", async (_, frame) => {
    const before = await wire.api.changes();
    const [answer] = await exchange([{ id: "1", text: frame }]);
    expect(answer?.i).toBe("1");
    expect(answer?.p?.b?.json).toMatchObject({ code: "INPUT_INVALID", defined: true, data: { retryable: false } });
    await expect(wire.api.changes()).resolves.toBe(before);
    await expect(wire.client.system.info({})).resolves.toBeDefined();
  });

  const closing: readonly (readonly [string, string | Uint8Array])[] = [
    ["no JSON", "hello"],
    ["nothing", ""],
    ["half a message", '{"i":"1","p":'],
    ["a list", "[]"],
    ["a number", "1"],
    ["null", "null"],
    ["an id that is a number", `{"i":1,${call}}`],
    ["an id that is an object", `{"i":{},${call}}`],
    ["an empty id", `{"i":"",${call}}`],
    ["an id too long", `{"i":"${"1".repeat(33)}",${call}}`],
    ["no id", `{${call}}`],
    ["a negative count", '{"a":-1}'],
    ["a count with a fraction", '{"a":1.5}'],
    ["a count with extras", '{"a":1,"b":2}'],
    [
      "a message that is too large",
      `{"i":"1","p":{"u":"/system/pause","b":{"json":{"reason":"${"x".repeat(65_536)}"}}}}`,
    ],
    [
      "a message too large only in bytes",
      `{"i":"1","p":{"u":"/system/pause","b":{"json":{"reason":"${"ä".repeat(40_000)}"}}}}`,
    ],
    ["binary noise", Uint8Array.from({ length: 512 }, (_, index) => (index * 197) % 256)],
    ["a right call as bytes", new TextEncoder().encode(`{"i":"1",${call}}`)],
    ["bytes with the library's delimiter", Uint8Array.from([123, 125, 255, 0, 1, 2])],
  ];
  it.each(closing)("ends a channel that sends %s, with a registered reason and no change", async (_, frame) => {
    const before = await wire.api.changes();
    wire.sendRaw(frame);
    const reason = await wire.closed;
    // A port has no reason to give; a socket does, except where its own library cut off what is over its limit.
    if (name === "websocket" && reason !== "closed") expect(Object.keys(ERROR_CODES)).toContain(reason);
    await expect(wire.api.changes()).resolves.toBe(before);
  });
});

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
