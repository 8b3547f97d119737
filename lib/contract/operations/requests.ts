import { z } from "zod";
import * as requests from "../requests.ts";
import * as topicLife from "../topic-life.ts";
import * as topicRequests from "../topic-requests.ts";
import { type Operation, without } from "./operation.ts";

const RequestEnded = z.object({ id: z.number(), state: z.string() });
const DryRun = z.object({
  dryRun: z.stringbool().optional().describe("true: judge only; the answer is a TopicPreview and nothing is stored"),
});

export const REQUESTS: readonly Operation[] = [
  {
    id: "requestTopic",
    method: "post",
    path: "/topic-requests",
    tag: "requests",
    summary:
      "Ask for a topic, for its change, revert, adoption, block or deletion, told apart by `kind`; or judge one without asking (dryRun)",
    query: DryRun,
    body: z.discriminatedUnion("kind", [topicRequests.RequestTopic, ...topicLife.TopicLifeRequest.options]),
    status: 201,
    response: z.union([topicRequests.TopicRequested, topicRequests.RequestSubmitted]),
  },
  {
    id: "cancelRequest",
    method: "post",
    path: "/requests/{requestId}/cancel",
    tag: "requests",
    summary:
      "Take back an approved change or revert of a topic, or reset of offsets, that was not yet seen on the cluster",
    body: without(requests.CancelRequest, "requestId"),
    status: 200,
    response: RequestEnded,
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
    summary:
      "One request: plan, verdict, decisions, comments; while it is undecided, with what was measured since it was asked, which its fingerprint covers",
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
];
