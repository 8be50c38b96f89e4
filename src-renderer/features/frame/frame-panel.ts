// What must the frame know of a screen? `panels.ts` lists them.
import type { ComponentType, LazyExoticComponent } from "react";
import type { IconName } from "#renderer/components/icon.tsx";

export interface FramePanel {
  /** First part of the address and the id in the rail. */
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** Second key of its shortcut: `G`, then this letter. */
  readonly key: string;
  /** Fetches its code; once fetched it is there at once. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  readonly view: LazyExoticComponent<ComponentType>;
  readonly startsGroup?: boolean;
  /** Speaks of the whole program: another profile on screen does not begin it anew. */
  readonly ofProgram?: boolean;
  /** A page without a rail entry belongs to the entry named here. */
  readonly under?: string;
}
