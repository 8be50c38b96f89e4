// Does the page of features name a reference and a tolerance for every output that there is?
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FEATURE_FAMILIES } from "./compute-registry.ts";

const PAGE = readFileSync(new URL("../../../../resources/docs/features.md", import.meta.url), "utf8");
const ROWS = (PAGE.split("## How they are checked")[1] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").map((cell) => cell.trim()));

it.for(FEATURE_FAMILIES.flatMap(({ examples }) => examples))("%s", (name) => {
  const rows = ROWS.filter(([, outputs]) => outputs?.split(", ").includes(`\`${name}\``));
  expect(rows).toHaveLength(1);
  const [, , references = "", tolerance = ""] = rows[0] ?? [];
  expect(references.length).toBeGreaterThan(5);
  expect(tolerance).toMatch(/1e-\d|0\.01|digits|printed/);
});
