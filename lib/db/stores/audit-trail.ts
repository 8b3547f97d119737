import type { ChainPlace, ChainRow } from "#lib/domain/audit-chain";
import type { Connection } from "../database.ts";

/** Rows of one read; a trail of millions is verified and exported in pages of this size. */
const PAGE = 5_000;

/** Every row of the trail in order, page by page. */
export async function* auditTrail(db: Connection): AsyncGenerator<ChainRow[]> {
  for (let after = 0n; ; ) {
    const rows = await db.auditEvent.findMany({
      where: { number: { gt: after } },
      orderBy: { number: "asc" },
      take: PAGE,
    });
    const last = rows.at(-1);
    if (!last) return;

    yield rows;
    after = last.number;
  }
}

/** Where the chain ends according to its head, which every append moves; rows cut off at the end show against it. */
export async function auditHead(db: Connection): Promise<ChainPlace> {
  const { number, hash } = await db.auditHead.findUniqueOrThrow({ where: { id: 1 } });
  return { number, hash };
}
