// What does the entry of a thread that reckons do? It answers each question with what a function makes of it.
import { parentPort } from "node:worker_threads";
import type { ThreadReply, ThreadRequest } from "./thread-protocol.ts";

/** What `answer` throws becomes an answer too: `words` and the message. */
export function serveQuestions<Question, Answer>(
  answer: (question: Question) => Answer | Promise<Answer>,
  words: (question: Question) => string,
): void {
  const port = parentPort;
  if (port === null) throw new Error("This file is the entry of a worker thread");
  const answerTo = async (question: Question) => {
    try {
      return await answer(question);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { kind: "failed", why: `${words(question)}: ${problem}.` } as const;
    }
  };
  port.on("message", ({ id, question }: ThreadRequest<Question>) => {
    void answerTo(question).then((said) => {
      const reply: ThreadReply<typeof said> = { id, answer: said };
      port.postMessage(reply);
    });
  });
}
