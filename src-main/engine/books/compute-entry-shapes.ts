// What do many entries say alike? Account, type, side, assets and source are few combinations: each has a number.
import type { Transaction } from "#shared/domain/transaction.ts";

/** What is the same in all entries of one shape. */
export interface EntryShape
  extends Pick<Transaction, "profileId" | "accountId" | "type" | "side" | "asset" | "quote" | "source"> {
  readonly feeAsset: Transaction["asset"] | null;
}

interface Branch {
  readonly next: Map<string | null, Branch>;
  number: number;
}

const branch = (): Branch => ({ next: new Map(), number: -1 });

/** Shapes by their number; found field by field, the one that differs most first. */
export class EntryShapes {
  readonly #root = branch();
  readonly #shapes: EntryShape[] = [];

  numberOf(entry: Transaction): number {
    const { profileId, accountId, type, side, asset, quote, source, fee } = entry;
    const feeAsset = fee?.asset ?? null;
    let at = this.#root;
    for (const part of [asset, accountId, side, quote, feeAsset, type, source, profileId]) {
      let next = at.next.get(part);
      if (next === undefined) {
        next = branch();
        at.next.set(part, next);
      }
      at = next;
    }
    if (at.number === -1) {
      at.number = this.#shapes.push({ profileId, accountId, type, side, asset, quote, source, feeAsset }) - 1;
    }
    return at.number;
  }

  at(number: number): EntryShape {
    const shape = this.#shapes[number];
    if (shape === undefined) throw new RangeError(`No shape has the number ${number}`);
    return shape;
  }
}

/** Texts that are said often (the name of an import, of a plan, of a kind), by a small number. */
export class SharedTexts {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  numberOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }

  at(number: number): string {
    const text = this.#texts[number];
    if (text === undefined) throw new RangeError(`No text has the number ${number}`);
    return text;
  }
}
