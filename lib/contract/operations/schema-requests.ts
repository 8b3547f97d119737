import { z } from "zod";
import * as schemas from "../schemas.ts";
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
    body: schemas.RequestSchema,
  },
  {
    id: "draftSchema",
    method: "post",
    path: "/schema-drafts",
    tag: "schemas",
    summary: "A schema inferred from values, to be edited",
    body: schemas.DraftSchema,
    status: 200,
    response: schemas.SchemaDraft,
  },
  {
    ...submitted,
    id: "requestCompatibility",
    path: "/subjects/{cluster}/{subject}/compatibility",
    summary: "Ask for another compatibility level",
    body: without(schemas.RequestCompatibility, "cluster", "subject"),
  },
  {
    ...submitted,
    id: "requestSubjectAdoption",
    path: "/subjects/{cluster}/{subject}/adoption",
    summary: "Ask that what is in the registry becomes what is desired",
    body: without(schemas.RequestSubjectAdoption, "cluster", "subject"),
  },
  {
    ...submitted,
    id: "requestSubjectRevert",
    path: "/subjects/{cluster}/{subject}/revert",
    summary: "Ask that the registry is made as it was desired",
    body: without(schemas.RequestSubjectRevert, "cluster", "subject"),
  },
  {
    ...submitted,
    id: "requestSubjectDeletion",
    path: "/subjects/{cluster}/{subject}/deletion",
    summary: "Ask for versions, or the whole subject, to be deleted: softly, then for good",
    body: without(schemas.RequestSubjectDeletion, "cluster", "subject"),
  },
  {
    id: "retrySubject",
    method: "post",
    path: "/subjects/{cluster}/{subject}/retry",
    tag: "schemas",
    summary: "Have the worker try a blocked subject again",
    body: without(schemas.RetrySubject, "cluster", "subject"),
    status: 200,
    response: schemas.SubjectRetried,
  },
];
