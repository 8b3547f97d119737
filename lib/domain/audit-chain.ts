import { createHash } from "node:crypto";

/** Hash before the first row (`audit_head` starts with it). */
export const CHAIN_START = { number: 0n, hash: "0".repeat(64) };

/** One row of the trail as it is stored or exported; `canonical` is the exact text that was hashed. */
export type ChainRow = {
  number: bigint | number | string;
  at: Date | string;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  action: string;
  objectKind: string;
  objectId: string;
  objectName: string;
  teamId: string | null;
  requestId: bigint | number | string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  canonical: string;
  previousHash: string;
  hash: string;
};

export type ChainPlace = { number: bigint; hash: string };
export type ChainVerdict =
  | { ok: true; count: number; head: ChainPlace }
  | { ok: false; brokenAt: string; reason: string };

/**
 * Recomputes a chain offline. Rows come in order; `from` is the place before the first of them (default: the very beginning), so a long
 * chain can be verified in pages. Names the first row that is missing, out of order, rewritten, or whose shown columns say something else
 * than the text that was hashed.
 */
export function verifyChain(rows: Iterable<ChainRow>, from: ChainPlace = CHAIN_START): ChainVerdict {
  let head = from;
  let count = 0;
  for (const row of rows) {
    const reason = whatIsWrong(row, head);
    if (reason) return { ok: false, brokenAt: String(row.number), reason };

    head = { number: BigInt(row.number), hash: row.hash };
    count += 1;
  }
  return { ok: true, count, head };
}

function whatIsWrong(row: ChainRow, before: ChainPlace): string | undefined {
  if (BigInt(row.number) !== before.number + 1n) return `row ${before.number + 1n} is missing`;
  if (row.previousHash !== before.hash) return "it does not follow the row before it";
  if (createHash("sha256").update(row.canonical, "utf8").digest("hex") !== row.hash) return "its text was changed";

  const told = parse(row.canonical);
  if (told === undefined) return "its text is not JSON";
  return same(told, shown(row)) ? undefined : "its columns say something else than the text that was hashed";
}

/** What the columns say, in the shape of the hashed text. */
function shown(row: ChainRow): unknown {
  return {
    at: new Date(row.at).toISOString(),
    number: String(row.number),
    previousHash: row.previousHash,
    event: {
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
      action: row.action,
      object: { kind: row.objectKind, id: row.objectId, name: row.objectName },
      teamId: row.teamId,
      requestId: row.requestId === null ? null : String(row.requestId),
      before: row.before ?? null,
      after: row.after ?? null,
      reason: row.reason,
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Equality of JSON values, whatever the order of their keys. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;

  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
