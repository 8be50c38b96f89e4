// How is the window laid out: rail, top bar, main area, and the border that shows the mode?
import type { ReactNode } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import type { Mode } from "#shared/domain/account.ts";

export interface WindowFrameProps {
  readonly mode: Mode;
  /** The profile reaches test servers only: the border says so too. */
  readonly isTest?: boolean;
  readonly rail: ReactNode;
  readonly topBar: ReactNode;
  readonly children: ReactNode;
}

export function WindowFrame({ mode, isTest = false, rail, topBar, children }: WindowFrameProps) {
  return (
    <div className={classNames("win", `mode-${mode}`, isTest && "test")}>
      <a className="btn skip" href="#main">
        Skip to the screen
      </a>
      {rail}
      {topBar}
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

export interface ScreenHeadProps {
  readonly title: string;
  /** Short facts behind the title. */
  readonly meta?: ReactNode;
  /** Buttons and choices at the right. */
  readonly children?: ReactNode;
}

/** First line of a screen: its name, what it is about, what can be done. */
export function ScreenHead({ title, meta, children }: ScreenHeadProps) {
  return (
    <div className="screen-head">
      <h1>{title}</h1>
      {meta === undefined ? null : <span className="t3">{meta}</span>}
      <span className="grow" />
      {children}
    </div>
  );
}
