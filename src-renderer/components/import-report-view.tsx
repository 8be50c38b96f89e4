// What did the program understand of a configuration file? What is wrong first, then what would come of it, then key by key.
import type { ImportedKey, ImportReport } from "#shared/domain/profile-import.ts";
import { Chip } from "./chip.tsx";
import { ModePlate } from "./mode-plate.tsx";
import { Note } from "./note.tsx";

const KEY_LOOK = {
  taken: { tone: "ok", words: "Taken" },
  changed: { tone: "over", words: "Changed" },
  ignored: { tone: "muted", words: "Ignored" },
} as const;

export function ImportReportView({ report }: { readonly report: ImportReport }) {
  const { profiles, keys, secrets, errors } = report;
  const missing = secrets.filter(({ stored }) => stored === "missing").length;
  return (
    <div className="stack import-report">
      {errors.length === 0 ? null : (
        <Note tone="bad" title="Nothing can be imported.">
          <ul>
            {errors.map(({ path, line, expected, got }) => (
              <li key={`${path} ${expected}`}>
                <span className="mono">{path}</span>
                {line === null ? "" : ` (line ${line})`}: expected {expected}, got {got}.
              </li>
            ))}
          </ul>
        </Note>
      )}
      {report.imported ? <Note tone="ok">Imported. Nothing trades until you approve it.</Note> : null}
      {profiles.map(({ name, mode, targets, assets }) => (
        <div key={name} className="row import-profile">
          <span className="semi trunc">{name}</span>
          <ModePlate mode={mode} small />
          <span className="grow f12 t2">{contents(Object.keys(targets), assets)}</span>
        </div>
      ))}
      {secrets.length === 0 ? null : (
        <p className="f12 t2">
          {missing === secrets.length
            ? "No key stands in the file: enter keys under Accounts."
            : `${secrets.length - missing} of ${secrets.length} parts of keys are kept in the ${secrets.find(({ stored }) => stored !== "missing")?.stored ?? ""}, not in the profile. Their accounts wait, paused, until you look at them.`}
        </p>
      )}
      {keys.length === 0 ? null : (
        <p className="f12 t2">
          What is taken stays with the profile and goes out with an export; so does what is kept and not used, each with
          its reason.
        </p>
      )}
      {keys.length === 0 ? null : <KeyTable keys={keys} />}
    </div>
  );
}

function contents(targets: readonly string[], assets: readonly string[]): string {
  if (targets.length > 0) return `targets for ${targets.join(", ")}`;
  return assets.length > 0 ? `looks at ${assets.join(", ")}` : "no targets yet";
}

/** Breaks where its words end. */
function Path({ path }: { readonly path: string }) {
  return path.split(/(?<=[._])/).map((word, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a path never change places.
    <span key={at}>
      {word}
      <wbr />
    </span>
  ));
}

const ORDER = ["changed", "ignored", "taken"] as const;

/** What was not taken as it stands is read first; else as in the file. */
function inOrder(keys: readonly ImportedKey[]): readonly ImportedKey[] {
  return ORDER.flatMap((wanted) => keys.filter(({ status }) => status === wanted));
}

function KeyTable({ keys }: { readonly keys: readonly ImportedKey[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="import-keys" aria-label="Key by key" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th>Key</th>
            <th>Outcome</th>
            <th>As</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(keys).map(({ path, status, as, reason }) => (
            <tr key={`${path} ${status}`}>
              <td className="mono">
                <Path path={path} />
              </td>
              <td>
                <Chip tone={KEY_LOOK[status].tone}>{KEY_LOOK[status].words}</Chip>
              </td>
              <td>{[as, reason].filter((words) => words !== "").join(". ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
