/** How somebody may stand to the objects of team A, as the columns of the tables. */
export const ROLES = [
  "anonymous",
  "disabled",
  "requester",
  "member",
  "owner",
  "other-owner",
  "ex-member",
  "auditor",
  "admin",
  "poor-token",
] as const;
export type Role = (typeof ROLES)[number];

/** `own` belongs to team A (or to its people), `foreign` to team B, `absent` to nobody, `-` is for calls without an object. */
export type Target = "own" | "foreign" | "absent" | "-";

/** One line of the table: what a call about a target answers to each role. */
export type Row = { operation: string; target: Target; status: { [R in Role]: number } };

/**
 * Reads the table of one area: what every call of it answers to every role. It is the rule of this installation, written down by hand
 * and derived from nothing in the product. A call that changes something is made so that, once allowed, it fails harmlessly on its own
 * account (409, 422, 400), or changes nothing: those statuses mean "allowed". 404 on `own` and `foreign` means invisible.
 *
 * `disabled` and `ex-member` hold a session from better days; `poor-token` is a token of team A's owner that may only `topic.read`.
 * Requests are seen by both sides, the platform and auditors. Where a token lacks the permission, a read says so before it looks.
 *
 * @throws when a line has another number of columns than the head
 */
export function readTable(text: string): Row[] {
  const [head = [], ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/));
  return lines.map((cells) => {
    if (cells.length !== head.length) throw new Error(`${cells.join(" ")}: ${cells.length} columns of ${head.length}`);
    const [operation = "", target = "-", ...statuses] = cells;
    const status = Object.fromEntries(ROLES.map((role) => [role, Number(statuses[head.indexOf(role) - 2])]));
    return { operation, target: target as Target, status: status as Row["status"] };
  });
}
