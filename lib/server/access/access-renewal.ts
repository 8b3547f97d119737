import type { Connection } from "#lib/db/database";
import { databaseNow } from "#lib/db/stores/clock";
import { findCluster } from "#lib/db/stores/clusters";
import { extendGrant, type Grant, lockGrantAlone } from "#lib/db/stores/grants";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { type FieldError, fail } from "#lib/domain/result";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, KindOfRequest, Narrowing } from "../requests/request-kind.ts";
import { giverProblem, judgeRenewal } from "./judge-renewal.ts";
import { narrowedExpiry } from "./narrowed-expiry.ts";

type Asked = RequestRecord<"access.renew">;

/** A later end for a grant that lives. */
export const accessRenewal: KindOfRequest<"access.renew"> = {
  judgeAgain,
  carryOut: async (db, request, { patch }) => {
    await extendGrant(db, grantIdOf(request), patch.expiresAt);
    await moveRequest(db, request.id, { state: "approved" });
  },
  release: async () => undefined,
};

/** Why a grant cannot be given this end; null when it can. */
export function renewalProblem({ expiresAt: ends }: Grant, expiresAt: string): FieldError | null {
  if (Date.parse(expiresAt) > ends.getTime()) return null;
  const message = `has to be later than the present end, ${ends.toISOString()}; ${expiresAt} was given`;
  return { path: "expiresAt", message };
}

async function judgeAgain(db: Connection, request: Asked, narrowing: Narrowing): Promise<JudgedAgain<"access.renew">> {
  const grant = await lockGrantAlone(db, grantIdOf(request));
  const cluster = await findCluster(db, request.cluster);
  if (!cluster) return unknownCluster(request.cluster);
  if (grant?.state === "ended" || !grant) {
    return { ok: false, stale: { path: "grantId", message: "The grant has ended." } };
  }
  const moved = await giverProblem(db, grant);
  if (moved) return { ok: false, stale: moved };
  const narrowed = narrowedExpiry(request.patch.expiresAt, narrowing, await databaseNow(db));
  if (!narrowed.ok) return narrowed;
  const early = renewalProblem(grant, narrowed.value);
  if (early) return fail("invalid_input", `expiresAt: ${early.message}.`, { errors: [early] });
  return { ok: true, value: await judgeRenewal(db, { cluster, grant, expiresAt: narrowed.value }) };
}

function grantIdOf({ id, grantId }: Asked): string {
  if (grantId === null) throw new Error(`request ${id} renews no grant`);
  return grantId;
}
