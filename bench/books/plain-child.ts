// Child: how long does a plain loop take over the same entries? Argument: how many.
import type { Transaction } from "#shared/domain/transaction.ts";
import { answer } from "../support/child.ts";
import { PlainLoop } from "./plain-loop.ts";
import { timeReckoning } from "./timing.ts";

const [count = "1000"] = process.argv.slice(2);
let loop = new PlainLoop();
const all: Transaction[] = [];
answer(
  timeReckoning(Number.parseInt(count, 10), {
    keep: (entry) => void all.push(entry),
    make: () => loop.run(all),
    restate(late) {
      loop = new PlainLoop();
      loop.run([...all, late].sort((first, second) => first.ts - second.ts));
    },
    add: (entry) => loop.run([entry]),
    realized: () => loop.realized.toString(),
  }),
);
