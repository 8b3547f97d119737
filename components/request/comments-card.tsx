import type { RequestView } from "#lib/contract/requests";
import type { Action } from "../command/use-command.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { CommentForm } from "./comment-form.tsx";

type CommentsCardProps = { request: RequestView; comment: Action<{ id: string }> };

/** What people said about a request, oldest first, and a place to say more. */
export function CommentsCard({ request, comment }: CommentsCardProps) {
  const { comments, may } = request;

  return (
    <Card>
      <CardHeader title="Comments" aside={comments.length > 0 ? comments.length : undefined} />
      {comments.length > 0 && (
        <ul>
          {comments.map(({ id, by, body, at }) => (
            <li key={id} className="border-b border-line px-3.5 py-3 last:border-b-0">
              <div>
                <span className="font-semibold">{by.name}</span>{" "}
                <span className="text-ink-3">
                  <RelativeTime at={at} />
                </span>
              </div>
              <p className="mt-0.5 max-w-prose whitespace-pre-wrap wrap-anywhere">{body}</p>
            </li>
          ))}
        </ul>
      )}
      <CardSection>
        {may.comment.allowed ? (
          <CommentForm requestId={request.id} comment={comment} />
        ) : (
          <p className="text-ink-2">You may read this, not comment on it. {may.comment.needed}</p>
        )}
      </CardSection>
    </Card>
  );
}
