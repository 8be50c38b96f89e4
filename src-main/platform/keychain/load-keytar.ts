// How is the keychain driver loaded, and why could it not be? Only the keychain's process may come here: the driver blocks threads.
import { createRequire } from "node:module";
import { KeychainError, problemOfLoading } from "./keychain-problem.ts";
import type { KeychainDriver } from "./keychain-server.ts";

export async function loadKeytar(): Promise<KeychainDriver> {
  try {
    const { default: keytar } = await import("keytar");
    return keytar;
  } catch (error) {
    // The package says only that no file could be loaded; the file itself tells what it misses.
    throw whyNotLoaded(`keytar/prebuilds/${process.platform}-${process.arch}/keytar.node`) ?? error;
  }
}

/** Null where the driver's file can be loaded. */
export function whyNotLoaded(driverFile: string): KeychainError | null {
  try {
    createRequire(import.meta.url)(driverFile);
    return null;
  } catch (error) {
    return new KeychainError(problemOfLoading(error));
  }
}
