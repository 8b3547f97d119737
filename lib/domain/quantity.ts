/** Kafka's LONG is a signed 64-bit number. */
export const INT64_MAX = 9_223_372_036_854_775_807n;

/** Kafka's own spelling of "no limit" for retention. */
export const UNLIMITED = -1n;

/** What somebody typed, as a number; or what is wrong with it and what is allowed, in one sentence. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string };

const DURATION_UNITS: Units = [
  { names: ["d", "day", "days"], factor: 86_400_000n },
  { names: ["h", "hour", "hours"], factor: 3_600_000n },
  { names: ["min", "m", "minute", "minutes"], factor: 60_000n },
  { names: ["s", "sec", "second", "seconds"], factor: 1_000n },
  { names: ["ms"], factor: 1n },
];

/** Read, never written: a week is shown as 7 d. */
const WEEK: Unit = { names: ["w", "week", "weeks"], factor: 604_800_000n };

const BINARY_UNITS: Units = [
  { names: ["PiB"], factor: 1n << 50n },
  { names: ["TiB"], factor: 1n << 40n },
  { names: ["GiB"], factor: 1n << 30n },
  { names: ["MiB"], factor: 1n << 20n },
  { names: ["KiB"], factor: 1n << 10n },
  { names: ["B", "byte", "bytes"], factor: 1n },
];

const DECIMAL_UNITS: Units = [
  { names: ["PB"], factor: 10n ** 15n },
  { names: ["TB"], factor: 10n ** 12n },
  { names: ["GB"], factor: 10n ** 9n },
  { names: ["MB"], factor: 10n ** 6n },
  { names: ["kB"], factor: 10n ** 3n },
  { names: ["B"], factor: 1n },
];

/** Largest first; the first name is the one that is written. */
type Units = readonly [Unit, ...Unit[]];
type Unit = { names: readonly [string, ...string[]]; factor: bigint };

const DURATION_HINT = "Write 7d, 168h, PT168H, a number of milliseconds, or -1 for unlimited";
const SIZE_HINT = "Write 1GiB, 500 MB, a number of bytes, or -1 for unlimited";
const MAX_LENGTH = 100;

/**
 * Reads a duration as people write it: `7d`, `1 d 12 h`, `1.5h`, `604,800,000 ms`, ISO 8601 (`PT168H`, `P7D`; years and months have
 * no fixed length), a bare number of milliseconds, `-1` or `unlimited`.
 * @returns milliseconds, or −1 for unlimited; refused when it is not a whole number of milliseconds that fits int64
 */
export function parseDuration(text: string): Parsed<bigint> {
  const units = [WEEK, ...DURATION_UNITS];
  const iso = isoParts(text.trim());
  return parseQuantity(text, iso ?? text, { units, base: "ms", whole: "milliseconds", hint: DURATION_HINT });
}

/**
 * Reads a size as people write it: `1GiB` (1024³), `500 MB` (1000²), a bare number of bytes, `-1` or `unlimited`. Unit names are read
 * in any case; a bare `K`, `M` or `G` is refused because it means either.
 * @returns bytes, or −1 for unlimited; refused when it is not a whole number of bytes that fits int64
 */
export function parseBytes(text: string): Parsed<bigint> {
  const units = [...BINARY_UNITS, ...DECIMAL_UNITS];
  return parseQuantity(text, text, { units, base: "B", whole: "bytes", hint: SIZE_HINT });
}

/** Writes milliseconds exactly, in the largest units: `7 d`, `1 h 30 min`, `0 ms`, `unlimited` for −1. {@link parseDuration} reads it back. */
export function formatDuration(ms: bigint): string {
  if (ms === UNLIMITED) return "unlimited";
  if (ms === 0n) return "0 ms";

  const parts: string[] = [];
  let rest = ms;
  for (const { names, factor } of DURATION_UNITS) {
    if (rest >= factor) parts.push(`${grouped(rest / factor)} ${names[0]}`);
    rest %= factor;
  }
  return parts.join(" ");
}

/** Writes bytes exactly, in the unit that gives the shortest whole number: `1 GiB`, `500 MB`, `1,000,001 B`, `unlimited` for −1. */
export function formatBytes(bytes: bigint): string {
  if (bytes === UNLIMITED) return "unlimited";
  const binary = largestExact(bytes, BINARY_UNITS);
  const decimal = largestExact(bytes, DECIMAL_UNITS);
  const unit = decimal.factor > binary.factor ? decimal : binary;
  return `${grouped(bytes / unit.factor)} ${unit.names[0]}`;
}

/** Writes about how many bytes, to two significant digits below 100: `38 GiB`, `8.5 GiB`, `412 GiB`. Not to be read back. */
export function approximateBytes(bytes: bigint): string {
  return approximate(bytes, BINARY_UNITS);
}

