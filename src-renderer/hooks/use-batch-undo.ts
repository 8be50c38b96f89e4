// How is what was just done to the books taken back from its message?
import { noteBookChange } from "#renderer/stores/book-changes.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { BatchId, ProfileId } from "#shared/domain/ids.ts";
import { useBooks } from "./use-books.ts";

/** As a message is shown; the screen gives its own. */
type ShowMessage = (content: {
  readonly tone: "ok" | "error";
  readonly title: string;
  readonly detail: string;
}) => void;

interface UndoAction {
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

/** The Undo button of a message; nothing where nothing was added. A refusal is shown in its words. */
export function useBatchUndo(show: ShowMessage): (profileId: ProfileId, batchId: BatchId | null) => UndoAction {
  const books = useBooks();
  return (profileId, batchId) => {
    if (batchId === null) return {};
    const undo = async () => {
      try {
        await books.undoBatch({ profileId, batchId, reason: "Undone right after it was done" });
        noteBookChange();
        show({ tone: "ok", title: "Undone", detail: "The entries stay listed and no longer count." });
      } catch (error) {
        show({ tone: "error", title: "It was not undone.", detail: toShownError(error).message });
      }
    };
    return { action: { label: "Undo", onPress: () => void undo() } };
  };
}
