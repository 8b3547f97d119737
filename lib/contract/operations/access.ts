import { z } from "zod";
import * as access from "../access.ts";
import { RetryRequest } from "../requests.ts";
import { RequestSubmitted } from "../topic-requests.ts";
import { type Operation, without } from "./operation.ts";

const DryRun = z.object({
  dryRun: z.stringbool().optional().describe("true: judge only; the answer is an AccessPreview and nothing is stored"),
});

export const ACCESS: readonly Operation[] = [
  {
    id: "requestAccess",
    method: "post",
    path: "/access-requests",
    tag: "access",
    summary: "Ask for access of an application to topics, or judge it without asking (dryRun)",
    query: DryRun,
    body: access.RequestAccess,
    status: 201,
    response: access.AccessSubmitted,
  },
  {
    id: "getTopicAccess",
    method: "get",
    path: "/topics/{cluster}/{name}/access",
    tag: "access",
    summary: "Who may use a topic: the owner's side sees everybody, others their own teams",
    status: 200,
    response: access.TopicAccess,
  },
  {
    id: "getTeamAccess",
    method: "get",
    path: "/teams/{team}/access",
    tag: "access",
    summary: "What a team's applications reach, and what reaches its topics",
    status: 200,
    response: access.TeamAccess,
  },
  {
    id: "renewGrant",
    method: "post",
    path: "/grants/{grantId}/renew",
    tag: "access",
    summary: "Ask for a later end; without one for as long again, within the rules",
    body: without(access.RenewGrant, "grantId"),
    status: 201,
    response: RequestSubmitted,
  },
  {
    id: "revokeGrant",
    method: "post",
    path: "/grants/{grantId}/revoke",
    tag: "access",
    summary: "End access at once, by an owner of either side",
    body: without(access.RevokeGrant, "grantId"),
    status: 200,
    response: access.GrantEnded,
  },
  {
    id: "releaseGrant",
    method: "post",
    path: "/grants/{grantId}/release",
    tag: "access",
    summary: "Give access back that is not needed any more",
    body: without(access.ReleaseGrant, "grantId"),
    status: 200,
    response: access.GrantEnded,
  },
  {
    id: "listUnmanagedAcls",
    method: "get",
    path: "/acls",
    tag: "access",
    summary: "ACLs on a cluster that nobody granted",
    query: access.ListUnmanagedAcls,
    status: 200,
    response: access.UnmanagedAclPage,
  },
  {
    id: "requestAclRemoval",
    method: "post",
    path: "/acl-removals",
    tag: "access",
    summary: "Ask for ACLs that nobody granted to be deleted",
    body: access.RequestAclRemoval,
    status: 201,
    response: RequestSubmitted,
  },
  {
    id: "retryRequest",
    method: "post",
    path: "/requests/{requestId}/retry",
    tag: "access",
    summary: "Try an approved removal of ACLs or reset of offsets again that is blocked",
    body: without(RetryRequest, "requestId"),
    status: 200,
    response: z.object({ id: z.number(), state: z.string() }),
  },
];
