import type { SubjectView } from "#lib/contract/subjects";
import { RequestKind } from "#lib/domain/request-kind";
import { requestTitle } from "../request/request-words.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { TextLink } from "../ui/text-link.tsx";

/** What was asked for about a subject and is not done; nothing where nothing is open. */
export function SubjectOpenRequests({ subject: { subject, openRequests } }: { subject: SubjectView }) {
  if (openRequests.length === 0) return null;

  return (
    <Card tone="wait">
      <CardHeader title="Open requests" aside={openRequests.length} />
      <CardSection>
        <ul className="grid gap-1.5">
          {openRequests.map(({ id, kind, state }) => (
            <li key={id} className="wrap-anywhere">
              <TextLink href={`/requests/${id}`}>Request {id}</TextLink>: {asked(kind, subject)},{" "}
              <span className="text-ink-2">{state}</span>
            </li>
          ))}
        </ul>
      </CardSection>
    </Card>
  );
}

function asked(kind: string, subject: string): string {
  const known = RequestKind.safeParse(kind);
  if (!known.success) return kind;
  const { before, after } = requestTitle({ kind: known.data, name: subject });
  return `${before} this subject${after && ` ${after}`}`.toLowerCase();
}
