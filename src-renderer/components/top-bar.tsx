// What stands in the top bar: mode, value with the age of its oldest price, the day, the feeds, pause, privacy, lock?
import { Fragment, type ReactNode } from "react";
import type { Mode } from "#shared/domain/account.ts";
import { Button, IconButton } from "./button.tsx";
import { HEALTH_WORDS, type Health, HealthDot } from "./health-dot.tsx";
import { ModePlate, type TestServers } from "./mode-plate.tsx";

export interface TopBarFeed {
  readonly name: string;
  readonly health: Health;
  /** Said behind the name when not all is well: "slow", "stale 17 s", "2 of 10 in doubt". */
  readonly note?: string;
  /** Why, in a sentence. */
  readonly reason?: string;
  /** Where more is told of it. */
  readonly href: string;
}

export interface TopBarProps {
  readonly mode: Mode;
  readonly testServers?: TestServers | null;
  /** Chip behind the plate, like SIMULATED for made-up prices. */
  readonly source?: ReactNode;
  /** Total value already written, or a sentence like "No value yet". */
  readonly total: ReactNode;
  /** "3.2 s": age of the oldest price in the total. */
  readonly oldestPriceAge?: string;
  readonly oldestPriceIsStale?: boolean;
  /** The day's PnL, already written and toned. */
  readonly day?: ReactNode;
  readonly feeds: readonly TopBarFeed[];
  readonly paused: boolean;
  readonly onTogglePause: () => void;
  readonly pauseKey: string;
  readonly hidden: boolean;
  readonly onToggleHidden: () => void;
  /** Left out where the shell cannot lock. */
  readonly onLock?: () => void;
}

const NOTE_TONE = { live: "t3", lagging: "ov", suspect: "ov", stale: "t3", dead: "dn", down: "dn", off: "t3" } as const;

export function TopBar(props: TopBarProps) {
  return (
    <header className="top">
      <ModePlate mode={props.mode} testServers={props.testServers} />
      {props.source}
      <span className="total">{props.total}</span>
      {props.oldestPriceAge === undefined ? null : (
        <span className="lab near" title="Age of the oldest price used">
          oldest price{" "}
          <span className={props.oldestPriceIsStale === true ? "late" : undefined}>{props.oldestPriceAge}</span>
        </span>
      )}
      {props.day === undefined ? null : (
        <Fragment>
          <span className="sep" />
          <span className="day">{props.day}</span>
          <span className="lab near">today</span>
        </Fragment>
      )}
      <span className="grow" />
      <span className="feeds">
        {props.feeds.map((feed) => (
          <a key={feed.name} href={feed.href} title={titleOf(feed)}>
            <HealthDot health={feed.health} small />
            <span className="name">{feed.name}</span>
            {feed.note === undefined ? (
              <span className="sr">{HEALTH_WORDS[feed.health]}</span>
            ) : (
              <span className={NOTE_TONE[feed.health]}>{feed.note}</span>
            )}
            {feed.reason === undefined ? null : <span className="sr">. {feed.reason}</span>}
          </a>
        ))}
      </span>
      <span className="sep" />
      <Button
        icon={props.paused ? "play" : "pause"}
        kbd={props.pauseKey}
        pressed={props.paused}
        onClick={props.onTogglePause}
      >
        {props.paused ? "Resume" : "Pause everything"}
      </Button>
      <span className="row" style={{ gap: 0, marginLeft: -6 }}>
        <IconButton
          icon={props.hidden ? "eyeOff" : "eye"}
          label={props.hidden ? "Show amounts" : "Hide amounts"}
          pressed={props.hidden}
          onClick={props.onToggleHidden}
        />
        {props.onLock === undefined ? null : <IconButton icon="lock" label="Lock" onClick={props.onLock} />}
      </span>
    </header>
  );
}

function titleOf({ name, health, note, reason }: TopBarFeed): string {
  const said = `${name}: ${note ?? HEALTH_WORDS[health]}`;
  return reason === undefined ? said : `${said}. ${reason}`;
}
