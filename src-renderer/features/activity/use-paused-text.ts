// What stands in a field while someone types, and what is told on once they pause?
import { useEffect, useState } from "react";

/** A pause this long ends a word: not each letter asks the engine. */
const PAUSE_MS = 250;

/** `text`: what counts now. `onPause` gets what was typed, once it differs and nothing more is typed for a moment. */
export function usePausedText(
  text: string,
  onPause: (typed: string) => void,
): readonly [typed: string, setTyped: (typed: string) => void] {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => onPause(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, text, onPause]);
  return [typed, setTyped];
}
