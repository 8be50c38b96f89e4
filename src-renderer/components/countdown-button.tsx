// How is a plan approved? Paper and sandbox: one click. Live: held for 1.2 s by pointer, Space or Enter, inside the plan's 60 s.
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import { isLastCall, secondsLeft } from "#renderer/lib/countdown.ts";
import type { Mode } from "#shared/domain/account.ts";
import { Kbd } from "./kbd.tsx";
import { ModePlate, type TestServers } from "./mode-plate.tsx";

export interface CountdownButtonProps {
  readonly mode: Mode;
  readonly testServers?: TestServers | null;
  /** Deed in one click: "Send 8 orders from Cycle lab". */
  readonly deed: string;
  /** Deed by holding, live only: "Hold to send 8 orders from Core". */
  readonly holdDeed: string;
  /** When the plan's life ends (UTC milliseconds), and how long it is. */
  readonly expiresAt: number;
  readonly lifeMs: number;
  /** Called once per gesture. */
  readonly onApprove: () => void;
  /** Called once when the countdown reaches 0. */
  readonly onExpire?: () => void;
  /** Why it may not be pressed: one sentence, and the key that mends it. Wins over everything else. */
  readonly disabledBecause?: { readonly sentence: string; readonly kbd?: string } | undefined;
  /** The gesture was made and the state machine is at work. */
  readonly sending?: boolean;
  readonly small?: boolean;
  /** UTC milliseconds; the computer's clock unless told. */
  readonly now?: () => number;
}

export const HOLD_MS = 1_200;
/** How often the seconds are read from the clock: often enough that none is skipped. */
const TICK_MS = 250;
const RING = 2 * Math.PI * 8;
const wallClock = () => Date.now();

export function CountdownButton(props: CountdownButtonProps) {
  const { mode, expiresAt, onApprove, onExpire, now = wallClock } = props;
  const [at, setAt] = useState(now);
  const [holding, setHolding] = useState(false);
  const holdTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const expired = at >= expiresAt;
  const closed = expired || props.disabledBecause !== undefined || props.sending === true;

  useEffect(() => {
    setAt(now());
    const timer = setInterval(() => setAt(now()), TICK_MS);
    return () => clearInterval(timer);
  }, [now]);

  const release = useCallback(() => {
    clearTimeout(holdTimer.current);
    holdTimer.current = undefined;
    setHolding(false);
  }, []);
  useEffect(() => {
    if (closed) release();
  }, [closed, release]);
  useEffect(() => release, [release]);
  useEffect(() => {
    if (expired) onExpire?.();
  }, [expired, onExpire]);

  const hold = () => {
    if (closed || holdTimer.current !== undefined) return;
    setHolding(true);
    holdTimer.current = setTimeout(() => {
      release();
      // The last look at the clock counts, not the last one drawn.
      if (now() < expiresAt) onApprove();
    }, HOLD_MS);
  };
  const live = mode === "live";
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== " " && event.key !== "Enter") return;
    // A key that repeats would press a one-click button again and again.
    if (live || event.repeat) event.preventDefault();
    if (live && !event.repeat) hold();
  };
  const keyUp = (event: KeyboardEvent) => {
    if (live && (event.key === " " || event.key === "Enter")) release();
  };
  const click = (event: MouseEvent) => {
    // The second half of a double click is not a second approval.
    if (!live && !closed && event.detail <= 1 && now() < expiresAt) onApprove();
  };
  const pointerDown = (event: PointerEvent) => {
    if (live && event.button === 0) hold();
  };

  if (props.disabledBecause !== undefined || (expired && props.sending !== true)) {
    const because = props.disabledBecause ?? { sentence: "The 60 seconds are over. Plan again to approve.", kbd: "R" };
    return (
      <button type="button" className={classNames("approve off", props.small && "small")} aria-disabled="true">
        <span>{because.sentence}</span>
        {because.kbd === undefined ? null : <Kbd>{because.kbd}</Kbd>}
      </button>
    );
  }
  const seconds = secondsLeft(expiresAt, at);
  const share = Math.min(1, Math.max(0, (expiresAt - at) / props.lifeMs));
  const words = props.sending === true ? "Sending" : holding ? "Keep holding" : live ? props.holdDeed : props.deed;
  return (
    <>
      <button
        type="button"
        className={classNames(
          "approve",
          mode,
          props.testServers?.isOnly === true && "test",
          holding && "holding",
          isLastCall(seconds) && "last",
          props.small && "small",
        )}
        style={{ "--hold-ms": `${HOLD_MS}ms` }}
        aria-disabled={props.sending === true}
        onClick={click}
        onPointerDown={pointerDown}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={keyDown}
        onKeyUp={keyUp}
        onBlur={release}
      >
        <span className="fill" />
        <ModePlate mode={mode} small testServers={props.testServers} />
        <span className="trunc">{words}</span>
        {props.sending === true ? null : (
          <span className="secs">
            <svg width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
              <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeOpacity=".28" strokeWidth="2.5" />
              <circle
                cx="10"
                cy="10"
                r="8"
                fill="none"
                stroke="currentColor"
                strokeWidth="2.5"
                strokeDasharray={`${RING * share} ${RING}`}
                transform="rotate(-90 10 10)"
              />
            </svg>
            <span className="count">{seconds} s</span>
          </span>
        )}
      </button>
      <span className="sr" role="status">
        {isLastCall(seconds) ? "10 seconds left to approve" : ""}
      </span>
    </>
  );
}
