// Who says at a terminal that real money may be traded? A person, who types the profile's name and the number of orders.
import { createInterface } from "node:readline/promises";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** Null where there is no terminal to ask at. */
export type Ask = ((question: string) => Promise<string>) | null;

export function terminalAsk(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Ask {
  if (!input.isTTY) return null;
  return async (question) => {
    const lines = createInterface({ input, output });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  };
}

/** Resolves for paper and sandbox at once. Rejects with INPUT_INVALID without a terminal or with other words. */
export async function confirmAtTerminal(profile: Profile, orders: number, ask: Ask): Promise<void> {
  if (profile.mode !== "live") return;
  const phrase = `${profile.name} ${orders}`;
  if (ask === null) {
    throw new EngineError(
      "INPUT_INVALID",
      `${profile.name} trades live: its plans are approved at a terminal, or in the window. Nothing was sent.`,
      { data: { path: "--approve" } },
    );
  }
  const typed = await ask(`${profile.name} trades real money. Type ${phrase} to send ${orders} orders: `);
  if (typed.trim().replaceAll(/\s+/g, " ").toLowerCase() !== phrase.toLowerCase()) {
    throw new EngineError("INPUT_INVALID", `That is not ${phrase}. Nothing was sent.`, { data: { path: "--approve" } });
  }
}
