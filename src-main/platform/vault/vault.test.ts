// Does the vault give back what was put in, to whoever has its key and to nobody else?
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import { MemoryVaultFiles } from "#testing/memory-vault-files.ts";
import { rootKeyItem, Vault } from "./vault.ts";
import { diskVaultFiles, type VaultFiles } from "./vault-files.ts";
import { encodeVault, parseVault } from "./vault-format.ts";
import { checkScryptParams, deriveWithScrypt, SCRYPT } from "./vault-keys.ts";

const LIGHT = { log2N: 15, r: 8, p: 1 };
const PATH = "/data/vault.bin";

const open = (files: VaultFiles, path = PATH): Vault =>
  new Vault({ path, files, deriveKey: deriveWithScrypt, scrypt: LIGHT });

/** A vault whose root key a keychain holds, and that key. */
async function withRootKey(files: VaultFiles, path = PATH): Promise<{ vault: Vault; rootKey: Secret; item: string }> {
  const vault = open(files, path);
  let kept: { rootKey: Secret; item: string } | null = null;
  await vault.createWithKeychain(async (item, rootKey) => {
    kept = { rootKey, item };
  });
  return { vault, ...(kept as unknown as { rootKey: Secret; item: string }) };
}

describe("on a disk", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "vault-"));
    path = join(folder, "vault.bin");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("opens with its passphrase, and after a restart too; another one leaves it locked", async () => {
    const vault = open(diskVaultFiles, path);
    expect(await vault.header()).toBeNull();
    await vault.createWithPassphrase(new Secret("correct horse"));
    await vault.write("p/a/1", new Secret("key one"));
    await vault.write("p/a/2", new Secret("key two"));
    vault.close();
    expect(() => vault.read("p/a/1")).toThrow("locked");

    const again = open(diskVaultFiles, path);
    expect(await again.header()).toMatchObject({ backend: "passphrase", kdf: LIGHT });
    expect(await again.unlock(new Secret("wrong horse"))).toBe(false);
    expect(again.isOpen).toBe(false);
    expect(await again.unlock(new Secret("correct horse"))).toBe(true);
    expect(again.read("p/a/1")?.reveal()).toBe("key one");
    expect(again.read("p/a/2")?.reveal()).toBe("key two");
    expect(again.read("p/a/3")).toBeNull();
  });

  it("takes a passphrase however its letters are composed", async () => {
    await open(diskVaultFiles, path).createWithPassphrase(new Secret("caf\u00e9 au lait"));
    expect(await open(diskVaultFiles, path).unlock(new Secret("cafe\u0301 au lait"))).toBe(true);
  });

  it("is for its owner alone, keeps the generation before, and no secret stands in it", async () => {
    const { vault } = await withRootKey(diskVaultFiles, path);
    writeFileSync(`${path}.new`, "left over", { mode: 0o644 });
    await vault.write("p/a/1", new Secret("planted-secret-value"));
    await vault.write("p/a/2", new Secret("another-planted-value"));
    expect(readdirSync(folder).sort()).toEqual(["vault.bin", "vault.bin.previous"]);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name)).toString("latin1");
      expect(text).not.toMatch(/planted/);
      if (process.platform !== "win32") expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(parseVault(readFileSync(path)).generation).toBe(3);
    expect(parseVault(readFileSync(`${path}.previous`)).generation).toBe(2);
  });

  it("says what is wrong with a file that cannot be read", async () => {
    mkdirSync(path);
    await expect(open(diskVaultFiles, path).header()).rejects.toMatchObject({
      code: "SECRET_UNAVAILABLE",
      message: expect.stringMatching(/^The vault .*vault\.bin could not be read: EISDIR/),
    });
    rmSync(path, { recursive: true });
    writeFileSync(path, "");
    truncateSync(path, 17 * 1_048_576);
    await expect(open(diskVaultFiles, path).header()).rejects.toThrow("larger than any vault");
  });

  it("forgets what is removed in the generation before, too", async () => {
    const { vault } = await withRootKey(diskVaultFiles, path);
    await vault.write("p/a/1", new Secret("gone"));
    await vault.write("p/a/2", new Secret("kept"));
    expect(await vault.remove("p/a/1")).toBe(true);
    expect(await vault.remove("p/a/1")).toBe(false);
    for (const file of [path, `${path}.previous`]) {
      expect([...parseVault(readFileSync(file)).entries.keys()]).toEqual(["p/a/2"]);
    }
    expect(vault.read("p/a/2")?.reveal()).toBe("kept");
  });
});

it("gives back any secrets under any names, in any order of writes and removals (property)", async () => {
  const name = fc.constantFrom("p/a/1", "p/a/2", "p/a/10", "q/b/1", "é/ß/1");
  const secret = fc.oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }), fc.constant("a\0b"));
  const step = fc.record({ name, secret: fc.option(secret, { freq: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const files = new MemoryVaultFiles();
      const { vault, rootKey } = await withRootKey(files);
      const expected = new Map<string, string>();
      for (const { name, secret } of steps) {
        if (secret === null) {
          await vault.remove(name);
          expected.delete(name);
        } else {
          await vault.write(name, new Secret(secret));
          expected.set(name, secret);
        }
      }
      const again = open(files);
      await again.openWithRootKey(rootKey);
      for (const name of ["p/a/1", "p/a/2", "p/a/10", "q/b/1", "é/ß/1"]) {
        expect(again.read(name)?.reveal()).toBe(expected.get(name));
      }
    }),
    { numRuns: 60 },
  );
});

