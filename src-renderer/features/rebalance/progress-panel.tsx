// How much is filled, and how is the plan stopped?
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Figure, Money } from "#renderer/components/money.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { ProgressSegments } from "#renderer/components/progress-segments.tsx";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import {
  averageSlippageBp,
  type OrderLine,
  progressWords,
  sumFeeValue,
  sumFilledValue,
  toSegments,
} from "./order-lines.ts";
import type { PlanCommands } from "./use-plan-commands.ts";

export interface ProgressPanelProps {
  readonly record: PlanRecord;
  readonly lines: readonly OrderLine[];
  readonly commands: PlanCommands;
  readonly onCancelAll: () => void;
}

export function ProgressPanel({ record, lines, commands, onCancelAll }: ProgressPanelProps) {
  const { plan, state } = record;
  const fees = sumFeeValue(lines);
  const slippage = averageSlippageBp(lines);
  const words = progressWords(lines);
  // While it is held, the note above the orders has the choices.
  const held = state === "PAUSED";
  return (
    <Panel title="Filled" className="rb-progress">
      <PanelBody>
        <div className="rb-figure">
          <Figure amount={sumFilledValue(lines)} currency={plan.currency} size="panel" />
          <span className="t3 f12">
            of <Money amount={plan.turnover} currency={plan.currency} />
          </span>
        </div>
        <ProgressSegments segments={toSegments(lines)} label={words} />
        <div className="rb-progress-facts f12">
          <span>
            <span className="t3">Fees</span> <Money amount={fees ?? undefined} currency={plan.currency} absent="n/a" />
          </span>
          <span className="t3">{words}</span>
        </div>
        {slippage === null ? null : (
          <p className="f12 t3">
            {formatDecimal(slippage, { scale: 1, sign: "always", suffix: " bp" })} against the planned prices
          </p>
        )}
        {held ? null : <Commands record={record} commands={commands} onCancelAll={onCancelAll} />}
      </PanelBody>
    </Panel>
  );
}

type CommandsProps = Pick<ProgressPanelProps, "record" | "commands" | "onCancelAll">;

function Commands({ record, commands, onCancelAll }: CommandsProps) {
  const ending = record.state === "RECONCILING";
  return (
    <>
      <div className="rb-commands">
        <Button
          large
          icon="pause"
          disabled={commands.busy || ending || record.stopAfterLeg}
          onClick={() => commands.run("pause")}
        >
          Pause
        </Button>
        <Button
          large
          icon="stop"
          kbd="S"
          disabled={commands.busy || !commands.canStop}
          onClick={() => commands.run("stopAfterLeg")}
        >
          {record.stopAfterLeg ? "Stops after this order" : "Stop after this order"}
        </Button>
        <Button
          large
          kind="danger-solid"
          icon="close"
          kbd="Shift X"
          disabled={commands.busy || ending}
          onClick={onCancelAll}
        >
          Cancel all open orders
        </Button>
      </div>
      {commands.error === null ? (
        <p className="f12 t3">
          {ending
            ? "All orders have ended; the last fills and balances are being read."
            : "Canceling keeps what is filled."}
        </p>
      ) : (
        <ErrorState {...errorWords(commands.error)} />
      )}
    </>
  );
}
