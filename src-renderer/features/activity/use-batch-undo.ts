// How is what was just done to the books taken back from its message?
import { type ToastContent, useToast } from "#renderer/components/toast.tsx";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { noteBookChange } from "#renderer/stores/book-changes.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { BatchId, ProfileId } from "#shared/domain/ids.ts";

type UndoAction = Pick<ToastContent, "action">;

/** The Undo button of a toast; nothing where nothing was added. A refusal is shown in its words. */
export function useBatchUndo(): (profileId: ProfileId, batchId: BatchId | null) => UndoAction {
  const books = useBooks();
  const toast = useToast();
  return (profileId, batchId) => {
    if (batchId === null) return {};
    const undo = async () => {
      try {
        await books.undoBatch({ profileId, batchId, reason: "Undone right after it was done" });
        noteBookChange();
        toast({ tone: "ok", title: "Undone", detail: "The entries stay listed and no longer count." });
      } catch (error) {
        toast({ tone: "error", title: "It was not undone.", detail: toShownError(error).message });
      }
    };
    return { action: { label: "Undo", onPress: () => void undo() } };
  };
}
