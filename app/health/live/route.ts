export const dynamic = "force-dynamic";

/** The process answers. Says nothing about the database, so that a restart is never the answer to a database that is away. */
export function GET(): Response {
  return Response.json({ live: true }, { headers: { "cache-control": "no-store" } });
}
