// How do the texts of the entry form become an entry of the books, and which field says what is wrong?
import { parseDateTimeText, type TimeZoneChoice, toDateTimeText } from "#renderer/lib/format-time.ts";
import { type ManualEntry, manualEntrySchema } from "#shared/domain/manual-entry.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** What stands in the fields, as it was typed. */
export interface EntryForm {
  readonly type: Transaction["type"];
  readonly side: "buy" | "sell";
  readonly accountId: string;
  readonly time: string;
  readonly asset: string;
  readonly quantity: string;
  readonly quote: string;
  readonly price: string;
  readonly feeAsset: string;
  readonly feeAmount: string;
  readonly label: string;
  readonly note: string;
}

export type EntryField = keyof EntryForm;

export type ParsedEntry =
  | { readonly entry: ManualEntry; readonly problems: null }
  | { readonly entry: null; readonly problems: Readonly<Partial<Record<EntryField, string>>> };

/** Only these have a direction of their own to tell. */
export function hasSide(type: Transaction["type"]): boolean {
  return type === "trade" || type === "adjustment" || type === "transfer";
}

/** The form of an entry that is corrected, or of a new one. */
export function toEntryForm(
  entry: Transaction | null,
  zone: TimeZoneChoice,
  fresh: { readonly accountId: string; readonly now: number },
): EntryForm {
  return {
    type: entry?.type ?? "trade",
    side: entry?.side ?? "buy",
    accountId: entry?.accountId ?? fresh.accountId,
    time: toDateTimeText(entry?.ts ?? fresh.now, zone),
    asset: entry?.asset ?? "",
    quantity: entry?.quantity ?? "",
    quote: entry?.quote ?? "",
    price: entry?.price ?? "",
    feeAsset: entry?.fee?.asset ?? "",
    feeAmount: entry?.fee?.amount ?? "",
    label: entry?.label ?? "",
    note: entry?.note ?? "",
  };
}

const FIELD_OF: Readonly<Record<string, EntryField>> = {
  ts: "time",
  "fee.asset": "feeAsset",
  "fee.amount": "feeAmount",
};

/** Every field that is wrong, each in the schema's own words. */
export function parseEntryForm(
  form: EntryForm,
  zone: TimeZoneChoice,
  replaced: Transaction | null = null,
): ParsedEntry {
  const time = parseDateTimeText(form.time, zone);
  // The field shows whole seconds: one that was not touched keeps its milliseconds.
  const isUntouched = replaced !== null && form.time === toDateTimeText(replaced.ts, zone);
  const parsed = manualEntrySchema.safeParse({
    accountId: form.accountId,
    ts: isUntouched ? replaced.ts : time,
    type: form.type,
    side: hasSide(form.type) ? form.side : null,
    asset: code(form.asset),
    quantity: number(form.quantity),
    quote: code(form.quote) === "" ? null : code(form.quote),
    price: form.price.trim() === "" ? null : number(form.price),
    fee:
      form.feeAmount.trim() === "" && form.feeAsset.trim() === ""
        ? null
        : { asset: code(form.feeAsset), amount: number(form.feeAmount) },
    label: form.label.trim() === "" ? null : form.label.trim(),
    note: form.note.trim() === "" ? null : form.note.trim(),
  });
  if (parsed.success) return { entry: parsed.data, problems: null };
  const problems: Partial<Record<EntryField, string>> = {};
  for (const { path, message } of parsed.error.issues) {
    const name = path.join(".");
    const field = FIELD_OF[name] ?? (name as EntryField);
    // What the schema says of a missing time speaks of numbers; a person types a date.
    problems[field] ??= field === "time" ? "expected a time like 2026-11-20 13:00:00" : message;
  }
  return { entry: null, problems };
}

function code(text: string): string {
  return text.trim().toUpperCase();
}

/** Groups and a comma for the point are clear enough; anything else is for the schema to refuse. */
function number(text: string): string {
  const trimmed = text.trim();
  return /^\d+,\d+$/.test(trimmed) ? trimmed.replace(",", ".") : trimmed;
}
