// Which packages come along with a package, as they are installed? Follows `dependencies` the way Node resolves them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly licenseText: string | undefined;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

const findFolder = (from: string, name: string, root: string): string | undefined => {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, "node_modules", name);
    if (existsSync(path.join(candidate, "package.json"))) return candidate;
    if (folder === root || folder === path.dirname(folder)) return undefined;
  }
};

const readLicenseText = (folder: string): string | undefined => {
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file === undefined ? undefined : readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
};

const licenseOf = ({ license }: Manifest): string =>
  (typeof license === "string" ? license : license?.type) ?? "not stated";

/** Type declarations are read by the compiler and reach nobody's machine. */
const isTypesOnly = (name: string): boolean => name.startsWith("@types/") || name === "csstype";

export const collectPackages = (
  root: string,
  names: readonly string[],
  rootsOnly: readonly string[] = [],
): InstalledPackage[] => {
  const found = new Map<string, InstalledPackage>();
  const visit = (from: string, name: string): void => {
    if (isTypesOnly(name)) return;
    const folder = findFolder(from, name, root);
    if (folder === undefined) throw new Error(`${name} is named as a dependency but is not installed.`);
    // A package's manifest is written by its author: only these fields are read.
    const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
    const key = `${manifest.name}@${manifest.version}`;
    if (found.has(key)) return;
    found.set(key, {
      name: manifest.name,
      version: manifest.version,
      license: licenseOf(manifest),
      licenseText: readLicenseText(folder),
    });
    if (rootsOnly.includes(name)) return;
    for (const dependency of Object.keys(manifest.dependencies ?? {})) visit(folder, dependency);
  };
  for (const name of names) visit(root, name);
  return [...found.values()].sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));
};
