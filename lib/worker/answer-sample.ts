import { z } from "zod";
import type { ProbeAnswer } from "#lib/db/worker-stores/open-probes";
import { MOST_FIELD_BYTES, type SampledRecord } from "#lib/kafka/message-reader";
import { createRecordDecoder, type RecordDecoder } from "#lib/registry/record-decoder";
import type { ProbeSession } from "./probe-session.ts";
import { type Mask, openMask, type ShownPayload } from "./sample-mask.ts";

export const SampleQuestion = z.object({ topic: z.string(), count: z.int().min(1).max(50) });

/** What one answer may hold, in characters of JSON. */
const MOST_CHARACTERS = 1_024 * 1_024;
const MOST_HEADERS = 50;
const MOST_HEADER_CHARACTERS = 1_000;

type ShownRecord = {
  partition: number;
  offset: string;
  /** ISO 8601; null where the producer gave none. */
  timestamp: string | null;
  key: ShownPayload;
  value: ShownPayload;
  headers: { key: string; value: string }[];
  masked: string[];
};

/**
 * The newest records of a topic as far as they can be understood, without what its schemas call sensitive.
 * @throws ClusterCallFailed, RegistryCallFailed
 */
export async function answerSample(
  session: ProbeSession,
  { topic, count }: z.infer<typeof SampleQuestion>,
): Promise<ProbeAnswer> {
  const read = await session.reader.readNewest(topic, count);
  if (!read.ok) return { ok: false, message: read.error.message };

  const decoder = createRecordDecoder(session.registry);
  const [key, value] = [await openMask(session, topic, "key"), await openMask(session, topic, "value")];
  const records: ShownRecord[] = [];
  let left = MOST_CHARACTERS;
  for (const record of read.value) {
    const shown = await show(decoder, { key, value }, record);
    left -= JSON.stringify(shown).length;
    if (left < 0) break;
    records.push(shown);
  }
  return { ok: true, value: { records, note: noteOn(records.length, read.value.length) } };
}

function noteOn(shown: number, read: number): string {
  if (read === 0) return "The topic holds no records.";
  if (shown === read) return "";
  return `${read - shown} of ${read} records are left out: a sample holds at most 1 MiB.`;
}

async function show(
  decoder: RecordDecoder,
  masks: { key: Mask; value: Mask },
  record: SampledRecord,
): Promise<ShownRecord> {
  const isKeyCut = record.truncated === true && (record.key?.length ?? 0) >= MOST_FIELD_BYTES;
  const isValueCut = record.valueBytes > (record.value?.length ?? 0);
  const key = await masks.key(isKeyCut ? cut(record.key, null) : await decoder.decodeRecord(record.key));
  const value = await masks.value(
    isValueCut ? cut(record.value, record.valueBytes) : await decoder.decodeRecord(record.value),
  );
  return {
    partition: record.partition,
    offset: String(record.offset),
    timestamp: isoTime(record.timestamp),
    key: key.payload,
    value: value.payload,
    headers: record.headers.slice(0, MOST_HEADERS).map((header) => ({
      key: header.key.slice(0, MOST_HEADER_CHARACTERS),
      value: (header.value?.toString("utf8") ?? "").slice(0, MOST_HEADER_CHARACTERS),
    })),
    masked: [...new Set([...key.masked, ...value.masked])],
  };
}

/** What was cut cannot be decoded any more. */
function cut(bytes: Buffer | null, whole: number | null) {
  const size = whole === null ? `more than ${MOST_FIELD_BYTES}` : String(whole);
  const reason = `It has ${size} bytes; a sample shows at most ${MOST_FIELD_BYTES} of each.`;
  return { kind: "bytes" as const, base64: bytes?.toString("base64") ?? "", reason };
}

function isoTime(timestamp: number): string | null {
  const time = new Date(timestamp);
  return timestamp < 0 || Number.isNaN(time.getTime()) ? null : time.toISOString();
}
