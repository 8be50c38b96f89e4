// Which files and packages does a built entry reach, by static and dynamic imports?
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAst } from "vite";

export const outFolder = path.resolve(import.meta.dirname, "../../out");

export const requireBuild = (): void => {
  if (!existsSync(path.join(outFolder, ".build-stamp")))
    throw new Error("Nothing is built: run `npm run build` first.");
};

const field = (node: unknown, key: string): unknown =>
  typeof node === "object" && node !== null ? Reflect.get(node, key) : undefined;

/** `import`, `export … from`, `import()` and `require()`: whatever names another module by a plain text. */
const specifierOf = (node: unknown): string | undefined => {
  const isRequire =
    field(node, "type") === "CallExpression" && /^(__)?require$/.test(String(field(field(node, "callee"), "name")));
  const source = isRequire ? field(field(node, "arguments"), "0") : field(node, "source");
  const value = field(source, "value");
  return typeof value === "string" ? value : undefined;
};

const specifiersIn = (code: string): string[] => {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push(specifier);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(code));
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
    for (const specifier of specifiersIn(readFileSync(file, "utf8"))) {
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
