// How far is the check, and what is wrong? Five lines that turn green one by one; a failed one says what it means and how to mend it.
import type { ReactNode } from "react";
import { Icon, type IconName } from "#renderer/components/icon.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import type { CheckStep } from "#shared/contract/views.ts";
import { CHECK_WORDS, describeCheck, STATE_WORDS } from "./wizard-words.ts";

const MARK = {
  waiting: null,
  running: null,
  ok: "check",
  warning: "alert",
  failed: "close",
  skipped: "minus",
} as const satisfies Record<CheckStep["state"], IconName | null>;

export interface CheckListProps {
  readonly steps: readonly CheckStep[];
  readonly venueName: string;
  /** What can be pressed below the step that failed. */
  readonly fixActions: ReactNode;
}

export function CheckList({ steps, venueName, fixActions }: CheckListProps) {
  return (
    <ol className="check-lines" aria-label="Checks">
      {steps.map((step) => (
        <li
          key={step.step}
          className={`check-line ${step.state}`}
          aria-label={`${CHECK_WORDS[step.step]}: ${STATE_WORDS[step.state]}`}
        >
          <CheckMark state={step.state} />
          <div className="grow">
            <div className="row">
              <span className={classNames("semi", isQuiet(step) && "t3")}>{CHECK_WORDS[step.step]}</span>
              <span className="end f12 t3 num">{step.tookMs === null ? "" : `${step.tookMs} ms`}</span>
            </div>
            <p className={classNames("f12", isQuiet(step) ? "t3" : "t2")}>
              {step.message === "" ? describeCheck(step.step, venueName) : step.message}
            </p>
            <FixBlock step={step} actions={step.state === "failed" ? fixActions : null} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function CheckMark({ state }: Pick<CheckStep, "state">) {
  const icon = MARK[state];
  return (
    <span className={`check-mark ${state}`} aria-hidden="true">
      {icon === null ? null : <Icon name={icon} size="tiny" />}
    </span>
  );
}

function isQuiet({ state }: CheckStep): boolean {
  return state === "waiting" || state === "skipped";
}

interface FixBlockProps {
  readonly step: CheckStep;
  readonly actions: ReactNode;
}

function FixBlock({ step, actions }: FixBlockProps) {
  if (step.meaning === null && step.fix.length === 0 && actions === null) return null;
  return (
    <div className={classNames("fix", step.state === "failed" ? "bad" : "over")}>
      {step.meaning === null ? null : (
        <p className="f12">
          <b>What it means.</b> <span className="t2">{step.meaning}</span>
        </p>
      )}
      {step.fix.length === 0 ? null : (
        <>
          <p className="f12">
            <b>What to do</b>
          </p>
          <ol className="f12">
            {step.fix.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </>
      )}
      {actions === null ? null : <div className="row">{actions}</div>}
    </div>
  );
}
