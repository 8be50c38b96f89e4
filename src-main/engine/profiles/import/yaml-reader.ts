// What stands in a YAML or JSON file? Plain maps, lists and values only: no references, no types of its own, no key twice.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { ImportProblem } from "#shared/domain/profile-import.ts";
import type { ConfigMap, ConfigNode } from "./config-node.ts";

const LONGEST_TEXT = 1_000_000;
const DEEPEST = 16;
/** More would only fill the screen. */
const MOST_PROBLEMS = 50;

export interface ConfigFile {
  readonly root: ConfigMap;
  readonly problems: readonly ImportProblem[];
}

/** YAML 1.2, of which JSON is a part. Problems name the path, or the line where the text itself is broken. */
export function readConfigText(text: string): ConfigFile {
  const empty: ConfigMap = { kind: "map", line: 1, entries: new Map() };
  if (text.length > LONGEST_TEXT) {
    return { root: empty, problems: [problem("file", null, `at most ${LONGEST_TEXT} characters`, `${text.length}`)] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    logLevel: "silent",
    stringKeys: false,
  });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0]);
    return { root: empty, problems: [problem(`line ${line}`, line, "YAML or JSON", sentenceOf(broken.message))] };
  }
  const reader = new NodeReader(lines);
  const root = document.contents === null ? null : reader.read(document.contents, "", 0);
  if (root?.kind !== "map" && reader.problems.length === 0) {
    reader.problems.push(problem("file", 1, "a map of settings", root === null ? "nothing" : `a ${root.kind}`));
  }
  return { root: root?.kind === "map" ? root : empty, problems: reader.problems.slice(0, MOST_PROBLEMS) };
}

class NodeReader {
  readonly problems: ImportProblem[] = [];
  readonly #lines: LineCounter;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  read(node: unknown, path: string, depth: number): ConfigNode {
    const at = node as Partial<Node> | null;
    const line = at?.range === undefined || at.range === null ? 1 : this.#lines.linePos(at.range[0]).line;
    const nothing: ConfigNode = { kind: "value", line, value: null, text: "" };
    const refuse = (expected: string, got: string): ConfigNode => {
      this.problems.push(problem(path === "" ? "file" : path, line, expected, got));
      return nothing;
    };
    if (depth > DEEPEST) return refuse(`at most ${DEEPEST} levels`, "more");
    if (isAlias(node)) return refuse("the value itself", `a reference, *${node.source}`);
    if (at?.anchor !== undefined && at.anchor !== "") return refuse("a value without an anchor", `&${at.anchor}`);
    if (at?.tag !== undefined && !isStandardTag(at.tag)) return refuse("a plain value", `the type ${at.tag}`);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.read(item, `${path}[${index}]`, depth + 1));
      return { kind: "list", line, items };
    }
    if (isMap(node)) {
      const entries = new Map<string, ConfigNode>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : null;
        if (name === null) {
          refuse("keys that are plain words", "a key that is a list or a map");
          continue;
        }
        const below = path === "" ? name : `${path}.${name}`;
        if (entries.has(name)) {
          const keyLine = isScalar(key) && key.range ? this.#lines.linePos(key.range[0]).line : line;
          this.problems.push(problem(below, keyLine, "each key once", "the key twice"));
          continue;
        }
        entries.set(name, this.read(value, below, depth + 1));
      }
      return { kind: "map", line, entries };
    }
    if (!isScalar(node)) return nothing;
    const { value } = node;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean" && value !== null) {
      return refuse("text, a number, true or false", `a ${typeof value}`);
    }
    return { kind: "value", line, value, text: node.source ?? String(value) };
  }
}

function isStandardTag(tag: string): boolean {
  return /^tag:yaml\.org,2002:(map|seq|str|int|float|bool|null)$/.test(tag);
}

function problem(path: string, line: number | null, expected: string, got: string): ImportProblem {
  return { path, line, expected, got };
}

/** The library's messages go on with a picture of the place. */
function sentenceOf(message: string): string {
  return message.split(/ at line \d+/)[0] ?? message;
}
