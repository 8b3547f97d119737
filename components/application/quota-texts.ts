import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import { formatBytes, grouped, parseBytes } from "#lib/domain/quantity";

export type QuotaKey = (typeof QUOTA_KEYS)[number];

/** Whether a field is one of the limits. */
export function isQuotaKey(field: string): field is QuotaKey {
  return QUOTA_KEYS.some((key) => key === field);
}

export const QUOTA_LABELS: { readonly [Key in QuotaKey]: string } = {
  producerByteRate: "Produce",
  consumerByteRate: "Consume",
  requestPercentage: "Request time",
};

/** What a value looks like, for empty fields. */
export const QUOTA_EXAMPLES: { readonly [Key in QuotaKey]: string } = {
  producerByteRate: "10 MiB per second",
  consumerByteRate: "10 MiB per second",
  requestPercentage: "50 % of a thread’s time",
};

/** A limit both ways: `10 MiB/s (10,485,760 B/s)`; request time in percent of one thread. */
export function quotaInWords(key: QuotaKey, value: number): string {
  if (key === "requestPercentage") return `${value} % of a thread`;
  const short = formatBytes(BigInt(value));
  const exact = `${grouped(value)} B`;
  return short === exact ? `${exact}/s` : `${short}/s (${exact}/s)`;
}

/** The limits that are set, with their names. */
export function quotaLimits(quota: ClientQuota): { term: string; value: string }[] {
  return QUOTA_KEYS.flatMap((key) => {
    const value = quota[key];
    return value === undefined ? [] : [{ term: QUOTA_LABELS[key], value: quotaInWords(key, value) }];
  });
}

/** What a field begins with: the shortest text that reads back to the same number. */
export function quotaText(key: QuotaKey, quota: ClientQuota): string {
  const value = quota[key];
  if (value === undefined) return "";
  return key === "requestPercentage" ? String(value) : formatBytes(BigInt(value));
}

/**
 * What was typed for one limit. Nothing, `-1` and `unlimited` are no limit.
 * @returns bytes per second, or percent; undefined for no limit
 */
export function readQuota(
  key: QuotaKey,
  typed: string,
): { ok: true; value: number | undefined } | { ok: false; message: string } {
  const text = typed.trim().replace(/\/s$/i, "").trim();
  if (text === "" || text === "-1" || text.toLowerCase() === "unlimited") return { ok: true, value: undefined };
  if (key === "requestPercentage") return readPercentage(text);

  const bytes = parseBytes(text);
  return bytes.ok ? { ok: true, value: Number(bytes.value) } : bytes;
}

function readPercentage(text: string): { ok: true; value: number } | { ok: false; message: string } {
  const number = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text)?.[1];
  if (number === undefined)
    return { ok: false, message: `"${text}" is not a percentage. Write 50, or 200 for two threads.` };
  return { ok: true, value: Number(number) };
}

/** The quota that a form states. What cannot be read goes on as it was typed, and the server refuses it at its field. */
export function quotaOf(form: FormData): { [Key in QuotaKey]?: number | string } {
  const quota: { [Key in QuotaKey]?: number | string } = {};
  for (const key of QUOTA_KEYS) {
    const typed = String(form.get(`quota.${key}`) ?? "");
    const read = readQuota(key, typed);
    if (!read.ok) quota[key] = typed;
    else if (read.value !== undefined) quota[key] = read.value;
  }
  return quota;
}
