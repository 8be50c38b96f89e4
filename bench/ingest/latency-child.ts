// Child: how long after it was sent has a frame been taken, at a steady pace? Arguments: floor | product | library, the venue, markets,
// the file of frames, how many it holds, frames a second.
import path from "node:path";
import { answer } from "../support/child.ts";
import { quantile } from "../support/statistics.ts";
import { openVariant } from "./open-variant.ts";
import { startServer } from "./start-server.ts";
import { until } from "./stream-client.ts";

/** The first ones meet code that was not compiled yet. */
const UNTIMED = 10_000;
/** What else the machine does adds whole multiples for a while: the middle of a tenth of a second, in the quietest tenth of them. */
const WINDOW = 500;
const QUIET = 0.1;

const [variant = "", venue = "", markets = "1", file = "", count = "0", pace = "5000"] = process.argv.slice(2);
const frames = Number.parseInt(count, 10);
const server = await startServer(path.resolve(file), Number.parseInt(pace, 10));
const takenAt = new Float64Array(frames);
const client = await openVariant(variant, {
  ...{ venue, url: server.url, markets: Number.parseInt(markets, 10) },
  onFrame: (number) => {
    takenAt[number] = Number(process.hrtime.bigint()) / 1e6;
  },
});
const taken = await until(client, frames);
const sentAt = await server.sentAt();
const lateUs = sentAt.slice(UNTIMED, taken).map((at, index) => 1_000 * ((takenAt[UNTIMED + index] ?? 0) - at));
const windows: number[] = [];
for (let from = 0; from + WINDOW <= lateUs.length; from += WINDOW)
  windows.push(quantile(lateUs.slice(from, from + WINDOW), 0.5));
answer({
  ...{ p50Us: quantile(lateUs, 0.5), p99Us: quantile(lateUs, 0.99), quietUs: quantile(windows, QUIET) },
  ...{ timed: lateUs.length, unaccounted: frames - taken },
});
process.exit();
