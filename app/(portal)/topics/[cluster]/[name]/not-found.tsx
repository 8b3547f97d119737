import { SearchX } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";

/** No cluster was seen with that name, and nobody asked for it to be made. */
export default function TopicNotFound() {
  return (
    <>
      <h1 className="sr-only">Topic not found</h1>
      <EmptyState
        icon={SearchX}
        title="There is no such topic"
        action={<LinkButton href="/topics">All topics</LinkButton>}
      >
        No topic of that name is managed here or was seen on that cluster. Upper and lower case count in a topic’s name.
      </EmptyState>
    </>
  );
}
