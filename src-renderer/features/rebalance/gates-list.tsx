// Would the safety checks let this plan through? Where there is room, each of them is shown.
import { Icon } from "#renderer/components/icon.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import type { GateCheck } from "#shared/contract/views.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import { CHECK_WORDS, checksWords, worstState } from "./check-words.ts";

export interface GatesListProps {
  readonly gates: readonly GateCheck[];
  readonly wideOnly: boolean;
}

export function GatesList({ gates, wideOnly }: GatesListProps) {
  return (
    <ScrollBox className={classNames("rb-gates", wideOnly && "wide-only")} label="Safety checks">
      <h3>Safety checks</h3>
      <ul className="f12">
        {gates.map(({ name, ok, detail }) => (
          <li key={name} className={classNames("row", ok && "t2")} title={detail}>
            <span className={ok ? "up" : "dn"}>
              <Icon name={ok ? "check" : "close"} size="tiny" />
            </span>
            {name}
            <span className="sr">{ok ? "passes" : "fails"}</span>
          </li>
        ))}
      </ul>
    </ScrollBox>
  );
}

export interface GatesVerdictProps {
  readonly gates: readonly GateCheck[];
  readonly checks: readonly LegCheck[];
}

/** One line: what the venues say, and whether all checks of ours pass; which does not, and why. */
export function GatesVerdict({ gates, checks }: GatesVerdictProps) {
  const failing = gates.filter(({ ok }) => !ok);
  const { icon, tone } = CHECK_WORDS[worstState(checks)];
  return (
    <div className="rb-verdicts f12 t2">
      {failing.length > 0 ? null : (
        <span className="row">
          <span className={tone}>
            <Icon name={icon} size="tiny" />
          </span>
          {checksWords(checks)}
        </span>
      )}
      <span className="row">
        <span className={failing.length === 0 ? "up" : "dn"}>
          <Icon name={failing.length === 0 ? "check" : "close"} size="tiny" />
        </span>
        {gates.length - failing.length} of {gates.length} checks pass
      </span>
      {failing.map(({ name, detail }) => (
        <p key={name}>
          <b className="semi">{name}:</b> {detail}
        </p>
      ))}
    </div>
  );
}
