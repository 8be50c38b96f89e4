// Which modules does a source text name? Read from the syntax tree, so that text inside strings does not count.
import { parseAst } from "vite";

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

export const specifiersIn = (code: string, lang: "js" | "ts" | "tsx" = "js"): string[] => {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push(specifier);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(code, { lang }));
  return found;
};
