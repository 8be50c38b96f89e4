// How does a key get in: typed, pasted, or from its file? The fields are the only place that holds it; no state does.
import { type ClipboardEvent, type DragEvent, type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import type { ConnectableVenue } from "#shared/contract/views.ts";
import { type KeyParts, LARGEST_KEY_FILE, readKeyText } from "./read-key-text.ts";

type FieldId = ConnectableVenue["fields"][number]["id"];
type FieldElement = HTMLInputElement | HTMLTextAreaElement;

export interface EnteredKey {
  readonly kind: "entered";
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

export interface KeyFormProps {
  readonly venue: ConnectableVenue;
  readonly onFile: (name: string) => void;
  readonly onCheck: (key: EnteredKey) => void;
}

export function KeyForm({ venue, onFile, onCheck }: KeyFormProps) {
  const id = useId();
  const elements = useRef(new Map<FieldId, FieldElement>());
  const chooser = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<{ readonly field: FieldId | null; readonly sentence: string } | null>(null);
  const [over, setOver] = useState(false);
  const firstField = venue.fields[0]?.id;
  useEffect(() => {
    if (firstField !== undefined) elements.current.get(firstField)?.focus();
    const held = elements.current;
    // Leaving the step leaves nothing behind, also not in detached nodes.
    return () => erase(held);
  }, [firstField]);

  const fill = (parts: KeyParts) => {
    setProblem(null);
    for (const field of ["apiKey", "secret", "passphrase"] as const) {
      const element = elements.current.get(field);
      const value = parts[field];
      if (element !== undefined && value !== undefined) element.value = value;
    }
  };
  const readFile = async (file: File) => {
    const parts = file.size > LARGEST_KEY_FILE ? null : readKeyText(await file.text());
    if (parts === null) {
      setProblem({
        field: null,
        sentence: "That file holds no key: a JSON key file or a private key in PEM is expected.",
      });
      return;
    }
    fill(parts);
    onFile(file.name);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void readFile(file);
  };
  const paste = (event: ClipboardEvent) => {
    const parts = readKeyText(event.clipboardData.getData("text/plain"));
    if (parts === null) return;
    event.preventDefault();
    fill(parts);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const textOf = (field: FieldId) => (elements.current.get(field)?.value ?? "").trim();
    const missing = venue.fields.find((field) => isRequired(venue, field.id) && textOf(field.id) === "");
    if (missing !== undefined) {
      setProblem({ field: missing.id, sentence: `${missing.label} is missing.` });
      elements.current.get(missing.id)?.focus();
      return;
    }
    const key: EnteredKey = {
      kind: "entered",
      apiKey: textOf("apiKey"),
      secret: textOf("secret"),
      passphrase: textOf("passphrase"),
    };
    erase(elements.current);
    onCheck(key);
  };

  return (
    <form
      className={classNames("key-form stack", over && "over")}
      aria-label="Key fields"
      noValidate
      autoComplete="off"
      onSubmit={submit}
      onPaste={paste}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      {venue.fields.map((field) => {
        const isWrong = problem?.field === field.id;
        const shared = {
          id: `${id}-${field.id}`,
          placeholder: field.hint,
          spellCheck: false,
          autoComplete: "off",
          "aria-invalid": isWrong,
          "aria-describedby": isWrong ? `${id}-problem` : undefined,
          ref: (element: FieldElement | null) => {
            if (element !== null) elements.current.set(field.id, element);
          },
        } as const;
        return (
          <div className="field" key={field.id}>
            <label className="lab" htmlFor={shared.id}>
              {field.label}
              {isRequired(venue, field.id) ? "" : ", where there is one"}
            </label>
            <span className={classNames("inp lg mono", field.multiline && "area", isWrong && "bad")}>
              {field.multiline ? (
                <textarea {...shared} className="masked" rows={3} />
              ) : (
                <input {...shared} type="password" />
              )}
            </span>
          </div>
        );
      })}
      {problem === null ? null : (
        <span className="f12 dn" id={`${id}-problem`} role="alert">
          {problem.sentence}
        </span>
      )}
      <div className="row key-actions">
        <Button kind="primary" large submit>
          Check the key
        </Button>
        <Button large icon="import" onClick={() => chooser.current?.click()}>
          Choose a key file
        </Button>
        <span className="f12 t3">or drop or paste one here</span>
        <input
          ref={chooser}
          type="file"
          className="sr"
          tabIndex={-1}
          aria-label="Key file"
          accept=".json,.pem,.key,.txt"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void readFile(file);
            event.target.value = "";
          }}
        />
      </div>
    </form>
  );
}

/** Only of an exchange that we do not know the fields of may one stay empty. */
function isRequired(venue: ConnectableVenue, field: FieldId): boolean {
  return venue.known || field !== "passphrase";
}

function erase(elements: ReadonlyMap<FieldId, FieldElement>): void {
  for (const element of elements.values()) element.value = "";
}
