// How does a person get in? Through a file only they can read: it leads the browser to the page with the one-time code.
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Written anew, private from its first byte, and put in place in one step. */
export function writeRedirectFile(path: string, baseUrl: string, code: string): void {
  const url = `${baseUrl}/#code=${code}`;
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${url}">
<title>Opening Schwabot</title>
<p><a href="${url}">Open Schwabot</a>. This link works once, for 60 seconds.</p>
</html>
`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, html, { mode: 0o600, flag: "wx" });
  // The process's umask can only take rights away; this says the exact ones.
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}

export function removeRedirectFile(path: string): void {
  rmSync(path, { force: true });
}
