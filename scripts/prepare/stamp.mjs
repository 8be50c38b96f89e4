// Has anything changed since the last time? By content, not by date: git rewrites dates.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot, root } from "./paths.mjs";

const filesUnder = (/** @type {string} */ entry) => {
  const stats = statSync(entry, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [entry];
  return readdirSync(entry, { recursive: true, encoding: "utf8" })
    .map((found) => path.join(entry, found))
    .filter((found) => statSync(found).isFile());
};

/**
 * @param {readonly string[]} entries files and folders, relative to the root
 * @param {readonly string[]} extra further facts the result depends on
 * @param {(file: string) => boolean} [include]
 */
export const hashOf = (entries, extra = [], include = () => true) => {
  const hash = createHash("sha256");
  for (const fact of extra) hash.update(`${fact}\0`);
  const files = entries.flatMap((entry) => filesUnder(inRoot(entry))).filter(include);
  for (const file of files.sort()) {
    hash.update(`${path.relative(root, file).replaceAll(path.sep, "/")}\0`);
    hash.update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex");
};

export const readStamp = (/** @type {string} */ file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

export const writeStamp = (/** @type {string} */ file, /** @type {string} */ stamp) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, stamp);
};
