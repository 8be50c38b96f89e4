// What tells this profile from the others, until when, and is it one of its kind?
import { HashText } from "#renderer/components/hash-text.tsx";
import { Note } from "#renderer/components/note.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import type { Profile } from "#shared/domain/profile.ts";

const EVERY_MS = 30_000;
const MINUTE_MS = 60_000;

export function IdentityRows({ profile }: { readonly profile: Profile }) {
  const client = useClient();
  const now = useNow(MINUTE_MS);
  const { value } = useQuery({
    ...{
      key: profile.id,
      everyMs: EVERY_MS,
      refresh: JSON.stringify([profile.identity, profile.strategies, profile.targets]),
    },
    ask: (signal) => client.profiles.identities({}, { signal }),
  });
  const own = value?.find(({ profileId }) => profileId === profile.id);
  if (own === undefined) return null;
  const twins = value?.filter(({ profileId }) => own.collidesWith.includes(profileId)) ?? [];
  return (
    <>
      <dl className="fields">
        <div>
          <dt>Identity</dt>
          <dd>
            <HashText value={own.identityHash} label="Identity hash" />
          </dd>
        </div>
        <div>
          <dt>Turns in</dt>
          <dd className="num">{Math.max(1, Math.ceil((own.rotatesAt - now) / MINUTE_MS))} min</dd>
        </div>
        <div>
          <dt>Looks at</dt>
          <dd className="wrap">{own.assets.length === 0 ? "nothing yet" : own.assets.join(", ")}</dd>
        </div>
      </dl>
      {twins.length === 0 ? null : (
        <Note tone="bad" title="Not one of its kind.">
          It has the same identity as {twins.map(({ name }) => name).join(", ")}: both would do the same. Change one of
          them.
        </Note>
      )}
    </>
  );
}
