// How do files get to their place so that a crash leaves either the old or the new?
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** What SQLite keeps beside a file; they belong together and are only moved together. */
export const COMPANIONS = ["-wal", "-shm"] as const;

export function fsyncPath(path: string): void {
  const handle = openSync(path, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a rename in this folder durable. Windows cannot open a folder; its file system journals renames itself. */
export function fsyncFolder(path: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export function ensureFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Bytes in the file; 0 where there is none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Moves a database file with its companions into a folder, the file itself first. */
export function moveTogether(path: string, folder: string): void {
  for (const part of [path, ...COMPANIONS.map((suffix) => path + suffix)]) {
    if (existsSync(part)) renameSync(part, join(ensureFolder(folder), basename(part)));
  }
  fsyncFolder(dirname(path));
}

/** Copies a closed or damaged database file with its write-ahead log (the shared-memory index is rebuilt from it). */
export function copyTogether(path: string, folder: string): string {
  const target = join(folder, basename(path));
  for (const suffix of ["", "-wal"]) {
    if (!existsSync(path + suffix)) continue;
    copyFileSync(path + suffix, target + suffix);
    // A copy takes over the rights, and a file that may only be read could not be worked on.
    chmodSync(target + suffix, 0o600);
  }
  return target;
}

/** `2026-11-20T10-00-05Z`: a time that may stand in a file's name. */
export function timeForName(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
}
