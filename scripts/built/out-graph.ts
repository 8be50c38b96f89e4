// Which files and packages does a built entry reach, by static and dynamic imports?
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { specifiersIn } from "../modules/specifiers-in.ts";

export const outFolder = path.resolve(import.meta.dirname, "../../out");

export const requireBuild = (): void => {
  if (!existsSync(path.join(outFolder, ".build-stamp")))
    throw new Error("Nothing is built: run `npm run build` first.");
};

const known = new Map<string, ReturnType<typeof specifiersIn>>();

/** Read once: the exchange library's chunk is eleven megabytes, and every entry reaches it. */
const specifiersOf = (file: string): ReturnType<typeof specifiersIn> => {
  const found = known.get(file) ?? specifiersIn(readFileSync(file, "utf8"));
  known.set(file, found);
  return found;
};

export interface OutGraph {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

export const followImports = (entry: string): OutGraph => {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const specifier of specifiersOf(file)) {
      if (!specifier.startsWith(".")) packages.add(specifier);
      else {
        const target = path.resolve(path.dirname(file), specifier);
        if (existsSync(target) && target.endsWith("js")) visit(target);
      }
    }
  };
  visit(path.join(outFolder, entry));
  return { files, packages };
};
