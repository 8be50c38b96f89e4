// How is a change of the books sent, so that all that is read from them is read again?
import { noteBookChange } from "#renderer/stores/book-changes.ts";
import { type Command, useCommand } from "./use-command.ts";

export function useBookCommand<Input, Output>(send: (input: Input) => PromiseLike<Output>): Command<Input, Output> {
  return useCommand(async (input: Input) => {
    const output = await send(input);
    noteBookChange();
    return output;
  });
}
