// What tells each profile from the others: its identity and until when, how alike the nearest other one is, what was drawn twice?
import { HashText } from "#renderer/components/hash-text.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import type { IdentityView, SeparationView } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { writeShare } from "./pair-matrix.tsx";

const MINUTE_MS = 60_000;

export interface ApartTableProps {
  readonly profiles: readonly Profile[];
  readonly identities: readonly IdentityView[];
  readonly separation: SeparationView;
}

export function ApartTable({ profiles, identities, separation }: ApartTableProps) {
  const now = useNow(MINUTE_MS);
  return (
    <ScrollBox label="Identities and draws" className="table-box grow">
      <table>
        <caption className="sr">Identity, uniqueness and draws of each profile</caption>
        <thead>
          <tr>
            <th scope="col">Profile</th>
            <th scope="col">Identity</th>
            <th scope="col" className="num">
              Turns in
            </th>
            <th scope="col" className="apart-assets">
              Looks at
            </th>
            <th scope="col" className="num">
              Uniqueness
            </th>
            <th scope="col" className="num">
              Collisions
            </th>
            <th scope="col" className="num">
              Drawn again
            </th>
          </tr>
        </thead>
        <tbody>
          {profiles.map(({ id, name }) => {
            const identity = identities.find(({ profileId }) => profileId === id);
            const unique = separation.uniqueness.find(({ profileId }) => profileId === id)?.score ?? null;
            const draws = separation.draws.find(({ profileId }) => profileId === id);
            return (
              <tr key={id}>
                <th scope="row" className="med trunc" title={name}>
                  {name}
                </th>
                <td>
                  {identity === undefined ? "–" : <HashText value={identity.identityHash} label="Identity hash" />}
                </td>
                <td className="num">
                  {identity === undefined
                    ? "–"
                    : `${Math.max(1, Math.ceil((identity.rotatesAt - now) / MINUTE_MS))} min`}
                </td>
                <td className="trunc" title={identity?.assets.join(", ")}>
                  {identity === undefined || identity.assets.length === 0 ? "nothing yet" : identity.assets.join(", ")}
                </td>
                <td className="num">{unique === null ? "not known yet" : writeShare(unique)}</td>
                <td className="num">
                  <Count count={identity?.collidesWith.length ?? 0} alarm />
                </td>
                <td className="num">{drawWords(draws)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Count({ count, alarm }: { readonly count: number; readonly alarm: boolean }) {
  if (count === 0 || !alarm) return <>{count}</>;
  return (
    <span className="dn">
      <Icon name="alert" size="small" /> {count}
    </span>
  );
}

function drawWords(draws: SeparationView["draws"][number] | undefined): string {
  if (draws === undefined || draws.drawn === 0) return "no draws";
  const shared = draws.exhausted === 0 ? "" : `, ${draws.exhausted} shared`;
  return `${draws.again} of ${draws.drawn}${shared}`;
}
