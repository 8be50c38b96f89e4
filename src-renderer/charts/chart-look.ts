// What do all charts of the chart library have in common: no frame of their own, the theme's colors, times and prices as written elsewhere?
import {
  type ChartOptions,
  ColorType,
  CrosshairMode,
  type DeepPartial,
  LineStyle,
  type UTCTimestamp,
} from "lightweight-charts";
import { formatClock, formatDay, formatDayClock, formatMonth, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { ChartTheme } from "./chart-theme.ts";

export const BASE_OPTIONS = {
  autoSize: true,
  layout: {
    background: { type: ColorType.Solid, color: "transparent" },
    fontSize: 10,
    attributionLogo: false,
  },
  crosshair: { mode: CrosshairMode.Normal },
  handleScroll: { mouseWheel: true, pressedMouseMove: true, horzTouchDrag: true, vertTouchDrag: false },
} as const satisfies DeepPartial<ChartOptions>;

export function themeOptions(theme: ChartTheme): DeepPartial<ChartOptions> {
  const line = {
    color: theme.cross,
    width: 1,
    style: LineStyle.Dotted,
    labelBackgroundColor: theme.labelSurface,
  } as const;
  return {
    layout: { textColor: theme.axis, fontFamily: theme.font },
    grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
    crosshair: { vertLine: line, horzLine: line },
  };
}

export function zoneOptions(zone: TimeZoneChoice): DeepPartial<ChartOptions> {
  return {
    localization: { timeFormatter: (time: UTCTimestamp) => formatDayClock(time * 1_000, zone) },
    timeScale: { tickMarkFormatter: (time: UTCTimestamp) => axisTime(time * 1_000, zone) },
  };
}

function axisTime(time: number, zone: TimeZoneChoice): string {
  const clock = formatClock(time, zone);
  if (clock !== "00:00") return clock;
  const day = formatDay(time, zone);
  return day.startsWith("1 ") ? formatMonth(time, zone) : day;
}

export function priceFormatter(decimals: number): (price: number) => string {
  const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return (price) => format.format(price);
}
