// Would the hosted workflow start? It cannot run here: its text is parsed, and every command it names must exist.
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[]; readonly "timeout-minutes"?: number }>>;
}

const files = globSync(".github/workflows/*.yml", { cwd: root });
const workflows = files.map((file) => {
  const document = parseDocument(read(file), { strict: true, uniqueKeys: true });
  return { file, problems: [...document.errors, ...document.warnings], workflow: document.toJS() as Workflow };
});
const steps = workflows.flatMap(({ workflow }) => Object.values(workflow.jobs).flatMap((job) => job.steps));
const commands = steps.flatMap(({ run }) => (run === undefined ? [] : run.split(/\s*(?:&&|\n)\s*/)));

test("there is a workflow and it is well-formed", () => {
  expect(files.length).toBeGreaterThan(0);
  for (const { file, problems } of workflows) expect(problems, file).toEqual([]);
});

test("it may only read the repository, and every job ends by itself", () => {
  for (const { workflow } of workflows) {
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const job of Object.values(workflow.jobs)) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  }
});

test("actions are pinned by major version", () => {
  const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  expect(used.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([]);
});

describe("every command exists", () => {
  const npmScripts = commands.flatMap((command) => command.match(/npm run (?:-s )?([\w:-]+)/)?.[1] ?? []);
  const tools = commands.flatMap((command) => command.match(/npx ([\w-]+)/)?.[1] ?? []);

  test("some are named", () => {
    expect(npmScripts.length).toBeGreaterThan(0);
    expect(tools.length).toBeGreaterThan(0);
    expect(commands).toContain("npm test");
  });

  test.each([...new Set(npmScripts), "test"])("npm run %s", (name) => {
    expect(scripts[name]).toBeDefined();
  });

  test.each([...new Set(tools)])("npx %s", (name) => {
    expect(existsSync(path.join(root, "node_modules", ".bin", name))).toBe(true);
  });
});

describe("package.json's scripts", () => {
  const tasks = read("scripts/prepare/run.mjs");

  test.each(Object.entries(scripts))("%s", (name, command) => {
    expect(command).toBe(`node scripts/prepare/run.mjs ${name}`);
    expect(tasks).toMatch(new RegExp(`^ {2}(?:${name}|"${name}"): \\S`, "m"));
  });
});

test("the build machine's entry runs npm test", () => {
  expect(read(".ci/run")).toMatch(/^exec npm test$/m);
  if (process.platform !== "win32") expect(statSync(path.join(root, ".ci/run")).mode & 0o111).toBeGreaterThan(0);
});
