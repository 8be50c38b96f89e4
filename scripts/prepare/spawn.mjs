// How is another program run so that signals reach it and its exit code comes back?
import { spawn } from "node:child_process";

/**
 * Runs a program to its end with the terminal's streams and passes signals on.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import("node:child_process").StdioOptions }} [options]
 * @returns {Promise<number>} its exit code, 128 + signal number where a signal ended it
 */
export const runForeground = (file, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, [...args], { stdio: "inherit", ...options });
    const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
    const forward = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    const stop = () => {
      for (const signal of signals) process.off(signal, forward);
    };
    child.on("error", (error) => {
      stop();
      reject(error);
    });
    child.on("exit", (code, signal) => {
      stop();
      resolve(code ?? (signal === "SIGINT" ? 130 : signal === "SIGKILL" ? 137 : 143));
    });
  });

/**
 * Runs a program, keeps what it prints, and kills it after a bound.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs: number, onOutput?: (text: string) => void }} options
 * @returns {Promise<{ ok: boolean, output: string, timedOut: boolean }>}
 */
export const runCaptured = (file, args, { timeoutMs, onOutput, ...options }) =>
  new Promise((resolve) => {
    let output = "";
    let timedOut = false;
    const child = spawn(file, [...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      onOutput?.(chunk.toString());
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const finish = (/** @type {boolean} */ ok) => {
      clearTimeout(timer);
      resolve({ ok, output, timedOut });
    };
    child.on("error", (error) => {
      output += error.message;
      finish(false);
    });
    child.on("close", (code) => finish(code === 0));
  });
