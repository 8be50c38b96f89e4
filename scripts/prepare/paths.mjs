// Where is everything the scripts touch? Dependency-free: this runs before anything is installed, on Node 20 or newer.
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const inRoot = (/** @type {string[]} */ ...parts) => path.join(root, ...parts);

/** Commands act where the person typed them; npm itself always changes to the package's folder. */
export const callerDirectory = () => process.env.INIT_CWD ?? process.cwd();

/** Progress goes to stderr: stdout belongs to the command that was asked for. */
export const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/** A sentence for the person who typed the command; anything else that is thrown is a defect and keeps its stack. */
export class Refusal extends Error {}
