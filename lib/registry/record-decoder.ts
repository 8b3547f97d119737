import { Buffer } from "node:buffer";
import { oneLine } from "#lib/domain/one-line";
import type { SchemaDefinition } from "#lib/domain/schema";
import { withinMs } from "#lib/domain/time-limit";
import { jsonSafe } from "./json-safe.ts";
import { openReadingSchema, type ReadingSchema, type SchemaSource } from "./reading-schemas.ts";

/** A record's key or value as far as it could be understood. Every `value` can be written as JSON. */
export type DecodedRecord =
  /** By a schema of the registry; `definition` is that schema, so that fields can be found in it. */
  | { kind: "decoded"; schemaId: number; definition: SchemaDefinition; value: unknown }
  /** JSON that carries no schema. */
  | { kind: "json"; value: unknown }
  | { kind: "text"; text: string }
  /** Bytes that could not be understood, and why, as a sentence; with the schema that they name, where it could be read. */
  | { kind: "bytes"; base64: string; reason: string; definition?: SchemaDefinition }
  | { kind: "null" };

export type RecordDecoder = { decodeRecord(bytes: Buffer | null): Promise<DecodedRecord> };

/** Confluent's wire format: a zero, then the schema's id in 4 bytes. (docs.confluent.io, "Wire format") */
const HEADER_LENGTH = 5;

/** A record of 1 MB takes some 10 ms. A few bytes can claim to be a list of millions, and would fill the memory. */
const MAX_MS_PER_RECORD = 250;
const MAX_MS_ALTOGETHER = 1_000;

/** A second try would fill more of the memory than the first. */
const NO_PATIENCE = 1;

/**
 * A decoder for one sample: it keeps each schema that it read, and spends a second on decoding altogether. It never throws for bad
 * bytes, and not for a registry that is away either: the record then says so.
 * @param source null where the cluster has no registry
 */
export function createRecordDecoder(source: SchemaSource | null): RecordDecoder {
  const schemas = new Map<number, Promise<ReadingSchema>>();
  const within = timeLimit();

  const decodeBySchema = async (bytes: Buffer): Promise<DecodedRecord> => {
    if (!source) return undecoded(bytes, "It names a schema, and this cluster has no schema registry.");
    const schemaId = bytes.readInt32BE(1);
    const opened = schemas.get(schemaId) ?? openReadingSchema(source, schemaId);
    schemas.set(schemaId, opened);
    let schema: ReadingSchema;
    try {
      schema = await opened;
    } catch (failure) {
      return undecoded(bytes, `It names schema ${schemaId}, which cannot be used: ${messageOf(failure)}`);
    }
    try {
      const payload = payloadOf(schema.definition, bytes);
      const value = within(() => jsonSafe(schema.read(payload)));
      return { kind: "decoded", schemaId, definition: schema.definition, value };
    } catch (failure) {
      const reason = `It names schema ${schemaId}, but does not fit it: ${messageOf(failure)}`;
      return { ...undecoded(bytes, reason), definition: schema.definition };
    }
  };

  return {
    async decodeRecord(bytes) {
      if (bytes === null) return { kind: "null" };
      return bytes[0] === 0 && bytes.length >= HEADER_LENGTH ? decodeBySchema(bytes) : decodePlain(bytes);
    },
  };
}

/** Runs decoding so that it cannot go on for ever. */
function timeLimit(): (read: () => unknown) => unknown {
  let leftMs = MAX_MS_ALTOGETHER;
  return (read) => {
    if (leftMs < 1) throw new Error("decoding the others took too long.");
    const began = performance.now();
    try {
      const done = withinMs(Math.ceil(Math.min(leftMs, MAX_MS_PER_RECORD)), read, NO_PATIENCE);
      if (!done) throw new Error("reading it takes too long.");
      return done.value;
    } finally {
      leftMs -= performance.now() - began;
    }
  };
}

/**
 * What follows the header. Protobuf first says which message of the schema it is: a list of indexes as zigzag varints, or a single 0 for the
 * first message. Some clients, the library's own among them, leave that out; a record cannot begin with 1 to 7 then, because a field's
 * number is at least 1. (protobuf.dev, "Encoding")
 * @throws Error where it is another message than the first, which is the one that the library reads
 */
function payloadOf({ schemaType }: SchemaDefinition, bytes: Buffer): Buffer {
  const payload = bytes.subarray(HEADER_LENGTH);
  const first = payload[0];
  if (schemaType !== "PROTOBUF" || first === undefined) return payload;
  if (first === 0) return payload.subarray(1);
  if (first < 8) throw new Error("it holds another message than the schema's first, and only that one is decoded.");
  return payload;
}

function decodePlain(bytes: Buffer): DecodedRecord {
  const text = textOf(bytes);
  if (text === undefined) return undecoded(bytes, "It is no text and names no schema.");
  if (/^\s*[[{]/.test(text)) {
    try {
      return { kind: "json", value: jsonSafe(JSON.parse(text)) };
    } catch {
      return { kind: "text", text };
    }
  }
  return { kind: "text", text };
}

/** Undefined where the bytes are not UTF-8, or hold control characters that no text has. */
function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[[\p{Cc}]--[\t\n\r]]/v.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function undecoded(bytes: Buffer, reason: string) {
  return { kind: "bytes" as const, base64: Buffer.from(bytes).toString("base64"), reason: oneLine(reason, 500) };
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
