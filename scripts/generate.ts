// Which committed files are written by a program, and are they current? `--check` compares and changes nothing.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { renderErrors } from "./docs/render-errors.ts";
import { renderBiomeConfig } from "./import-table/render-biome-config.ts";
import { renderThirdParty } from "./licences/render-third-party.ts";

const root = path.resolve(import.meta.dirname, "..");

const GENERATED: readonly { readonly file: string; readonly render: (root: string) => string }[] = [
  { file: "biome.json", render: renderBiomeConfig },
  { file: "resources/third-party.txt", render: renderThirdParty },
  { file: "resources/docs/errors.md", render: renderErrors },
];

const checkOnly = process.argv.includes("--check");
const stale: string[] = [];
for (const { file, render } of GENERATED) {
  const target = path.join(root, file);
  const wanted = render(root);
  const present = existsSync(target) ? readFileSync(target, "utf8") : undefined;
  if (present === wanted) continue;
  if (checkOnly) stale.push(file);
  else writeFileSync(target, wanted);
}
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(", ")}. Run \`npm run generate\` and commit the result.`);
  process.exitCode = 1;
}
