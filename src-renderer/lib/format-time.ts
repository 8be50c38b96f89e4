// How is a moment written, in UTC or local time? The only file of the window that knows time zones.

/** `utc`, or `local`: the zone of this computer. */
export type TimeZoneChoice = "utc" | "local";

const formats = new Map<string, Intl.DateTimeFormat>();
type Parts = Readonly<Record<string, string>>;
/** A row writes the day, the clock and the tooltip of one moment: taken apart once, not three times. */
let latest: { readonly time: number; readonly zone: TimeZoneChoice; readonly parts: Parts } | null = null;

function partsOf(time: number, zone: TimeZoneChoice): Parts {
  if (latest?.time === time && latest.zone === zone) return latest.parts;
  const parts = takeApart(time, zone);
  latest = { time, zone, parts };
  return parts;
}

function takeApart(time: number, zone: TimeZoneChoice): Parts {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      fractionalSecondDigits: 3,
      hourCycle: "h23",
      timeZoneName: "short",
      ...(zone === "utc" ? { timeZone: "UTC" } : {}),
    });
    formats.set(zone, format);
  }
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(time)) parts[part.type] = part.value;
  // English writes September with four letters; three keep columns even.
  parts.month = (parts.month ?? "").slice(0, 3);
  return parts;
}

/** `14:31` */
export function formatClock(time: number, zone: TimeZoneChoice): string {
  const p = partsOf(time, zone);
  return `${p.hour}:${p.minute}`;
}

/** `14:31:50` */
export function formatClockSeconds(time: number, zone: TimeZoneChoice): string {
  const p = partsOf(time, zone);
  return `${p.hour}:${p.minute}:${p.second}`;
}

/** `14:32:43.104` */
export function formatClockMillis(time: number, zone: TimeZoneChoice): string {
  const p = partsOf(time, zone);
  return `${p.hour}:${p.minute}:${p.second}.${p.fractionalSecond}`;
}

/** `19 Nov` */
export function formatDay(time: number, zone: TimeZoneChoice): string {
  const p = partsOf(time, zone);
  return `${p.day} ${p.month}`;
}

/** `Nov 2026` */
export function formatMonth(time: number, zone: TimeZoneChoice): string {
  const p = partsOf(time, zone);
  return `${p.month} ${p.year}`;
}

/** `19 Nov 2026` */
export function formatDate(time: number, zone: TimeZoneChoice): string {
  const p = partsOf(time, zone);
  return `${p.day} ${p.month} ${p.year}`;
}

/** `18 Nov 16:00` */
export function formatDayClock(time: number, zone: TimeZoneChoice): string {
  return `${formatDay(time, zone)} ${formatClock(time, zone)}`;
}

/** `20 Nov 2026 13:00:00 UTC`: where the zone matters. */
export function formatDateTime(time: number, zone: TimeZoneChoice): string {
  const p = partsOf(time, zone);
  return `${p.day} ${p.month} ${p.year} ${p.hour}:${p.minute}:${p.second} ${p.timeZoneName}`;
}

/** The clock when it was today, else the day: `14:31`, `19 Nov`. */
export function formatRecent(time: number, now: number, zone: TimeZoneChoice): string {
  return formatDate(time, zone) === formatDate(now, zone) ? formatClock(time, zone) : formatDay(time, zone);
}

/** How far the zone's clock is ahead of UTC at that moment, in milliseconds. */
export function zoneOffsetMs(time: number, zone: TimeZoneChoice): number {
  return zone === "utc" ? 0 : -new Date(time).getTimezoneOffset() * 60_000;
}

/**
 * When the zone's clock shows this; months count from 0, and days beyond a month's run over into its neighbours. Where clocks are put
 * forward over it, it is the moment at which they are; where it comes twice, the first one.
 */
export function zonedTime(
  zone: TimeZoneChoice,
  year: number,
  month: number,
  day: number,
  ...clock: readonly number[]
): number {
  const [hour = 0, minute = 0, second = 0] = clock;
  return zone === "utc"
    ? Date.UTC(year, month, day, hour, minute, second)
    : new Date(year, month, day, hour, minute, second).getTime();
}

/** `2026-11-20 13:00:00`, as a person types it back. */
export function toDateTimeText(time: number, zone: TimeZoneChoice): string {
  return new Date(time + zoneOffsetMs(time, zone)).toISOString().slice(0, 19).replace("T", " ");
}

/** Reads `2026-11-20`, `2026-11-20 13:00` and `2026-11-20 13:00:00` in that zone; undefined for anything else, also for a 31 November. */
export function parseDateTimeText(text: string, zone: TimeZoneChoice): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [year = 0, month = 1, day = 1, ...clock] = parts.slice(1).map((part) => Number(part ?? 0));
  const time = zonedTime(zone, year, month - 1, day, ...clock);
  const whole = `${parts[1]}-${parts[2]}-${parts[3]} ${parts[4] ?? "00"}:${parts[5] ?? "00"}:${parts[6] ?? "00"}`;
  // A day that does not exist rolls over into the next month: it would be another one than was typed.
  return toDateTimeText(time, zone) === whole ? time : undefined;
}
