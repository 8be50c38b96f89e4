// Does a list that comes in pieces come whole and in order?
import { expect, it } from "vitest";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { sampleTransaction } from "#testing/book-conformance.ts";
import { repositoriesClient } from "./repositories-client.ts";
import { StorageClient } from "./storage-client.ts";

const A = profileIdSchema.parse("demo-a");
const T = 1_767_571_200_000;

/** Answers for a store of so many entries, told in the order of storing, with times that fall and are often equal. */
function clientOf(count: number, broken = -1) {
  const texts = Array.from({ length: count }, (_, row) => ({
    row: row + 1,
    id: `t${row}`,
    data: row === broken ? "{" : JSON.stringify(sampleTransaction(A, `t${row}`, T - Math.floor(row / 3))),
  }));
  const client: StorageClient = new StorageClient({
    postMessage: (message: unknown) => {
      const { id, args } = message as { readonly id: number; readonly args: readonly [string, number, number] };
      const [, after, limit] = args;
      const value = texts.filter(({ row }) => row > after).slice(0, limit);
      queueMicrotask(() => client.receive({ kind: "replies", replies: [{ id, ok: true, value }] }));
    },
  });
  return repositoriesClient(client).transactions;
}

it.each([0, 1, 2_000, 2_001, 4_500])(
  "lists %i entries oldest first, of equal times in the order of storing",
  async (count) => {
    const listed = await clientOf(count).list(A);
    expect(listed).toHaveLength(count);
    const place = (id: string): number => Number.parseInt(id.slice(1), 10);
    listed.slice(1).forEach((entry, index) => {
      const before = listed[index];
      if (before === undefined) throw new Error("no entry before");
      expect(before.ts < entry.ts || (before.ts === entry.ts && place(before.id) < place(entry.id))).toBe(true);
    });
  },
);

it("names the entry that cannot be read", async () => {
  await expect(clientOf(2_500, 2_100).list(A)).rejects.toMatchObject({
    code: "STORE_DAMAGED",
    message: expect.stringContaining("transaction t2100"),
  });
});