/** Writes about how long, in the largest unit that fits: `2 d`, `1.5 h`, `40 min`. Not to be read back. */
export function approximateDuration(ms: bigint): string {
  return approximate(ms, DURATION_UNITS);
}

/** Writes about how many records are written, in the unit of time in which there are some: `120 records/s`, `6 records/h`. */
export function approximateRecordRate(recordsPerSecond: number): string {
  const spans = [
    ["s", 1],
    ["min", 60],
    ["h", 3_600],
  ] as const;
  if (recordsPerSecond === 0) return "0 records/s";
  for (const [unit, seconds] of spans) {
    const amount = recordsPerSecond * seconds;
    if (amount >= 10) return `${grouped(Math.round(amount))} records/${unit}`;
    if (amount >= 1) return `${grouped(Math.round(amount * 10) / 10)} records/${unit}`;
  }
  return "less than 1 record/h";
}

/** Writes about how many bytes per second, in decimal units as network rates are: `5 kB/s`, `1.2 MB/s`. */
export function approximateRate(bytesPerSecond: bigint): string {
  return `${approximate(bytesPerSecond, DECIMAL_UNITS)}/s`;
}

/** A whole number in Kafka's own spelling; undefined for any other text, so that unchecked settings can be looked at too. */
export function wholeNumber(text: string | null | undefined): bigint | undefined {
  return text !== null && text !== undefined && /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

/** A whole number with thousands separated: `604,800,000`. */
export function grouped(value: bigint | number): string {
  return value.toLocaleString("en-US");
}

type Reading = { units: readonly Unit[]; base: string; whole: string; hint: string };

function parseQuantity(given: string, text: string, reading: Reading): Parsed<bigint> {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return { ok: false, message: `That is too long. ${reading.hint}.` };
  if (trimmed === "-1" || trimmed.toLowerCase() === "unlimited") return { ok: true, value: UNLIMITED };

  const parts = [...trimmed.matchAll(PART)];
  const unread = parts.length === 0 || parts.map(([part]) => part).join("") !== trimmed;
  // "7 500" is not 7,500: a bare number stands alone.
  if (unread || (parts.length > 1 && parts.some(([, , , unit]) => unit === ""))) return refuse(given, reading);

  let total = 0n;
  for (const [, whole = "0", fraction = "", name = ""] of parts) {
    const unit = unitNamed(name || reading.base, reading.units);
    if (!unit) return refuse(given, reading);
    const scale = 10n ** BigInt(fraction.length);
    const scaled = BigInt(whole.replaceAll(",", "") + fraction) * unit.factor;
    if (scaled % scale !== 0n)
      return { ok: false, message: `${quoted(given)} is not a whole number of ${reading.whole}.` };
    total += scaled / scale;
  }
  if (total > INT64_MAX)
    return {
      ok: false,
      message: `${quoted(given)} is more than Kafka can hold, ${grouped(INT64_MAX)} ${reading.whole}.`,
    };
  return { ok: true, value: total };
}

/** A number (plain, or with its thousands separated by commas), its decimals, its unit, and the space after it. */
const PART = /(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*([a-zA-Z]*)\s*/gy;

function refuse(given: string, reading: Reading): Parsed<bigint> {
  return { ok: false, message: `${quoted(given)} cannot be read as a number of ${reading.whole}. ${reading.hint}.` };
}

function quoted(text: string): string {
  return `"${text.trim()}"`;
}

function unitNamed(name: string, units: readonly Unit[]): Unit | undefined {
  const wanted = name.toLowerCase();
  return units.find(({ names }) => names.some((known) => known.toLowerCase() === wanted));
}

/** ISO 8601 `P[n]W`, `P[n]DT[n]H[n]M[n]S` in our own spelling; undefined for everything else. */
function isoParts(text: string): string | undefined {
  const match = /^p(?=.*\d)(?:([\d.]+)w)?(?:([\d.]+)d)?(?:t(?=\d)(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?)?$/i.exec(
    text,
  );
  if (!match) return undefined;
  const names = ["w", "d", "h", "min", "s"];
  return match
    .slice(1)
    .flatMap((amount, index) => (amount === undefined ? [] : [`${amount}${names[index]}`]))
    .join(" ");
}

function largestExact(bytes: bigint, units: Units): Unit {
  const smallest = units[units.length - 1] ?? units[0];
  return bytes === 0n ? smallest : (units.find(({ factor }) => bytes % factor === 0n) ?? smallest);
}

function approximate(bytes: bigint, units: Units): string {
  const smallest = units[units.length - 1] ?? units[0];
  const unit = units.find(({ factor }) => bytes >= factor) ?? smallest;
  const amount = Number(bytes) / Number(unit.factor);
  const rounded = amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount);
  return `${rounded.toLocaleString("en-US")} ${unit.names[0]}`;
}
