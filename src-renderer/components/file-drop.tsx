// Which file? Chosen by a button or dropped here.
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import { Button } from "./button.tsx";

export interface FileDropProps {
  /** What the button says: "Choose a file". */
  readonly label: string;
  /** What the file is, for assistive technology. */
  readonly name: string;
  /** Endings, like `.csv,.txt`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
}

export function FileDrop({ label, name, accept, onFile, disabled = false, children }: FileDropProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined && !disabled) onFile(file);
  };
  return (
    <section
      className={classNames("file-drop", over && "over")}
      aria-label={name}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      <Button icon="import" disabled={disabled} onClick={() => chooser.current?.click()}>
        {label}
      </Button>
      <span className="f12 t2">{children}</span>
      <input
        ref={chooser}
        type="file"
        className="sr"
        tabIndex={-1}
        aria-label={name}
        accept={accept}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again after it was mended.
          event.target.value = "";
          if (file !== undefined) onFile(file);
        }}
      />
    </section>
  );
}
