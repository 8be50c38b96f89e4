// How does a screen group what belongs together? A panel: head, body, foot.
import { type CSSProperties, type ReactNode, useId } from "react";
import { classNames } from "#renderer/lib/class-names.ts";

export interface PanelProps {
  readonly title: ReactNode;
  /** A choice of views in the place of the title; the title then names the panel for assistive technology only. */
  readonly tabs?: ReactNode;
  /** Short fact behind the title. */
  readonly meta?: ReactNode;
  /** Buttons, chips and choices at the right of the head. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  readonly className?: string;
  readonly style?: CSSProperties;
}

/** A titled region. Tables go in as direct children (their edges meet the panel's); the rest goes into PanelBody. */
export function Panel({ title, tabs, meta, actions, children, foot, className, style }: PanelProps) {
  const id = useId();
  return (
    <section className={classNames("panel", className)} style={style} aria-labelledby={id}>
      <div className="ph">
        <h2 id={id} className={tabs === undefined ? undefined : "sr"}>
          {title}
        </h2>
        {tabs}
        {meta === undefined ? null : <span className="meta trunc">{meta}</span>}
        <span className="grow" />
        {actions}
      </div>
      {children}
      {foot === undefined ? null : <div className="pf">{foot}</div>}
    </section>
  );
}

export interface PanelBodyProps {
  readonly children: ReactNode;
  readonly className?: string;
  /** Scrolls inside when the content is taller than the panel. */
  readonly scroll?: boolean;
}

export function PanelBody({ children, className, scroll = false }: PanelBodyProps) {
  return <div className={classNames("pb grow col", scroll && "scroll", className)}>{children}</div>;
}
