// How alike is each of some profiles to each other one? A table with a shade for each number, read by its heads.
import { Icon } from "#renderer/components/icon.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import type { Profile } from "#shared/domain/profile.ts";
import { groupReasons, type PairCell } from "./apart-words.ts";

export interface PairMatrixProps {
  /** What the numbers are: "Overlap of base assets". */
  readonly label: string;
  /** By priority; at least two. */
  readonly profiles: readonly Profile[];
  readonly cellOf: (one: Profile, other: Profile) => PairCell;
  /** Writes the number: "0.25", "25 %". */
  readonly write: (value: number) => string;
}

const DIGITS = 2;
/** Of more the heads of columns are numbers, those of the rows. */
const MOST_BY_NAME = 3;
/** Of the shade: what is there at all is seen, in per cent. */
const LEAST_SHADE = 25;

export function PairMatrix({ label, profiles, cellOf, write }: PairMatrixProps) {
  const numbered = profiles.length > MOST_BY_NAME;
  const reasons = groupReasons(profiles, cellOf);
  return (
    <ScrollBox label={`${label}, pair by pair`} className="table-box grow">
      <table className="pair-matrix">
        <caption className="sr">{label}, each profile against each other one</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr">Profile</span>
            </th>
            {profiles.map(({ id, name }, index) => (
              <th key={id} scope="col" title={name}>
                {numbered ? (
                  <>
                    <span aria-hidden="true">{index + 1}</span>
                    <span className="sr">{name}</span>
                  </>
                ) : (
                  <span className="trunc">{name}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {profiles.map((one, index) => (
            <tr key={one.id}>
              <th scope="row" title={one.name}>
                <span className="trunc">
                  {numbered ? (
                    <span className="num t3" aria-hidden="true">
                      {index + 1}{" "}
                    </span>
                  ) : null}
                  {one.name}
                </span>
              </th>
              {profiles.map((other) =>
                one.id === other.id ? (
                  <td key={other.id} className="itself">
                    <span className="sr">itself</span>
                  </td>
                ) : (
                  <Cell key={other.id} cell={cellOf(one, other)} write={write} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {reasons.length === 0 ? null : (
        <ul className="matrix-reasons f11 t3">
          {reasons.map(({ why, pairs }) => (
            <li key={why}>
              <b className="med">No number:</b> {why} ({few(pairs)}).
            </li>
          ))}
        </ul>
      )}
    </ScrollBox>
  );
}

function Cell({ cell: { value, why, alarm }, write }: { readonly cell: PairCell } & Pick<PairMatrixProps, "write">) {
  if (value === null) {
    return (
      <td className="num t3" title={why ?? undefined}>
        <span aria-hidden="true">–</span>
        <span className="sr">no number: {why}</span>
      </td>
    );
  }
  const size = Math.min(1, Math.abs(value));
  const strength = `${size < 0.005 ? 0 : Math.round(LEAST_SHADE + (100 - LEAST_SHADE) * size)}%`;
  return (
    <td
      className={value < 0 ? "num shade-against" : "num shade-alike"}
      style={{ "--strength": strength }}
      title={alarm ?? undefined}
    >
      {alarm === null ? null : (
        <>
          <Icon name="alert" size="small" />
          <span className="sr">{alarm}</span>
        </>
      )}
      {write(value)}
    </td>
  );
}

const MOST_NAMED = 3;

function few(pairs: readonly string[]): string {
  const named = pairs.slice(0, MOST_NAMED).join("; ");
  const more = pairs.length - MOST_NAMED;
  return more > 0 ? `${named}; and ${more} more` : named;
}

export function writeCorrelation(value: number): string {
  // Without a minus before what rounds to nothing.
  const text = value.toFixed(DIGITS);
  return (Number(text) === 0 ? (0).toFixed(DIGITS) : text).replace("-", "−");
}

export function writeShare(value: number): string {
  return `${Math.round(100 * value)} %`;
}
