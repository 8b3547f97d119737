/** How somebody may stand to the objects of team A, as the columns of the table below. */
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

/**
 * What every call of the API answers to every role: the rule of this installation, written down by hand and derived from nothing in the
 * product. A call that changes something is made so that, once allowed, it fails harmlessly on its own account (409, 422, 400), or
 * changes nothing: those statuses mean "allowed". 404 on `own` and `foreign` means invisible.
 *
 * `disabled` and `ex-member` hold a session from better days; `poor-token` is a token of team A's owner that may only `topic.read`.
 * Requests are seen by both sides, the platform and auditors. Where a token lacks the permission, a read says so before it looks.
 */
export const TABLE = `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listClusters            -        401       401      200       200    200   200         200       200     200   403
listPolicies            -        401       401      200       200    200   200         200       200     200   403
listTopics              -        401       401      200       200    200   200         200       200     200   200
search                  -        401       401      200       200    200   200         200       200     200   200
listRequests            -        401       401      200       200    200   200         200       200     200   403
listTeams               -        401       401      200       200    200   200         200       200     200   403
listTokens              -        401       401      200       200    200   200         200       200     200   403
listUsers               -        401       401      403       403    403   403         403       200     200   403
listAudit               -        401       401      403       403    403   403         403       200     200   403
findPeople              -        401       401      403       403    200   200         403       403     200   403
confirmClusterIdentity  own      401       401      403       403    403   403         403       403     409   403
confirmClusterIdentity  absent   401       401      404       404    404   404         404       404     404   404
getTopic                own      401       401      200       200    200   200         200       200     200   200
getTopic                foreign  401       401      200       200    200   200         200       200     200   200
getTopic                absent   401       401      404       404    404   404         404       404     404   404
retryTopic              own      401       401      409       409    409   403         403       403     409   403
retryTopic              foreign  401       401      403       403    403   409         403       403     409   403
retryTopic              absent   401       401      404       404    404   404         404       404     404   404
requestTopic            own      401       401      422       422    422   403         403       403     403   403
requestTopic            foreign  401       401      403       403    403   422         403       403     403   403
requestTopic            absent   401       401      404       404    404   404         404       404     404   404
getRequest              own      401       401      200       200    200   404         404       200     200   403
getRequest              foreign  401       401      404       404    404   200         404       200     200   403
getRequest              absent   401       401      404       404    404   404         404       404     404   403
editRequest             own      401       401      409       403    403   404         404       403     403   403
editRequest             foreign  401       401      404       404    404   403         404       403     403   404
editRequest             absent   401       401      404       404    404   404         404       404     404   404
approveRequest          own      401       401      403       403    409   404         404       403     403   403
approveRequest          foreign  401       401      404       404    404   409         404       403     403   404
approveRequest          absent   401       401      404       404    404   404         404       404     404   404
rejectRequest           own      401       401      403       403    409   404         404       403     403   403
rejectRequest           foreign  401       401      404       404    404   409         404       403     403   404
rejectRequest           absent   401       401      404       404    404   404         404       404     404   404
withdrawRequest         own      401       401      409       403    409   404         404       403     403   403
withdrawRequest         foreign  401       401      404       404    404   409         404       403     403   404
withdrawRequest         absent   401       401      404       404    404   404         404       404     404   404
commentRequest          own      401       401      201       201    201   404         404       403     201   403
commentRequest          foreign  401       401      404       404    404   201         404       403     201   404
commentRequest          absent   401       401      404       404    404   404         404       404     404   404
copyRequest             own      401       401      409       409    409   404         404       403     403   403
copyRequest             foreign  401       401      404       404    404   409         404       403     403   404
copyRequest             absent   401       401      404       404    404   404         404       404     404   404
createTeam              -        401       401      403       403    403   403         403       403     409   403
getTeam                 own      401       401      200       200    200   200         200       200     200   403
getTeam                 foreign  401       401      200       200    200   200         200       200     200   403
getTeam                 absent   401       401      404       404    404   404         404       404     404   403
updateTeam              own      401       401      403       403    409   403         403       403     409   403
updateTeam              foreign  401       401      403       403    403   409         403       403     409   403
updateTeam              absent   401       401      404       404    404   404         404       404     404   404
deleteTeam              own      401       401      403       403    403   403         403       403     409   403
deleteTeam              foreign  401       401      403       403    403   403         403       403     409   403
deleteTeam              absent   401       401      404       404    404   404         404       404     404   404
setMember               own      401       401      403       403    400   403         403       403     400   403
setMember               foreign  401       401      403       403    403   400         403       403     400   403
setMember               absent   401       401      404       404    404   404         404       404     404   404
removeMember            own      401       401      403       403    409   403         403       403     409   403
removeMember            foreign  401       401      403       403    403   409         403       403     409   403
removeMember            absent   401       401      404       404    404   404         404       404     404   404
addPrefix               own      401       401      403       403    403   403         403       403     409   403
addPrefix               foreign  401       401      403       403    403   403         403       403     409   403
addPrefix               absent   401       401      404       404    404   404         404       404     404   404
removePrefix            own      401       401      403       403    403   403         403       403     409   403
removePrefix            foreign  401       401      403       403    403   403         403       403     409   403
removePrefix            absent   401       401      404       404    404   404         404       404     404   404
createUser              -        401       401      403       403    403   403         403       403     409   403
updateUser              own      401       401      404       404    403   404         404       403     409   403
updateUser              foreign  401       401      404       404    404   403         404       403     409   404
updateUser              absent   401       401      404       404    404   404         404       404     404   404
disableUser             own      401       401      404       404    403   404         404       403     409   403
disableUser             foreign  401       401      404       404    404   403         404       403     409   404
disableUser             absent   401       401      404       404    404   404         404       404     404   404
enableUser              own      401       401      404       404    403   404         404       403     200   403
enableUser              foreign  401       401      404       404    404   403         404       403     200   404
enableUser              absent   401       401      404       404    404   404         404       404     404   404
createToken             -        401       401      201       201    201   201         201       201     201   403
revokeToken             own      401       401      404       404    204   404         404       403     204   403
revokeToken             foreign  401       401      404       404    404   204         404       403     204   404
revokeToken             absent   401       401      404       404    404   404         404       404     404   404
`;

/** One line of the table: what a call about a target answers to each role. */
export type Row = { operation: string; target: Target; status: { [R in Role]: number } };

/** The table as data. @throws when a line has another number of columns than the head */
export function readTable(text = TABLE): Row[] {
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
