// How is an order moved in the sending order: dragged by its handle, or with the arrow keys on it?
import {
  type ComponentPropsWithoutRef,
  type DragEvent,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { EditedLeg } from "#renderer/stores/leg-edits.ts";
import type { LegEditing } from "./use-leg-editing.ts";

export interface LegDrag {
  readonly table: RefObject<HTMLTableElement | null>;
  /** Place that what is dragged would take; null while nothing is. */
  readonly over: number | null;
  /** Of the handle of one row. */
  readonly handle: (
    row: EditedLeg,
    place: number,
  ) => Pick<ComponentPropsWithoutRef<"button">, "draggable" | "onDragStart" | "onDragEnd" | "onKeyDown">;
  /** Of a row as a place to drop. */
  readonly target: (place: number) => Pick<ComponentPropsWithoutRef<"tr">, "onDragOver" | "onDrop">;
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

export function useLegDrag(editing: LegEditing | null): LegDrag {
  const table = useRef<HTMLTableElement>(null);
  const dragged = useRef<number | null>(null);
  /** A row that moves in the page loses the focus: it is given back. */
  const moved = useRef<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (moved.current === null) return;
    table.current?.querySelector<HTMLElement>(`[data-leg="${moved.current}"]`)?.focus();
    moved.current = null;
  });
  const end = () => {
    dragged.current = null;
    setOver(null);
  };
  return {
    table,
    over,
    handle: ({ leg, skipped }, place) => ({
      draggable: editing?.locked === null,
      onDragStart: (event: DragEvent) => {
        dragged.current = leg;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", String(leg));
      },
      onDragEnd: end,
      onKeyDown: (event: KeyboardEvent) => {
        const step = STEPS[event.key];
        if (step !== undefined) {
          event.preventDefault();
          moved.current = leg;
          editing?.move(leg, place + step);
        } else if (event.key === "Delete" || event.key === "Backspace") {
          event.preventDefault();
          editing?.skip(leg, !skipped);
        }
      },
    }),
    target: (place) => ({
      onDragOver: (event: DragEvent) => {
        if (dragged.current === null) return;
        event.preventDefault();
        setOver(place);
      },
      onDrop: (event: DragEvent) => {
        if (dragged.current === null) return;
        event.preventDefault();
        editing?.move(dragged.current, place);
        end();
      },
    }),
  };
}
