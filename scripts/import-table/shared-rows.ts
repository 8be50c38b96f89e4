// Who may import whom in src-shared?
import type { ImportRow } from "./import-row.ts";

export const SHARED_ROWS: readonly ImportRow[] = [
  {
    row: "src-shared/domain",
    files: ["src-shared/domain/**"],
    reason:
      "The words run in every environment: no I/O, no clock, no node, no DOM; only zod, hashing and canonical JSON.",
    allow: ["./**", "#shared/domain/**", "zod", "@noble/hashes/**", "canonicalize"],
    breach: {
      file: "src-shared/domain/planted.ts",
      imports: ["#shared/contract/errors.ts", "node:crypto", "@orpc/contract", "../contract/errors.ts"],
    },
  },
  {
    row: "src-shared/contract",
    files: ["src-shared/contract/**"],
    reason: "The contract says what a window may ask, in domain words; it knows no engine type and no transport.",
    allow: ["./**", "#shared/**", "@orpc/contract", "zod"],
    breach: {
      file: "src-shared/contract/planted.ts",
      imports: ["#engine/kernel.ts", "@orpc/server", "../../src-main/engine/kernel.ts"],
    },
  },
];
