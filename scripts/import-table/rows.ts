// Who may import whom, and why? One row per folder of the tree; biome.json's overrides are generated from here.
// Order matters: where two rows fit a file, the later one governs it.
import { EDGE_ROWS } from "./edge-rows.ts";
import { ENGINE_ROWS } from "./engine-rows.ts";
import type { ImportRow } from "./import-row.ts";
import { RENDERER_ROWS } from "./renderer-rows.ts";
import { SHARED_ROWS } from "./shared-rows.ts";
import { SHELL_ROWS } from "./shell-rows.ts";

export const IMPORT_ROWS: readonly ImportRow[] = [
  ...SHARED_ROWS,
  ...ENGINE_ROWS,
  ...EDGE_ROWS,
  ...SHELL_ROWS,
  ...RENDERER_ROWS,
];
