// Is the tree sound without running it? Types per environment, lint and format, dead code, generated files.
import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const bin = (...parts: string[]): string => path.join(root, "node_modules", ...parts);

interface Step {
  readonly name: string;
  readonly args: readonly string[];
}

const typecheck = (environment: string): Step => ({
  name: `types (${environment})`,
  args: [bin("typescript", "bin", "tsc"), "-p", `tsconfig.${environment}.json`, "--pretty"],
});

const STEPS: readonly Step[] = [
  ...["shared", "main", "preload", "renderer", "renderer-test", "e2e"].map(typecheck),
  {
    name: "lint and format",
    args: [bin("@biomejs", "biome", "bin", "biome"), "ci", "--error-on-warnings", "--colors=force", "."],
  },
  { name: "dead code", args: [bin("knip", "bin", "knip.js"), "--no-progress"] },
  { name: "generated files and licences", args: [path.join(root, "scripts", "generate.ts"), "--check"] },
];

/** Two at a time: the checks are short and the machine may have two cores. */
const WORKERS = 2;

const runStep = ({ name, args }: Step): Promise<boolean> =>
  new Promise((resolve) => {
    const started = performance.now();
    let output = "";
    const child = spawn(process.execPath, [...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", (error) => {
      output += error.message;
    });
    child.on("close", (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });

const queue = [...STEPS];
const results: boolean[] = [];
const work = async (): Promise<void> => {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) results.push(await runStep(step));
};
await Promise.all(Array.from({ length: WORKERS }, work));
console.log(
  "not run: npm audit and signatures (their service is not reachable from everywhere; the hosted workflow runs them)",
);
process.exitCode = results.every(Boolean) ? 0 : 1;
