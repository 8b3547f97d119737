import { getDatabase } from "#lib/server/database";
import { readiness } from "#lib/server/readiness";

export const dynamic = "force-dynamic";

/** 200 when requests can be served, 503 when not, with what is missing. */
export async function GET(): Promise<Response> {
  const state = await readiness(getDatabase());
  return Response.json(state, { status: state.ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
