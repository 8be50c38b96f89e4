// How is a feed connected, what was noticed of it, and can it be connected anew?
import { Button } from "#renderer/components/button.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { alarmWords, countLines, rejectWords, totalOf } from "#renderer/lib/feed-words.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import { feedFacts, feedTrouble, whyNotReconnect } from "./feed-facts.ts";

export interface ConnectionPanelProps {
  readonly feed: FeedHealth;
}

export function ConnectionPanel({ feed }: ConnectionPanelProps) {
  const { timeZone } = usePreferences();
  const trouble = feedTrouble(feed);
  const lastEnd = feed.connection?.lastEnd ?? null;
  return (
    <Panel title={feed.name} meta="connection" foot={<Reconnect feed={feed} />}>
      <ScrollBox label={`Connection of ${feed.name}`} className="table-box pb grow stack">
        {trouble === null ? null : (
          <Note tone={feed.state === "down" ? "bad" : "over"} title={feed.state === "live" ? "In part." : "Attention."}>
            {trouble}
          </Note>
        )}
        <dl className="fields">
          {feedFacts(feed, timeZone).map(({ name, value, title }) => (
            <div key={name} title={title}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
        {lastEnd === null ? null : (
          <p className="f12 t2">
            Last end, {formatDateTime(lastEnd.at, timeZone)}: {lastEnd.reason}
          </p>
        )}
        <Counts title="Prices refused" counts={feed.rejected} words={rejectWords} none="None was refused." />
        {feed.connection === null ? null : (
          <Counts
            title="Noticed and mended"
            counts={feed.connection.alarms}
            words={alarmWords}
            none="Nothing had to be mended."
          />
        )}
      </ScrollBox>
    </Panel>
  );
}

interface CountsProps {
  readonly title: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly words: (name: string) => string;
  readonly none: string;
}

function Counts({ title, counts, words, none }: CountsProps) {
  return (
    <section className="feed-counts" aria-label={title}>
      <h3>{title}</h3>
      {totalOf(counts) === 0 ? (
        <p className="f12 t3">{none}</p>
      ) : (
        <dl className="fields">
          {countLines(counts, words).map((line) => (
            <div key={line.name}>
              <dt>{line.words}</dt>
              <dd className="num">{line.count}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** The present connection serves until the new one does, so nothing is lost by it. */
function Reconnect({ feed }: ConnectionPanelProps) {
  const client = useClient();
  const toast = useToast();
  const reconnect = useCommand(() => client.system.reconnectFeed({ venue: feed.venue }));
  const obstacle = whyNotReconnect(feed);
  const press = () =>
    void reconnect.run(undefined).then((done) => {
      if (done === null) return;
      toast({
        tone: "ok",
        title: `${feed.name} is being connected anew`,
        detail: "The present connection serves until then.",
      });
    });
  return (
    <>
      <p className="f12 t3 grow">
        {reconnect.error === null ? (
          obstacle
        ) : (
          <span className="dn">Not connected anew. {reconnect.error.message}</span>
        )}
      </p>
      <Button disabled={obstacle !== null || reconnect.busy} onClick={press}>
        Reconnect
      </Button>
    </>
  );
}
