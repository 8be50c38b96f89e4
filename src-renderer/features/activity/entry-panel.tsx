// What exactly was written down in one entry of the journal?
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import type { AuditLine } from "#shared/contract/views.ts";

export interface EntryPanelProps {
  readonly line: AuditLine | null;
}

export function EntryPanel({ line }: EntryPanelProps) {
  return (
    <Panel title="Entry" meta={line === null ? undefined : line.kind}>
      <PanelBody scroll>
        {line === null ? (
          <EmptyState>Choose an entry to see exactly what was written, and its seal.</EmptyState>
        ) : (
          <>
            <dl className="fields">
              <div>
                <dt>Number</dt>
                <dd>{line.seq}</dd>
              </div>
              <div>
                <dt>Profile</dt>
                <dd>{line.profileId ?? "whole program"}</dd>
              </div>
              <div>
                <dt>Seal</dt>
                <dd>
                  <HashText value={line.hash} label="Hash of this entry" />
                </dd>
              </div>
            </dl>
            <pre className="entry-json">{pretty(line.json)}</pre>
          </>
        )}
      </PanelBody>
    </Panel>
  );
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
