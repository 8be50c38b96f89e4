// How does a new generation of the vault take the old one's place, so that a kill between any two steps leaves one of them whole?
import { previousPath, VaultDamage } from "./vault-error.ts";
import type { VaultFiles } from "./vault-files.ts";

export interface Replacement {
  readonly path: string;
  /** What is to be on disk now; null where no file is to be there. */
  readonly current: Buffer | null;
  readonly next: Buffer;
  /** Reads bytes back as a whole vault, every secret included; throws VaultDamage. */
  readonly verify: (bytes: Buffer) => void;
}

/** `path` is whole at every moment; the generation before it is kept beside it. */
export async function replaceVault(files: VaultFiles, replacement: Replacement): Promise<void> {
  const { path, current, next, verify } = replacement;
  const written = await files.read(path);
  if (current === null ? written !== null : written === null || !written.equals(current)) {
    throw new VaultDamage("was changed by something else while this program had it open");
  }
  const fresh = `${path}.new`;
  await writeDurably(files, fresh, next);
  verifyRead(await files.read(fresh), next, verify);
  if (current !== null) {
    const copy = `${previousPath(path)}.new`;
    await writeDurably(files, copy, current);
    await files.rename(copy, previousPath(path));
  }
  await files.rename(fresh, path);
  await files.syncFolder(path);
  verifyRead(await files.read(path), next, verify);
}

async function writeDurably(files: VaultFiles, path: string, bytes: Buffer): Promise<void> {
  await files.write(path, bytes);
  await files.sync(path);
}

function verifyRead(read: Buffer | null, written: Buffer, verify: (bytes: Buffer) => void): void {
  if (read === null || !read.equals(written)) throw new VaultDamage("was not stored as it was written: check the disk");
  verify(read);
}
