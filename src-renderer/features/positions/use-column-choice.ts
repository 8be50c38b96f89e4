// Which columns are on screen now: those remembered, else those that fit the window?
import { useState, useSyncExternalStore } from "react";
import {
  type ColumnName,
  defaultColumns,
  forgetColumns,
  readColumns,
  toggleColumn,
  writeColumns,
} from "./column-choice.ts";

export interface ColumnChoice {
  readonly chosen: readonly ColumnName[];
  readonly isDefault: boolean;
  readonly toggle: (name: ColumnName) => void;
  readonly reset: () => void;
}

const WIDE = "(min-width: 1600px)";
// One list each, so that the choice keeps its identity between renders.
const NARROW_DEFAULT = defaultColumns(false);
const WIDE_DEFAULT = defaultColumns(true);

export function useColumnChoice(): ColumnChoice {
  const wide = useSyncExternalStore(onWidth, () => matchMedia(WIDE).matches);
  const [remembered, setRemembered] = useState(() => readColumns(localStorage));
  const chosen = remembered ?? (wide ? WIDE_DEFAULT : NARROW_DEFAULT);
  return {
    chosen,
    isDefault: remembered === null,
    toggle: (name) => {
      const next = toggleColumn(chosen, name);
      writeColumns(localStorage, next);
      setRemembered(next);
    },
    reset: () => {
      forgetColumns(localStorage);
      setRemembered(null);
    },
  };
}

function onWidth(changed: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}
