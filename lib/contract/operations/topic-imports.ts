import { z } from "zod";
import * as imports from "../topic-imports.ts";
import { RequestSubmitted } from "../topic-requests.ts";
import { type Operation, without } from "./operation.ts";

const DryRun = z.object({
  dryRun: z
    .stringbool()
    .optional()
    .describe("true: judge only; the answer is a TopicImportPreview and nothing is stored"),
});

export const TOPIC_IMPORTS: readonly Operation[] = [
  {
    id: "listUnmanagedTopics",
    method: "get",
    path: "/clusters/{cluster}/unmanaged-topics",
    tag: "topics",
    summary: "Topics that nobody manages, with who may own them, why, and what they break of today's rules",
    query: without(imports.ListUnmanagedTopics, "cluster"),
    status: 200,
    response: imports.UnmanagedTopicPage,
  },
  {
    id: "importTopics",
    method: "post",
    path: "/topic-imports",
    tag: "topics",
    summary: "Ask that topics which nobody manages become teams' as they are, or judge it without asking (dryRun)",
    query: DryRun,
    body: imports.ImportTopics,
    status: 201,
    response: imports.TopicsImported,
  },
  {
    id: "claimTopics",
    method: "post",
    path: "/topic-claims",
    tag: "topics",
    summary: "Ask for topics that nobody owns, in the name of a team",
    body: imports.ClaimTopics,
    status: 201,
    response: RequestSubmitted,
  },
];
