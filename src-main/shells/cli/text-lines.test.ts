import fc from "fast-check";
import { expect, it } from "vitest";
import { linesOf } from "./text-lines.ts";

async function* pieces(text: string, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const edges = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort((a, b) => a - b);
  for (const [index, edge] of edges.slice(1).entries()) yield bytes.subarray(edges[index], edge);
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<readonly (string | null)[]> {
  const lines: (string | null)[] = [];
  for await (const some of linesOf(stream)) lines.push(...some);
  return lines;
}

it("gives the same lines however the bytes are cut, within characters too", async () => {
  const text = fc.array(fc.constantFrom("a", "ä", "\u{1F4B0}", "\n", "\r\n", '{"x":1}'), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(120)), async (parts, cuts) => {
      const whole = parts.join("");
      const expected = whole.split(/\r?\n/);
      if (expected.at(-1) === "") expected.pop();
      expect(await read(pieces(whole, cuts))).toEqual(expected);
    }),
  );
});

it("tells a line that is too long, keeps none of it and goes on", async () => {
  const piece = Buffer.alloc(1024 * 1024, "x");
  async function* flood(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("before\n");
    for (let count = 0; count < 20; count += 1) yield piece;
    yield Buffer.from("\nafter");
  }
  expect(await read(flood())).toEqual(["before", null, "after"]);
});
