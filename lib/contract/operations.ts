import { z } from "zod";
import { RequestId } from "./common.ts";
import * as platform from "./platform.ts";
import * as requests from "./requests.ts";
import * as teams from "./teams.ts";
import * as topicRequests from "./topic-requests.ts";
import * as topics from "./topics.ts";
import * as users from "./users.ts";

/** One call of the API. `body` and `query` are the input schemas themselves, so the document cannot say something else. */
export type Operation = {
  id: string;
  method: "get" | "post" | "patch" | "delete";
  /** Below `/api/v1`, parameters in braces. */
  path: string;
  tag: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Success; no schema means 204 without a body. */
  status: 200 | 201 | 204;
  response?: z.ZodType;
};

/** A body without the fields that stand in the path. */
const without = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, ...fields: (keyof Shape & string)[]) =>
  schema.omit(Object.fromEntries(fields.map((field) => [field, true])) as never);

const RequestEnded = z.object({ id: z.number(), state: z.string() });
const DryRun = z.object({
  dryRun: z.stringbool().optional().describe("true: judge only; the answer is a TopicPreview and nothing is stored"),
});

export const OPERATIONS: readonly Operation[] = [
  {
    id: "listClusters",
    method: "get",
    path: "/clusters",
    tag: "clusters",
    summary: "Clusters and how they were found",
    status: 200,
    response: platform.ClusterPage,
  },
  {
    id: "confirmClusterIdentity",
    method: "post",
    path: "/clusters/{cluster}/identity",
    tag: "clusters",
    summary: "Accept that a slug now means another Kafka cluster",
    body: without(platform.ConfirmClusterIdentity, "cluster"),
    status: 200,
    response: z.object({ cluster: z.string(), kafkaClusterId: z.string() }),
  },
  {
    id: "listPolicies",
    method: "get",
    path: "/policies",
    tag: "policies",
    summary: "The rules in force",
    status: 200,
    response: platform.PolicyPage,
  },
  {
    id: "listTopics",
    method: "get",
    path: "/topics",
    tag: "topics",
    summary: "The catalogue: managed and unmanaged topics by name",
    query: topics.ListTopics,
    status: 200,
    response: topics.TopicPage,
  },
  {
    id: "getTopic",
    method: "get",
    path: "/topics/{cluster}/{name}",
    tag: "topics",
    summary: "Desired, observed, condition, and the plan of the difference",
    status: 200,
    response: topics.TopicView,
  },
  {
    id: "retryTopic",
    method: "post",
    path: "/topics/{cluster}/{name}/retry",
    tag: "topics",
    summary: "Try a blocked topic again",
    body: z.strictObject({}),
    status: 200,
    response: z.object({ cluster: z.string(), name: z.string() }),
  },
  {
    id: "requestTopic",
    method: "post",
    path: "/topic-requests",
    tag: "requests",
    summary: "Ask for a topic, or judge one without asking (dryRun)",
    query: DryRun,
    body: topicRequests.RequestTopic,
    status: 201,
    response: topicRequests.RequestSubmitted,
  },
  {
    id: "listRequests",
    method: "get",
    path: "/requests",
    tag: "requests",
    summary: "Requests that the caller may see, newest first",
    query: requests.ListRequests,
    status: 200,
    response: requests.RequestPage,
  },
  {
    id: "getRequest",
    method: "get",
    path: "/requests/{requestId}",
    tag: "requests",
    summary: "One request: plan, verdict, decisions, comments",
    status: 200,
    response: requests.RequestView,
  },
  {
    id: "editRequest",
    method: "patch",
    path: "/requests/{requestId}",
    tag: "requests",
    summary: "Ask for something else under the same number; drops earlier approvals",
    body: without(topicRequests.EditTopicRequest, "requestId"),
    status: 200,
    response: topicRequests.RequestSubmitted,
  },
  {
    id: "approveRequest",
    method: "post",
    path: "/requests/{requestId}/approve",
    tag: "requests",
    summary: "Approve the plan with this fingerprint",
    body: without(requests.ApproveRequest, "requestId"),
    status: 200,
    response: RequestEnded.extend({ openSlots: z.array(z.unknown()) }),
  },
  {
    id: "rejectRequest",
    method: "post",
    path: "/requests/{requestId}/reject",
    tag: "requests",
    summary: "Reject with a reason",
    body: without(requests.RejectRequest, "requestId"),
    status: 200,
    response: RequestEnded,
  },
  {
    id: "withdrawRequest",
    method: "post",
    path: "/requests/{requestId}/withdraw",
    tag: "requests",
    summary: "Take an undecided request back",
    body: without(requests.WithdrawRequest, "requestId"),
    status: 200,
    response: RequestEnded,
  },
  {
    id: "commentRequest",
    method: "post",
    path: "/requests/{requestId}/comments",
    tag: "requests",
    summary: "Comment on a request",
    body: without(requests.CommentRequest, "requestId"),
    status: 201,
    response: z.object({ id: z.string() }),
  },
  {
    id: "copyRequest",
    method: "post",
    path: "/requests/{requestId}/copy",
    tag: "requests",
    summary: "Ask for the same topic on another cluster",
    body: without(requests.CopyRequest, "requestId"),
    status: 201,
    response: topicRequests.RequestSubmitted,
  },
  {
    id: "listAudit",
    method: "get",
    path: "/audit",
    tag: "audit",
    summary: "The audit trail, newest first",
    query: platform.ListAudit,
    status: 200,
    response: platform.AuditPage,
  },
  {
    id: "search",
    method: "get",
    path: "/search",
    tag: "search",
    summary: "Topics, teams and requests by part of a name or number",
    query: platform.Search,
    status: 200,
    response: platform.SearchResult,
  },
  {
    id: "listTeams",
    method: "get",
    path: "/teams",
    tag: "teams",
    summary: "Teams by slug",
    query: teams.ListTeams,
    status: 200,
    response: teams.TeamPage,
  },
  {
    id: "createTeam",
    method: "post",
    path: "/teams",
    tag: "teams",
    summary: "Make a team",
    body: teams.CreateTeam,
    status: 201,
    response: z.object({ id: z.string(), slug: z.string() }),
  },
  {
    id: "getTeam",
    method: "get",
    path: "/teams/{team}",
    tag: "teams",
    summary: "One team: people, prefixes, budget use",
    status: 200,
    response: teams.TeamView,
  },
  {
    id: "setMember",
    method: "post",
    path: "/teams/{team}/members",
    tag: "teams",
    summary: "Add a member or change their role",
    body: without(teams.SetMember, "team"),
    status: 200,
    response: z.unknown(),
  },
  {
    id: "removeMember",
    method: "delete",
    path: "/teams/{team}/members/{userId}",
    tag: "teams",
    summary: "Remove a member",
    status: 204,
  },
  {
    id: "addPrefix",
    method: "post",
    path: "/teams/{team}/prefixes",
    tag: "teams",
    summary: "Give the team names that begin with a prefix",
    body: without(teams.AddPrefix, "team"),
    status: 201,
    response: z.unknown(),
  },
  {
    id: "removePrefix",
    method: "delete",
    path: "/teams/{team}/prefixes/{prefix}",
    tag: "teams",
    summary: "Take an unused prefix back",
    status: 204,
  },
  {
    id: "listUsers",
    method: "get",
    path: "/users",
    tag: "users",
    summary: "People",
    query: users.ListUsers,
    status: 200,
    response: users.UserPage,
  },
  {
    id: "createUser",
    method: "post",
    path: "/users",
    tag: "users",
    summary: "Make a local account",
    body: users.CreateUser,
    status: 201,
    response: z.unknown(),
  },
  {
    id: "listTokens",
    method: "get",
    path: "/tokens",
    tag: "tokens",
    summary: "The caller's own tokens",
    status: 200,
    response: z.object({ items: z.array(users.TokenRow), nextCursor: z.string().nullable() }),
  },
  {
    id: "createToken",
    method: "post",
    path: "/tokens",
    tag: "tokens",
    summary: "Make a token; it is shown once",
    body: users.CreateToken,
    status: 201,
    response: users.TokenCreated,
  },
  {
    id: "revokeToken",
    method: "delete",
    path: "/tokens/{tokenId}",
    tag: "tokens",
    summary: "End a token now",
    status: 204,
  },
];

/** Path parameters by name; anything else in a path is plain text. */
export const PATH_PARAMETERS: Record<string, z.ZodType> = { requestId: RequestId, userId: z.uuid(), tokenId: z.uuid() };
