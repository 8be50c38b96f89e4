// Is the old or the new vault whole after a kill at any step of a write, and does a failing disk lose nothing?
import { describe, expect, it } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import { MemoryVaultFiles } from "#testing/memory-vault-files.ts";
import { Vault } from "./vault.ts";
import { parseVault } from "./vault-format.ts";
import { deriveWithScrypt } from "./vault-keys.ts";

const PATH = "vault.bin";
const open = (files: MemoryVaultFiles): Vault =>
  new Vault({ path: PATH, files, deriveKey: deriveWithScrypt, scrypt: { log2N: 15, r: 8, p: 1 } });

/** A disk with a vault of two generations, and its root key. */
async function prepared(): Promise<{ disk: Map<string, Buffer>; rootKey: Secret }> {
  const files = new MemoryVaultFiles();
  const vault = open(files);
  let rootKey = new Secret("");
  await vault.createWithKeychain(async (_, key) => {
    rootKey = key;
  });
  await vault.write("p/a/1", new Secret("old"));
  return { disk: files.files, rootKey };
}

async function opened(files: MemoryVaultFiles, rootKey: Secret): Promise<Vault> {
  const vault = open(files);
  await vault.openWithRootKey(rootKey);
  return vault;
}

const changes: readonly [string, (vault: Vault) => Promise<unknown>, readonly (string | undefined)[]][] = [
  ["a new secret beside the old one", (vault) => vault.write("p/a/2", new Secret("new")), [undefined, "new"]],
  ["another value for the same name", (vault) => vault.write("p/a/1", new Secret("new")), ["old", "new"]],
  ["a removal", (vault) => vault.remove("p/a/1"), ["old", undefined]],
];

describe.each(changes)("killed while writing %s", (what, change, either) => {
  it("at each step, with a write torn at its start, middle or end: the file is whole and goes on", async () => {
    const { disk, rootKey } = await prepared();
    const whole = new MemoryVaultFiles(new Map(disk));
    await change(await opened(whole, rootKey));
    expect(whole.steps).toBeGreaterThanOrEqual(7);
    const name = what === "a new secret beside the old one" ? "p/a/2" : "p/a/1";
    const seen = new Set<string | undefined>();
    for (let failAt = 0; failAt < whole.steps; failAt += 1) {
      for (const torn of [0, 0.5, 1]) {
        const after = new Map(disk);
        const vault = await opened(new MemoryVaultFiles(after, { failAt, torn }), rootKey);
        await expect(change(vault)).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
        // The next start: whatever was left lying about, the vault opens and takes another write.
        const next = await opened(new MemoryVaultFiles(after), rootKey);
        const value = next.read(name)?.reveal();
        expect(either).toContain(value);
        seen.add(value);
        if (name === "p/a/2") expect(next.read("p/a/1")?.reveal()).toBe("old");
        await next.write("p/a/3", new Secret("later"));
        expect(next.read("p/a/3")?.reveal()).toBe("later");
        expect(next.read(name)?.reveal()).toBe(value);
        // A removal that is asked for again leaves nothing behind, in neither generation.
        await next.remove(name);
        for (const file of [PATH, `${PATH}.previous`]) {
          expect(parseVault(after.get(file) ?? Buffer.alloc(0)).entries.has(name)).toBe(false);
        }
      }
    }
    expect([...seen].sort()).toEqual([...either].sort());
  });
});

it("a removal killed between its two writes is finished by the next one", async () => {
  const { disk, rootKey } = await prepared();
  const once = new MemoryVaultFiles(new Map(disk));
  await (await opened(once, rootKey)).write("p/a/9", new Secret("counts the steps of one write"));
  const after = new Map(disk);
  const vault = await opened(new MemoryVaultFiles(after, { failAt: once.steps }), rootKey);
  await expect(vault.remove("p/a/1")).rejects.toThrow("killed");
  const inPrevious = (): boolean | undefined => {
    const bytes = after.get(`${PATH}.previous`);
    return bytes && parseVault(bytes).entries.has("p/a/1");
  };
  const next = await opened(new MemoryVaultFiles(after), rootKey);
  expect([next.has("p/a/1"), inPrevious()]).toEqual([false, true]);
  expect(await next.remove("p/a/1")).toBe(false);
  expect(inPrevious()).toBe(false);
});

it("killed while the vault is made: none or a whole one, and the root key was stored before", async () => {
  for (let failAt = 0; failAt < 4; failAt += 1) {
    const disk = new Map<string, Buffer>();
    const kept: Secret[] = [];
    const vault = open(new MemoryVaultFiles(disk, { failAt, torn: 0.5 }));
    await expect(vault.createWithKeychain(async (_, key) => void kept.push(key))).rejects.toThrow("killed");
    expect(kept).toHaveLength(1);
    const next = open(new MemoryVaultFiles(disk));
    if ((await next.header()) !== null) await next.openWithRootKey(kept[0] ?? new Secret(""));
    else await next.createWithKeychain(async () => undefined);
    await next.write("p/a/1", new Secret("v"));
    expect(next.read("p/a/1")?.reveal()).toBe("v");
  }
});

describe("a disk that fails", () => {
  it("says so in words, and the vault that is open goes on with what is on the disk", async () => {
    const { disk, rootKey } = await prepared();
    class FullDisk extends MemoryVaultFiles {
      full = true;
      override async write(path: string, bytes: Buffer): Promise<void> {
        if (this.full) throw new Error("ENOSPC: no space left on device, write");
        await super.write(path, bytes);
      }
    }
    const files = new FullDisk(disk);
    const vault = await opened(files, rootKey);
    await expect(vault.write("p/a/2", new Secret("new"))).rejects.toThrow(
      "The vault vault.bin could not be written: ENOSPC: no space left on device, write",
    );
    expect([vault.read("p/a/1")?.reveal(), vault.read("p/a/2")]).toEqual(["old", null]);
    files.full = false;
    await vault.write("p/a/2", new Secret("new"));
    expect(vault.read("p/a/2")?.reveal()).toBe("new");
  });

  it("is noticed when it stores something else than was written; the old file stays", async () => {
    const { disk, rootKey } = await prepared();
    class LyingDisk extends MemoryVaultFiles {
      override async write(path: string, bytes: Buffer): Promise<void> {
        const changed = Buffer.from(bytes);
        changed[40] = (changed[40] ?? 0) ^ 1;
        await super.write(path, changed);
      }
    }
    const before = disk.get(PATH);
    const vault = await opened(new LyingDisk(disk), rootKey);
    await expect(vault.write("p/a/2", new Secret("new"))).rejects.toThrow("was not stored as it was written");
    expect(disk.get(PATH)).toBe(before);
    expect(vault.read("p/a/1")?.reveal()).toBe("old");
  });
});
