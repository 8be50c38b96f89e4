// How does the vault reach its disk? Few steps, each of which may be the last one before a kill.
import { open, readFile, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";

const MODE = 0o600;
/** A vault of a thousand large keys is far below. */
const MAX_BYTES = 16 * 1_048_576;

/** Rejects with the system's errors. */
export interface VaultFiles {
  /** Null where there is no file. */
  read(path: string): Promise<Buffer | null>;
  /** The whole file, for its owner alone; not yet durable. */
  write(path: string, bytes: Buffer): Promise<void>;
  sync(path: string): Promise<void>;
  /** Replaces `to` in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Makes renames in the folder of `path` durable. */
  syncFolder(path: string): Promise<void>;
}

export const diskVaultFiles: VaultFiles = {
  read: async (path) => {
    try {
      const { size } = await stat(path);
      if (size > MAX_BYTES) throw new Error(`${path} is larger than any vault (${size} bytes)`);
      return await readFile(path);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  },
  write: async (path, bytes) => {
    const file = await open(path, "w", MODE);
    try {
      // The mode above is for new files only.
      if (process.platform !== "win32") await file.chmod(MODE);
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
  },
  sync: (path) => sync(path, "r+"),
  rename,
  syncFolder: async (path) => {
    // Windows cannot open a folder; its file system journals renames itself.
    if (process.platform !== "win32") await sync(dirname(path), "r");
  },
};

async function sync(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
