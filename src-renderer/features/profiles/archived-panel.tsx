// Which profiles are put away, and how does one come back?
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatDate } from "#renderer/lib/format-time.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

const EVERY_MS = 60_000;

export interface ArchivedPanelProps {
  /** Asks again when it changes. */
  readonly refresh: string;
  readonly onRestored: (id: ProfileId) => void;
}

/** Nothing where none is. */
export function ArchivedPanel({ refresh, onRestored }: ArchivedPanelProps) {
  const client = useClient();
  const { timeZone } = usePreferences();
  const { value } = useQuery({
    ...{ key: "archived", everyMs: EVERY_MS, refresh },
    ask: (signal) => client.profiles.archived({}, { signal }),
  });
  const restore = useCommand((profileId: ProfileId) => client.profiles.restore({ profileId }));
  if (value === null || value.length === 0) return null;
  return (
    <Panel title="Put away" meta={String(value.length)}>
      <PanelBody>
        {value.map(({ id, name, archivedAt }) => (
          <div className="limit-row" key={id}>
            <span className="trunc">
              {name}
              {archivedAt === undefined ? null : <small>since {formatDate(archivedAt, timeZone)}</small>}
            </span>
            <Button
              disabled={restore.busy}
              onClick={() => void restore.run(id).then((profile) => (profile === null ? undefined : onRestored(id)))}
            >
              Restore
            </Button>
          </div>
        ))}
        {restore.error === null ? null : <ErrorState {...errorWords(restore.error)} />}
      </PanelBody>
    </Panel>
  );
}
