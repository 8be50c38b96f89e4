// How much must a browser load before the first screen is there, and do the charts wait until they are opened?
import path from "node:path";
import { atMost, type Bench } from "../support/bench.ts";
import { type BuiltFile, readFirstScreen } from "./first-screen.ts";

const KB = 1000;
const sum = (files: readonly BuiltFile[], part: (file: BuiltFile) => number) =>
  files.reduce((total, file) => total + part(file), 0) / KB;
const gzip = ({ gzipBytes }: BuiltFile) => gzipBytes;

export const bundleBench: Bench = {
  name: "bundle",
  title: "size of the window's first screen",
  async run() {
    const { files, fonts, chartFiles, all } = readFirstScreen(path.resolve(import.meta.dirname, "../../out/renderer"));
    const largest = files.toSorted((one, two) => two.gzipBytes - one.gzipBytes).slice(0, 4);
    return {
      figures: [
        { what: `first screen, ${files.length} files`, value: sum(files, gzip), unit: "KB gzip" },
        ...largest.map((file) => ({ what: `  ${file.name}`, value: file.gzipBytes / KB, unit: "KB gzip" })),
        { what: "first screen, as parsed", value: sum(files, ({ bytes }) => bytes), unit: "KB" },
        { what: "latin fonts, not counted above", value: sum(fonts, ({ bytes }) => bytes), unit: "KB" },
        { what: "every script and style of the window", value: sum(all, gzip), unit: "KB gzip" },
      ],
      goals: [
        atMost("first screen", sum(files, gzip), 250, "KB gzip"),
        atMost("files of the first screen with the chart library in them", chartFiles.length, 0),
      ],
      growth: [],
      notes: [
        "First screen: page, script and styles of the frame, the Overview and what it imports. It has no sizes to grow with.",
      ],
    };
  },
};
