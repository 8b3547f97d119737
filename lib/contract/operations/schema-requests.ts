import { z } from "zod";
import * as requests from "../schema-requests.ts";
import { RequestSubmitted } from "../topic-requests.ts";
import { type Operation, without } from "./operation.ts";

const DryRun = z.object({
  dryRun: z.stringbool().optional().describe("true: judge only; the answer is a SchemaPreview and nothing is stored"),
});

const submitted = { method: "post", tag: "schemas", status: 201, response: RequestSubmitted } as const;

export const SCHEMA_REQUESTS: readonly Operation[] = [
  {
    ...submitted,
    id: "requestSchema",
    path: "/schema-requests",
    summary: "Ask for a new version of a subject, or judge it without asking (dryRun)",
    query: DryRun,
    body: requests.RequestSchema,
  },
  {
    id: "draftSchema",
    method: "post",
    path: "/schema-drafts",
    tag: "schemas",
    summary: "A schema inferred from values, to be edited",
    body: requests.DraftSchema,
    status: 200,
    response: requests.SchemaDraft,
  },
  {
    ...submitted,
    id: "requestCompatibility",
    path: "/subjects/{cluster}/{subject}/compatibility",
    summary: "Ask for another compatibility level",
    body: without(requests.RequestCompatibility, "cluster", "subject"),
  },
  {
    ...submitted,
    id: "requestSubjectAdoption",
    path: "/subjects/{cluster}/{subject}/adoption",
    summary: "Ask that what is in the registry becomes what is desired",
    body: without(requests.RequestSubjectAdoption, "cluster", "subject"),
  },
  {
    ...submitted,
    id: "requestSubjectRevert",
    path: "/subjects/{cluster}/{subject}/revert",
    summary: "Ask that the registry is made as it was desired",
    body: without(requests.RequestSubjectRevert, "cluster", "subject"),
  },
  {
    ...submitted,
    id: "requestSubjectDeletion",
    path: "/subjects/{cluster}/{subject}/deletion",
    summary: "Ask for versions, or the whole subject, to be deleted: softly, then for good",
    body: without(requests.RequestSubjectDeletion, "cluster", "subject"),
  },
  {
    id: "retrySubject",
    method: "post",
    path: "/subjects/{cluster}/{subject}/retry",
    tag: "schemas",
    summary: "Have the worker try a blocked subject again",
    body: without(requests.RetrySubject, "cluster", "subject"),
    status: 200,
    response: requests.SubjectRetried,
  },
];
