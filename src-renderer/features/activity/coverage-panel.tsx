// How complete is the history: of each account and source, from when to when, and what is missing?
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useStream } from "#renderer/hooks/use-stream.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Coverage } from "#shared/domain/books.ts";
import { coverageWords } from "./coverage-words.ts";

export function CoveragePanel() {
  const books = useBooks();
  const now = useNow();
  const { profile } = useActiveProfile();
  const coverage = useStream<readonly Coverage[], readonly Coverage[]>({
    key: profile.id,
    open: (signal) => books.coverage({ profileId: profile.id }, { signal }),
    apply: (_before, change) => change,
  });
  const command = useBookCommand(() => books.readHistory({ profileId: profile.id }));
  const state = toPanelState(coverage, { now, isEmpty: (all) => all.length === 0 });
  const read = (
    <Button icon="download" disabled={command.busy} onClick={() => void command.run(undefined)}>
      Read history
    </Button>
  );
  return (
    <LoadablePanel
      title="Coverage"
      meta="what was read of each account"
      actions={state.state === "empty" ? undefined : read}
      data={state}
      rows={5}
      rowHeight={44}
      refusal={command.error === null ? null : errorWords(command.error)}
      empty={{
        children: "No history was read yet. The venues tell what they still keep; older entries come from files.",
        action: read,
      }}
    >
      {(all) => (
        <ScrollBox label="Coverage of each account" className="scroll grow">
          <CoverageList
            coverage={all}
            now={now}
            nameOf={(id) => profile.accounts.find((one) => one.id === id)?.name ?? id}
          />
        </ScrollBox>
      )}
    </LoadablePanel>
  );
}

interface CoverageListProps {
  readonly coverage: readonly Coverage[];
  readonly now: number;
  readonly nameOf: (id: string) => string;
}

function CoverageList({ coverage, now, nameOf }: CoverageListProps) {
  const { timeZone } = usePreferences();
  return (
    <ul className="gaps">
      {coverage.map((one) => (
        <li key={`${one.accountId} ${one.source}`}>
          <div className="row">
            <b>{nameOf(one.accountId)}</b>
            <span>{coverageWords(one, now, timeZone)}</span>
            <span className="t3 end num">{one.entries.toLocaleString("en-US")} entries</span>
            {one.complete ? (
              <Chip tone="ok" icon="check">
                complete
              </Chip>
            ) : (
              <Chip tone="over" icon={one.resume === null ? "alert" : "clock"}>
                {one.resume === null ? "not complete" : "being read"}
              </Chip>
            )}
          </div>
          {one.problem === null ? null : <p className="t2">{one.problem}</p>}
        </li>
      ))}
    </ul>
  );
}
