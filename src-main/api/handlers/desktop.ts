// How are the contract's questions about the desktop answered?
import { implementer } from "#api/implementer.ts";
import { refusal } from "#api/to-contract-error.ts";

const { desktop } = implementer;

export const desktopHandlers = desktop.router({
  openFolder: desktop.openFolder.handler(async ({ context, input }) => {
    if (context.desktop === null) {
      throw refusal("SYSTEM_NOT_SUPPORTED", "A browser window cannot open a folder; its path stands under Settings.");
    }
    await context.desktop.openFolder(input.which);
    return { done: true };
  }),
});
