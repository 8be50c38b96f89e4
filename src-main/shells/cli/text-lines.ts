// How does a stream of bytes become lines, however long it is? One piece at a time; a line too long to be held is told, not kept.
import { StringDecoder } from "node:string_decoder";

/** Most characters of one line. Longer than any frame that a venue may send. */
const LONGEST = 16 * 1024 * 1024;

/** The lines of one piece of the stream; null stands for a line that is too long. */
export type Lines = readonly (string | null)[];

/** Without line ends (LF or CRLF). The last line counts also without one. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Lines, void, void> {
  const decoder = new StringDecoder("utf8");
  let begun: string[] = [];
  let length = 0;
  const end = (last: string): string | null => {
    const isTooLong = length + last.length > LONGEST;
    const line = isTooLong ? null : [...begun, last].join("").replace(/\r$/, "");
    begun = [];
    length = 0;
    return line;
  };
  for await (const bytes of stream) {
    const parts = decoder.write(Buffer.from(bytes)).split("\n");
    const rest = parts.pop() ?? "";
    const lines = parts.map(end);
    length += rest.length;
    // What is too long already is only counted.
    if (length <= LONGEST) begun.push(rest);
    else begun = [];
    if (lines.length > 0) yield lines;
  }
  const rest = decoder.end();
  if (length + rest.length > 0) yield [end(rest)];
}
