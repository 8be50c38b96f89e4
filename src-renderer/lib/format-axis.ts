// How is a value written on a chart axis, where space is short and nothing is decided: `250 k`, `1.9 m`?
import { TRUE_MINUS } from "./format-decimal.ts";

const UNITS = [
  { size: 1e9, name: "bn" },
  { size: 1e6, name: "m" },
  { size: 1e3, name: "k" },
] as const;

/** Up to two decimals, as many as `step` (the distance between ticks) needs. */
export function formatAxisValue(value: number, step: number): string {
  const size = Math.max(Math.abs(value), Math.abs(step));
  const unit = UNITS.find((candidate) => size >= candidate.size * 10) ?? { size: 1, name: "" };
  const stepInUnit = Math.abs(step) / unit.size;
  const decimals = Math.min(8, Math.max(0, Math.ceil(-Math.log10(stepInUnit) - 1e-9)));
  const digits = Math.abs(value / unit.size).toFixed(decimals);
  const grouped = digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
  const sign = value < 0 && Number.parseFloat(digits) !== 0 ? TRUE_MINUS : "";
  return `${sign}${grouped}${unit.name === "" ? "" : ` ${unit.name}`}`;
}
