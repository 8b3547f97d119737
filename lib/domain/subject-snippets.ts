import type { ClientSnippet } from "./client-snippets/client-snippet.ts";
import { subjectJavaSnippets } from "./client-snippets/subject-java.ts";
import { subjectNodeSnippets } from "./client-snippets/subject-node.ts";
import { subjectPythonSnippets } from "./client-snippets/subject-python.ts";
import type { SubjectUse } from "./client-snippets/subject-use.ts";

/**
 * Programs that read and write records by a subject, for each client library that knows the registry. They hold no secret, and none registers a
 * schema by itself. A consumer group and what is written are the reader's to fill in.
 */
export function subjectSnippets(use: SubjectUse): ClientSnippet[] {
  // A subject may be called anything; in the comments that name it, nothing of it may begin a new line.
  const named = { ...use, subject: use.subject.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "?") };
  return [...subjectJavaSnippets(named), ...subjectPythonSnippets(named), ...subjectNodeSnippets(use)];
}
