import { Buffer } from "node:buffer";

const MAX_DEPTH = 100;

/**
 * A decoded value as JSON can hold it: whole numbers beyond 2^53 and what is no number become text, bytes become base64, a message of
 * protobufjs what its own mapping to JSON makes of it.
 * @throws Error when it is nested deeper than 100
 */
export function jsonSafe(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH}`);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === undefined) return null;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item) => jsonSafe(item, depth + 1));
  if ("toJSON" in value && typeof value.toJSON === "function") return jsonSafe(value.toJSON(), depth + 1);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonSafe(item, depth + 1)]));
}
