// Where is an order on its way: planned, sent, open, filled? Known steps are solid; UNKNOWN is an amber ring, never red or green.
import { Fragment } from "react";
import type { OrderState } from "#shared/domain/order.ts";

/** d done, e empty, q asked (unknown), h half, x refused, n will not be reached. */
type Node = "d" | "e" | "q" | "h" | "x" | "n";
/** d done, e empty, q dashed amber. */
type Line = "d" | "e" | "q";

interface Way {
  readonly nodes: readonly [Node, Node, Node, Node];
  readonly lines: readonly [Line, Line, Line];
  readonly words: string;
}

const WAYS: Readonly<Record<OrderState, Way>> = {
  PLANNED: { nodes: ["d", "e", "e", "e"], lines: ["e", "e", "e"], words: "Planned, not sent yet" },
  DENIED: { nodes: ["d", "x", "n", "n"], lines: ["e", "e", "e"], words: "Denied before sending" },
  SUBMITTING: { nodes: ["d", "d", "e", "e"], lines: ["d", "e", "e"], words: "Sent, no answer yet" },
  UNKNOWN: { nodes: ["d", "q", "e", "e"], lines: ["d", "q", "e"], words: "Unknown whether the venue has it" },
  OPEN: { nodes: ["d", "d", "d", "e"], lines: ["d", "d", "e"], words: "Open at the venue" },
  PARTIAL: { nodes: ["d", "d", "d", "h"], lines: ["d", "d", "d"], words: "Partly filled" },
  CANCELING: { nodes: ["d", "d", "d", "e"], lines: ["d", "d", "e"], words: "Being canceled" },
  CANCEL_UNKNOWN: { nodes: ["d", "d", "q", "e"], lines: ["d", "d", "q"], words: "Unknown whether it was canceled" },
  FILLED: { nodes: ["d", "d", "d", "d"], lines: ["d", "d", "d"], words: "Filled" },
  CANCELED: { nodes: ["d", "d", "d", "n"], lines: ["d", "d", "e"], words: "Canceled" },
  EXPIRED: { nodes: ["d", "d", "d", "n"], lines: ["d", "d", "e"], words: "Expired" },
  REJECTED: { nodes: ["d", "d", "x", "n"], lines: ["d", "d", "e"], words: "Rejected by the venue" },
  NOT_PLACED: { nodes: ["d", "d", "n", "n"], lines: ["d", "e", "e"], words: "Proven not placed" },
  ATTESTED: { nodes: ["d", "d", "d", "n"], lines: ["d", "d", "e"], words: "Settled by your word" },
};

const CLASS = { d: "nd d", e: "nd", q: "nd q", h: "nd half", x: "nd x", n: "nd n" } as const satisfies Record<
  Node,
  string
>;

export interface LegNodesProps {
  readonly state: OrderState;
  /** Something was filled before it ended: its last node is half full. */
  readonly partlyFilled?: boolean;
}

export function LegNodes({ state, partlyFilled = false }: LegNodesProps) {
  const way = WAYS[state];
  const words = partlyFilled && state !== "FILLED" && state !== "PARTIAL" ? `${way.words}, partly filled` : way.words;
  return (
    <span className="stp" role="img" aria-label={words} title={words}>
      {way.nodes.map((node, index) => {
        const line = way.lines[index];
        const shown = partlyFilled && index === 3 && node !== "d" ? "h" : node;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: always the same four nodes in the same order.
          <Fragment key={index}>
            <i className={CLASS[shown]} />
            {line === undefined ? null : <i className={line === "e" ? "ln" : `ln ${line}`} />}
          </Fragment>
        );
      })}
    </span>
  );
}
