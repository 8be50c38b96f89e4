// How is the process started that sends the frames? One for each measurement, so that it is always fresh.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

export interface FrameServer {
  readonly url: string;
  /** When each frame was sent, on the machine's clock in ms. Resolves once all were; only with a pace. */
  sentAt(): Promise<readonly number[]>;
  stop(): void;
}

export async function startServer(file: string, perSecond: number): Promise<FrameServer> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "frame-server.ts"), file, String(perSecond)], {
    // It ends with us: its input is then at an end.
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error("The server of the frames ended without a word");
    return line.value;
  };
  const port = await next();
  return {
    url: `ws://127.0.0.1:${port}/ws`,
    sentAt: async () => JSON.parse(await next()) as number[], // the server writes just that
    stop: () => {
      child.kill();
    },
  };
}
