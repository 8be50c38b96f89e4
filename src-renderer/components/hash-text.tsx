// How is an id shown? Short and in mono; the tooltip has the whole, and the button copies the whole.
import { useEffect, useState } from "react";
import { copyText } from "#renderer/lib/copy-text.ts";
import { shortenHash } from "#renderer/lib/format-hash.ts";
import { IconButton } from "./button.tsx";

export interface HashTextProps {
  readonly value: string;
  /** What it is: "Plan hash". */
  readonly label: string;
  /** Writes to the clipboard; the page's own unless told. */
  readonly copy?: (text: string) => Promise<void>;
  /** Without the copy button, inside running text. */
  readonly plain?: boolean;
}

const COPIED_MS = 1_500;

export function HashText({ value, label, copy = copyText, plain = false }: HashTextProps) {
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), COPIED_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const text = (
    <span className="mono" title={`${label}: ${value}`}>
      {shortenHash(value)}
    </span>
  );
  if (plain) return text;
  const press = () => {
    copy(value).then(
      () => setOutcome("copied"),
      () => setOutcome("failed"),
    );
  };
  return (
    <span className="hash">
      {text}
      <IconButton
        icon={outcome === "copied" ? "check" : outcome === "failed" ? "alert" : "copy"}
        label={
          outcome === "copied"
            ? `${label} copied`
            : outcome === "failed"
              ? `${label} could not be copied`
              : `Copy ${label.toLowerCase()}`
        }
        small
        onClick={press}
      />
    </span>
  );
}
