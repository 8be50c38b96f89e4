// What stands in the left rail: profile switcher, screens, health of the whole program?
import { Fragment, type MouseEvent, type ReactNode } from "react";
import { type Health, HealthDot } from "./health-dot.tsx";
import { Icon, type IconName } from "./icon.tsx";

export interface RailEntry {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** Link target, like `#/overview`; middle click and copy work as for any link. */
  readonly href: string;
  /** Number of things that wait there; nothing is shown for 0. */
  readonly count?: number;
  /** Puts a gap above, between groups. */
  readonly startsGroup?: boolean;
}

export interface RailHealth {
  readonly health: Health;
  /** One line saying how it is: "All systems normal", "Kraken is stale". */
  readonly headline: string;
  /** One line saying why or what is being done. */
  readonly detail: string;
}

export interface RailProps {
  readonly entries: readonly RailEntry[];
  readonly activeId: string;
  readonly onNavigate: (id: string) => void;
  readonly switcher: ReactNode;
  readonly health: RailHealth;
}

export function Rail({ entries, activeId, onNavigate, switcher, health }: RailProps) {
  const navigate = (event: MouseEvent, id: string) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onNavigate(id);
  };
  return (
    <nav className="rail" aria-label="Screens">
      {switcher}
      <div className="nav">
        {entries.map((entry) => (
          <Fragment key={entry.id}>
            {entry.startsGroup === true ? <hr /> : null}
            <a
              href={entry.href}
              className={entry.id === activeId ? "on" : undefined}
              aria-current={entry.id === activeId ? "page" : undefined}
              title={entry.label}
              onClick={(event) => navigate(event, entry.id)}
            >
              <Icon name={entry.icon} />
              <span className="wide-only">{entry.label}</span>
              {entry.count === undefined || entry.count === 0 ? null : (
                <span className="cnt">
                  {entry.count}
                  <span className="sr"> waiting</span>
                </span>
              )}
            </a>
          </Fragment>
        ))}
      </div>
      <div className="health" title={`${health.headline}. ${health.detail}`}>
        <HealthDot health={health.health} />
        <span className="grow wide-only">
          <span className="f12 med trunc" style={{ display: "block" }} role="status">
            {health.headline}
          </span>
          <span className="lab trunc" style={{ display: "block" }}>
            {health.detail}
          </span>
        </span>
      </div>
    </nav>
  );
}
