import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CHAIN_START, type ChainRow, verifyChain } from "./audit-chain.ts";

/** A chain as `audit_append()` makes it. */
function chain(length: number): ChainRow[] {
  const rows: ChainRow[] = [];
  let previousHash = CHAIN_START.hash;
  for (let number = 1; number <= length; number += 1) {
    const row = {
      number: BigInt(number),
      at: new Date(1_700_000_000_000 + number),
      actorKind: "user",
      actorId: "u1",
      actorName: "Requester",
      action: "request.submitted",
      objectKind: "request",
      objectId: String(number),
      objectName: "orders.order-placed.v1",
      teamId: null,
      requestId: BigInt(number),
      before: null,
      after: { spec: { partitions: number }, tags: ["a", "b"] },
      reason: "for orders",
      previousHash,
    };
    const event = {
      action: row.action,
      actor: { id: "u1", kind: "user", name: "Requester" },
      after: row.after,
      before: null,
      object: { id: row.objectId, kind: "request", name: row.objectName },
      reason: row.reason,
      requestId: row.objectId,
      teamId: null,
    };
    const canonical = JSON.stringify({ at: row.at.toISOString(), event, number: row.objectId, previousHash });
    const hash = createHash("sha256").update(canonical).digest("hex");
    rows.push({ ...row, canonical, hash });
    previousHash = hash;
  }
  return rows;
}

const tampered = (change: Partial<ChainRow>) =>
  chain(5).map((row, index) => (index === 2 ? { ...row, ...change } : row));

describe("verifyChain", () => {
  it("accepts what nobody touched, whole and in pages", () => {
    const rows = chain(5);
    expect(verifyChain(rows)).toMatchObject({ ok: true, count: 5, head: { number: 5n, hash: rows[4]?.hash } });
    const first = verifyChain(rows.slice(0, 2));
    expect(first.ok && verifyChain(rows.slice(2), first.head)).toMatchObject({ ok: true, count: 3 });
    expect(verifyChain([])).toEqual({ ok: true, count: 0, head: CHAIN_START });
  });

  it("reads an export, where dates and numbers are text", () => {
    const exported = JSON.parse(
      JSON.stringify(chain(3), (_, value) => (typeof value === "bigint" ? String(value) : value)),
    );
    expect(verifyChain(exported)).toMatchObject({ ok: true, count: 3 });
  });

  it.each<[string, Partial<ChainRow>, RegExp]>([
    ["a rewritten text", { canonical: "{}" }, /text was changed/],
    ["another reason", { reason: "something else" }, /columns/],
    ["another actor", { actorName: "Somebody" }, /columns/],
    ["another after", { after: { spec: { partitions: 3 }, tags: ["b", "a"] } }, /columns/],
    ["an after that is gone", { after: null }, /columns/],
    ["another time", { at: new Date(0) }, /columns/],
    ["another place", { previousHash: CHAIN_START.hash }, /does not follow/],
  ])("names the first row with %s", (_, change, reason) => {
    expect(verifyChain(tampered(change))).toEqual({ ok: false, brokenAt: "3", reason: expect.stringMatching(reason) });
  });

  it("notices a row that was taken out, and a text that was hashed again", () => {
    const rows = chain(5);
    expect(verifyChain(rows.filter((row) => row.number !== 2n))).toEqual({
      ok: false,
      brokenAt: "3",
      reason: "row 2 is missing",
    });
    const text = "not json";
    const rehashed = { canonical: text, hash: createHash("sha256").update(text).digest("hex") };
    expect(verifyChain(tampered(rehashed))).toEqual({ ok: false, brokenAt: "3", reason: "its text is not JSON" });
  });
});