describe("what is refused", () => {
  it("a root key of another vault, or a damaged one", async () => {
    const { rootKey } = await withRootKey(new MemoryVaultFiles());
    const files = new MemoryVaultFiles();
    await withRootKey(files);
    await expect(open(files).openWithRootKey(rootKey)).rejects.toMatchObject({ code: "SECRET_DAMAGED" });
    await expect(open(files).openWithRootKey(new Secret("c2hvcnQ="))).rejects.toThrow("damaged root key");
  });

  it("an entry put under another's name, moved, doubled or dropped, even with a right checksum and the right key's holder asleep", async () => {
    const files = new MemoryVaultFiles();
    const { vault, rootKey } = await withRootKey(files);
    await vault.write("p/a/1", new Secret("one"));
    await vault.write("p/a/2", new Secret("two"));
    const image = parseVault(files.files.get(PATH) ?? Buffer.alloc(0));
    const [one, two] = [...image.entries.values()] as [Buffer, Buffer];
    const forged = [
      new Map([
        ["p/a/1", two],
        ["p/a/2", one],
      ]),
      new Map([["p/a/1", one]]),
      new Map([
        ["p/a/1", one],
        ["p/a/2", one],
      ]),
    ];
    for (const entries of forged) {
      // Whoever forges has no key; any will do for the code at the end.
      files.files.set(PATH, encodeVault({ ...image, entries }, Buffer.alloc(32)));
      await expect(open(files).openWithRootKey(rootKey)).rejects.toThrow("does not have its key");
    }
  });

  it("a file that was changed while it was open is not overwritten", async () => {
    const files = new MemoryVaultFiles();
    const { vault } = await withRootKey(files);
    await vault.write("p/a/1", new Secret("one"));
    const other = files.files.get(`${PATH}.previous`) ?? Buffer.alloc(0);
    files.files.set(PATH, other);
    await expect(vault.write("p/a/2", new Secret("two"))).rejects.toThrow("was changed by something else");
    expect(files.files.get(PATH)?.equals(other)).toBe(true);
  });

  it("a missing file whose predecessor is there: no new vault over the last copy", async () => {
    const files = new MemoryVaultFiles();
    const { vault } = await withRootKey(files);
    await vault.write("p/a/1", new Secret("one"));
    files.files.delete(PATH);
    await expect(open(files).header()).rejects.toThrow("is missing, although the generation before it is there");
  });

  it("a file of another format, with what to do", async () => {
    const files = new MemoryVaultFiles(new Map([[PATH, Buffer.from("hello")]]));
    await expect(open(files).header()).rejects.toThrow(
      `The vault ${PATH} is no vault file or was cut. Put back ${PATH}.previous or a backup, or move both files away and enter the keys anew`,
    );
  });

  it.each([
    [{ log2N: 14, r: 8, p: 1 }],
    [{ log2N: 19, r: 8, p: 1 }],
    [{ log2N: 143, r: 8, p: 1 }],
    [{ log2N: 17, r: 9, p: 1 }],
    [{ log2N: 17, r: 8, p: 2 }],
  ])("a key derivation outside the range: %j", (params) => {
    expect(() => checkScryptParams(params)).toThrow("outside the allowed range");
    expect(() => deriveWithScrypt(new Secret("x"), Buffer.alloc(16), params)).toThrow("outside the allowed range");
  });

  it("accepts the range's ends and uses OWASP's floor for new ones", () => {
    for (const log2N of [15, 18]) expect(() => checkScryptParams({ log2N, r: 8, p: 1 })).not.toThrow();
    expect(SCRYPT).toEqual({ log2N: 17, r: 8, p: 1 });
  });

  it("derives with the chosen strength: the same salt gives the same key", async () => {
    const [a, b, c] = await Promise.all([
      deriveWithScrypt(new Secret("pass"), Buffer.alloc(16, 1), SCRYPT),
      deriveWithScrypt(new Secret("pass"), Buffer.alloc(16, 1), SCRYPT),
      deriveWithScrypt(new Secret("pass"), Buffer.alloc(16, 2), SCRYPT),
    ]);
    expect(a.equals(b)).toBe(true);
    expect(a.equals(c)).toBe(false);
  });
});

it("names the root key's item after the vault, so that none is ever overwritten", async () => {
  const files = new MemoryVaultFiles();
  const { vault, item } = await withRootKey(files);
  const header = await vault.header();
  expect(header !== null && rootKeyItem(header)).toBe(item);
  expect(item).toMatch(/^vault\/[0-9a-f]{32}$/);
});
