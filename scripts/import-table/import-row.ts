// What is one row of the import table? `allow` rows list everything a folder may import, `deny` rows what it must
// never import: gitignore-style patterns over the import text. Every row carries breaches that must be caught.

export interface ImportRow {
  readonly row: string;
  readonly files: readonly string[];
  readonly reason: string;
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  /** Where no alias exists, `../` is the only way. */
  readonly mayGoUp?: true;
  /** A file this row governs, and import texts in it that must be refused. */
  readonly breach: { readonly file: string; readonly imports: readonly string[] };
}
