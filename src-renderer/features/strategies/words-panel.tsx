// What does the chosen strategy assume, and when does it fail?
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { NOTES_STRATEGY_NAMES, STRATEGY_TITLES, type StrategyName } from "#shared/domain/strategy-name.ts";
import { STRATEGY_WORDS } from "#shared/domain/strategy-words.ts";

export interface WordsPanelProps {
  readonly name: StrategyName;
}

export function WordsPanel({ name }: WordsPanelProps) {
  const words = STRATEGY_WORDS[name];
  return (
    <Panel title={STRATEGY_TITLES[name]} className="strategies-words">
      <PanelBody scroll>
        <dl>
          <dt>It assumes</dt>
          <dd>{words.assumes}</dd>
          <dt>It fails</dt>
          <dd>{words.fails}</dd>
          <dt>Where it comes from</dt>
          <dd>{words.source.replaceAll("*", "")}</dd>
          <dt>Name in configuration files</dt>
          <dd className="mono">{NOTES_STRATEGY_NAMES[name]}</dd>
        </dl>
        <p className="f12 t3">Nothing here is a forecast with a known edge.</p>
      </PanelBody>
    </Panel>
  );
}
