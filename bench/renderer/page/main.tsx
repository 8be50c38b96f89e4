// The measured page: `?mode=…` shows prices that come over a socket, `?chart=…&bars=…` shows a history.
import { createRoot } from "react-dom/client";
import { ensure } from "#shared/domain/assert.ts";
import "#renderer/styles/index.css";
import { measureNoChart, measurePlainChart, measureProductChart } from "./chart-page.tsx";
import { FrameMeter } from "./frame-meter.tsx";
import { followPerFrame, followPerMessage, PlainTable } from "./peer-tables.tsx";
import { followAsProgram, ProductTable } from "./product-table.tsx";
import { showRows } from "./rows-page.tsx";

const query = new URLSearchParams(location.search);
const root = createRoot(ensure(document.getElementById("root"), "root element"));
const mode = query.get("mode");

if (mode === null) {
  const bars = Number.parseInt(query.get("bars") ?? "1000", 10);
  const chart = query.get("chart");
  const measure =
    chart === "product"
      ? () => measureProductChart(root, bars)
      : chart === "plain"
        ? () => measurePlainChart(bars)
        : measureNoChart;
  Object.assign(globalThis, { measureChart: measure });
} else {
  const meter = new FrameMeter();
  meter.start();
  Object.assign(globalThis, { takeFigures: () => meter.take() });
  if (mode === "rows") showRows(root);
  else if (mode !== "empty") {
    const socket = new WebSocket(`ws://${location.host}/?${query}`);
    if (mode === "product") followAsProgram(socket, meter);
    else if (mode === "batched") followPerFrame(socket, meter);
    else followPerMessage(socket, meter);
    root.render(mode === "product" ? <ProductTable /> : <PlainTable />);
  }
}
