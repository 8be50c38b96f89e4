// Child: what does one frame cost in processor time, from the socket to the prices? Arguments: floor | product | fallback | library,
// the venue, markets, the file of frames, how many of them are not timed, how many are taken in all.
import path from "node:path";
import { answer } from "../support/child.ts";
import { measureStream } from "./measure-stream.ts";
import { openVariant } from "./open-variant.ts";
import { startServer } from "./start-server.ts";

const [variant = "", venue = "", markets = "1", file = "", untimed = "0", frames = "0"] = process.argv.slice(2);
const server = await startServer(path.resolve(file), 0);
const client = await openVariant(variant, { venue, url: server.url, markets: Number.parseInt(markets, 10) });
answer(await measureStream(client, Number.parseInt(untimed, 10), Number.parseInt(frames, 10)));
// Frames may still be on their way, and nobody wants them.
process.exit();
