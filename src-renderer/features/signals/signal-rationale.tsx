// Which numbers does a signal rest on, and which of them were asked for?
import { Icon } from "#renderer/components/icon.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { groupRationale, shortValue } from "./rationale-groups.ts";

export interface SignalRationaleProps {
  readonly rows: Signal["rationale"];
}

export function SignalRationale({ rows }: SignalRationaleProps) {
  const { hideAmounts } = usePreferences();
  const write = (value: string) => (hideAmounts ? hideAmountsIn(value) : value);
  return (
    <>
      {groupRationale(rows).map(({ title, said, rows: shown }) => (
        <section key={title ?? ""} className="signal-reasons">
          <h3>{title ?? "Rationale"}</h3>
          {said === null ? null : <p className="f12 t2">{said}</p>}
          <dl className="fields">
            {shown.map((row) => (
              <div key={row.name}>
                <dt>{row.name}</dt>
                <dd className="row">
                  <span className="num med" title={write(row.value)}>
                    {shortValue(write(row.value))}
                  </span>
                  {row.needs === null ? null : <span className="t3">{row.needs}</span>}
                  {row.passed === null ? null : (
                    <Icon name={row.passed ? "check" : "close"} size="small" className={row.passed ? "up" : "t3"} />
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
