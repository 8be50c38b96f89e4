// Do the journal's seals fit, as far as the key can be had?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Journal, JournalVerification } from "#engine/ports/journal.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { JournalSeal, SealKey, SealReport } from "#shared/domain/journal-seal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeSealReport } from "./compute-journal-seal.ts";
import { readSealKey, sealKeyName } from "./seal-key.ts";

const PAGE = 1_000;

export type AuditVerification = JournalVerification & { readonly seal: SealReport };

/** The whole chain, and what the seals prove beyond it. Secrets that cannot be had are said, not thrown. */
export async function verifyJournal(
  journal: Pick<Journal, "read" | "verify">,
  secrets: Pick<SecretStore, "read">,
): Promise<AuditVerification> {
  const chain = await journal.verify();
  if (!chain.ok) {
    const detail = "The seals were not looked at, since the chain itself does not hold.";
    return { ...chain, seal: { state: "unchecked", sealedTo: 0, detail } };
  }
  const { seals, restores } = await readSeals(journal);
  const { key, reason } = await findKey(journal, secrets);
  const named = [...seals.map(({ seal }) => seal.seq), ...(key?.last == null ? [] : [key.last.seq])];
  const hashes = new Map<number, string>();
  for (const seq of new Set(named)) {
    const [entry] = await journal.read({ after: seq - 1, limit: 1 });
    if (entry?.seq === seq) hashes.set(seq, entry.hash);
  }
  const seal = computeSealReport({ seals, restores, hashOf: (seq) => hashes.get(seq), key, reason });
  return { ...chain, ok: seal.state !== "broken", seal };
}

async function readSeals(journal: Pick<Journal, "read">) {
  const seals: { readonly entry: number; readonly seal: JournalSeal }[] = [];
  const restores: { readonly entry: number; readonly takenAt: UnixMs }[] = [];
  for (let after = 0; ; ) {
    const page = await journal.read({ after, limit: PAGE, kinds: ["journal.sealed", "journal.restored"] });
    for (const { seq, event } of page) {
      if (event.kind === "journal.sealed") seals.push({ entry: seq, seal: event.seal });
      if (event.kind === "journal.restored") restores.push({ entry: seq, takenAt: event.takenAt });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return { seals, restores };
    after = last.seq;
  }
}

async function findKey(
  journal: Pick<Journal, "read">,
  secrets: Pick<SecretStore, "read">,
): Promise<{ readonly key: SealKey | null; readonly reason: string }> {
  try {
    const name = await sealKeyName(journal);
    const key = name === null ? null : await readSealKey(secrets, name);
    return { key, reason: "there is no key for this journal in the keychain or the vault." };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { key: null, reason: `the key cannot be read: ${error.message.replace(/\.$/, "")}.` };
  }
}
