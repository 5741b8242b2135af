/* Times, always in somebody's zone. The browser's own zone is never used. */

const LOCALE = "en-GB";
const formats = new Map();

function format(tz, options) {
  const key = `${tz}|${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: tz || "UTC" });
    } catch {
      made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" }); // a zone nobody knows
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

/** Seconds since 1970 from what the server sends: a number, a Slack ts, or ISO. */
export function seconds(instant) {
  if (typeof instant === "number") return instant;
  if (/^\d+(\.\d+)?$/.test(instant ?? "")) return Number(instant);
  const parsed = Date.parse(instant);
  return Number.isNaN(parsed) ? 0 : parsed / 1000;
}

const write = (at, tz, options) => format(tz, options).format(new Date(at * 1000));

const PARTS = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
  hourCycle: "h23",
};

export function parts(at, tz) {
  const found = {};
  for (const { type, value } of format(tz, PARTS).formatToParts(new Date(at * 1000))) {
    if (type !== "literal") found[type] = Number(value);
  }
  return found;
}

/** Whole days since 1970 on the wall calendar of a zone. */
export function dayNumber(at, tz) {
  const { year, month, day } = parts(at, tz);
  return Math.round(Date.UTC(year, month - 1, day) / 86400000);
}

/** "2026-11-23T14:05" on the wall clock of a zone → seconds. */
export function fromLocal(text, tz) {
  const wall = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`) / 1000;
  if (Number.isNaN(wall)) return null;
  let at = wall;
  for (let round = 0; round < 2; round += 1) {
    const p = parts(at, tz); // twice, because the first guess may fall on the other side of a clock change
    at += wall - Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) / 1000;
  }
  return at;
}

const two = (n) => String(n).padStart(2, "0");

export function toLocal(at, tz) {
  const p = parts(at, tz);
  return `${p.year}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}`;
}

export const clockTime = (at, tz) => write(at, tz, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const longDay = (at, tz) =>
  write(at, tz, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const shortDay = (at, tz) =>
  write(at, tz, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

const NEAR = { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" };

export function prettyDay(at, tz, now) {
  return NEAR[dayNumber(at, tz) - dayNumber(now, tz)] ?? longDay(at, tz);
}

function ago(at, now) {
  const gone = Math.round(now - at);
  const size = Math.abs(gone);
  const [n, unit] =
    size < 60
      ? [size, "second"]
      : size < 3600
        ? [size / 60, "minute"]
        : size < 86400
          ? [size / 3600, "hour"]
          : [size / 86400, "day"];
  const many = Math.round(n);
  const span = `${many} ${unit}${many === 1 ? "" : "s"}`;
  return gone >= 0 ? `${span} ago` : `in ${span}`;
}

/** Slack's date tokens (`<!date^…>` and rich text dates), for a reader in `tz`. */
export function fillTokens(pattern, at, tz, now) {
  const usual = { day: "numeric", year: "numeric" };
  const thisYear = parts(at, tz).year === parts(now, tz).year ? {} : { year: "numeric" };
  const plain = {
    date_num: () => toLocal(at, tz).slice(0, 10),
    date_slash: () => write(at, tz, { day: "2-digit", month: "2-digit", year: "numeric" }),
    date: () => write(at, tz, { ...usual, month: "long" }),
    date_short: () => write(at, tz, { ...usual, month: "short" }),
    date_long: () => write(at, tz, { ...usual, month: "long", weekday: "long" }),
    date_long_full: () => write(at, tz, { ...usual, month: "long", weekday: "long" }),
    day_divider: () => write(at, tz, { ...thisYear, day: "numeric", month: "long", weekday: "long" }),
    time: () => clockTime(at, tz),
    time_secs: () =>
      write(at, tz, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
    ago: () => ago(at, now),
  };
  return pattern.replace(/\{([a-z_]+)\}/g, (token, name) => {
    if (plain[name]) return plain[name]();
    const known = name.endsWith("_pretty") && plain[name.replace(/_pretty$/, "")];
    if (!known) return token;
    return NEAR[dayNumber(at, tz) - dayNumber(now, tz)]?.toLowerCase() ?? known();
  });
}
