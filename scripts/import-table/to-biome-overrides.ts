// How does the import table become Biome overrides? Tests are exempt: they may reach for doubles, Node and the runner.
import type { ImportRow } from "./import-row.ts";

/** Relative paths that leave their folder would slip past alias patterns. */
const ESCAPES = ["../**", "./../**"] as const;

export interface ImportOverride {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style: {
        readonly noRestrictedImports: {
          readonly level: "error";
          readonly options: {
            readonly patterns: readonly { readonly group: readonly string[]; readonly message: string }[];
          };
        };
      };
    };
  };
}

const ESCAPE_MESSAGE =
  "Name it by its alias (#engine/…, #renderer/…) or as ./sibling.ts: the import text must say where it reaches.";

/** An allow row forbids everything and then lifts the ban; a pattern that starts with `!` bans again what it names. */
const toGroup = (row: ImportRow): string[] => {
  if (row.allow === undefined) return [...(row.deny ?? [])];
  const lifted = row.allow.map((pattern) => (pattern.startsWith("!") ? pattern.slice(1) : `!${pattern}`));
  // Upward paths have a message of their own.
  return ["**", ...lifted, "!../**"];
};

export const toBiomeOverrides = (rows: readonly ImportRow[]): ImportOverride[] =>
  rows.map((row) => ({
    includes: [...row.files, "!**/*.test.ts", "!**/*.test.tsx"],
    linter: {
      rules: {
        style: {
          noRestrictedImports: {
            level: "error",
            options: {
              patterns: [
                ...(row.mayGoUp === true ? [] : [{ group: ESCAPES, message: ESCAPE_MESSAGE }]),
                { group: toGroup(row), message: `${row.row}: ${row.reason}` },
              ],
            },
          },
        },
      },
    },
  }));
