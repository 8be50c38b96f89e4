// What should biome.json say, given the import table? Hand-written overrides stay; the table's rows are appended.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { IMPORT_ROWS } from "./rows.ts";
import { toBiomeOverrides } from "./to-biome-overrides.ts";

interface BiomeConfig {
  readonly overrides?: readonly unknown[];
}

const isGenerated = (override: unknown): boolean => JSON.stringify(override).includes('"noRestrictedImports"');

export const biomeBinary = (root: string): string =>
  path.join(root, "node_modules", "@biomejs", "biome", "bin", "biome");

export const renderBiomeConfig = (root: string): string => {
  // JSON.parse gives unknown shape; only `overrides` is touched, everything else passes through as it was.
  const config = JSON.parse(readFileSync(path.join(root, "biome.json"), "utf8")) as BiomeConfig;
  const handWritten = (config.overrides ?? []).filter((override) => !isGenerated(override));
  const next = { ...config, overrides: [...handWritten, ...toBiomeOverrides(IMPORT_ROWS)] };
  const formatted = spawnSync(process.execPath, [biomeBinary(root), "format", "--stdin-file-path=biome.json"], {
    cwd: root,
    input: JSON.stringify(next),
    encoding: "utf8",
  });
  if (formatted.status !== 0) throw new Error(`Biome could not format its own configuration: ${formatted.stderr}`);
  return formatted.stdout;
};
