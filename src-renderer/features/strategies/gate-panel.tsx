// Is the entropy gate open, and can its reading be told from noise at all?
import { Chip } from "#renderer/components/chip.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { formatStatistic } from "#renderer/lib/format-statistic.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Judgement } from "#shared/domain/decision.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { NoiseReading } from "#shared/domain/market-look.ts";
import type { StrategySymbolView } from "#shared/domain/strategies-view.ts";
import { useNoise } from "./use-market-look.ts";

/** Closes that the comparison with shuffles reads. */
const NOISE_BARS = 257;
/** Chances up to this are told from noise. */
const LEVEL = 0.05;

export interface GatePanelProps {
  readonly market: StrategySymbolView;
  readonly profileId: ProfileId;
}

export function GatePanel({ market, profileId }: GatePanelProps) {
  const gate = market.decision?.outcome.strategies.entropyGate;
  return (
    <Panel
      title="Entropy gate"
      actions={gate === undefined ? <Chip tone="muted">not run</Chip> : <State gate={gate} />}
      className="strategy-gate"
    >
      <PanelBody>
        <p className="f12">{gate === undefined ? "It is not among this profile's strategies." : `${gate.because}.`}</p>
        {market.bars < NOISE_BARS || market.decision === null ? (
          <p className="f12 t2">
            Whether its entropies differ from noise can be told from {NOISE_BARS} closed bars on; {market.bars} are
            known.
          </p>
        ) : (
          <Noise market={market} profileId={profileId} />
        )}
      </PanelBody>
    </Panel>
  );
}

function State({ gate }: { readonly gate: Judgement }) {
  if (gate.because.startsWith("Open"))
    return (
      <Chip tone="ok" icon="check">
        open
      </Chip>
    );
  if (gate.because.startsWith("Shut"))
    return (
      <Chip tone="muted" icon="lock">
        shut
      </Chip>
    );
  return (
    <Chip tone="muted" icon="clock">
      warming up
    </Chip>
  );
}

function Noise({ market, profileId }: GatePanelProps) {
  const { value, error } = useNoise(profileId, market);
  if (value === null) return error === null ? <SkeletonRows rows={4} /> : <ErrorState {...errorWords(error)} />;
  return (
    <>
      <h3 className="gate-head">{value.toldFromNoise ? "Told from noise" : "Cannot be told from noise"}</h3>
      <Entropy name="Shannon" kind="shannon" reading={value} />
      <Entropy name="Permutation" kind="permutation" reading={value} />
      <p className="f11 t3">
        Of {formatStatistic(value.shuffles)} shuffles of the same returns. Told from noise would be at most{" "}
        {100 * LEVEL} % for both.
      </p>
    </>
  );
}

interface EntropyProps {
  readonly name: string;
  readonly kind: keyof NoiseReading["entropy"];
  readonly reading: NoiseReading;
}

function Entropy({ name, kind, reading }: EntropyProps) {
  const chance = `as low in ${formatStatistic(100 * reading.chance[kind], 2)} %`;
  return (
    <div className="gate-entropy">
      <span className="row f12">
        <span className="t2">
          {name} <span className="t3">{formatStatistic(reading.entropy[kind])}</span>
        </span>
        <span className="end num">{chance}</span>
      </span>
      <Meter
        ratio={reading.chance[kind]}
        tone={reading.chance[kind] <= LEVEL ? "ok" : "ink"}
        label={`${name}: ${chance} of the shuffles`}
      />
    </div>
  );
}
