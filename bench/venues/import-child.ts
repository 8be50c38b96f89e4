// Child: how long does it take to load one built file with all that it needs? Argument: the file.
import { pathToFileURL } from "node:url";
import { answer } from "../support/child.ts";

const [file = ""] = process.argv.slice(2);
const started = performance.now();
await import(pathToFileURL(file).href);
answer({ ms: performance.now() - started });
process.exit(0);
