import { SearchX } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";

/** No registry was seen with that subject or version, and nobody asked for it. */
export default function SubjectNotFound() {
  return (
    <>
      <h1 className="sr-only">Schema not found</h1>
      <EmptyState
        icon={SearchX}
        title="There is no such schema"
        action={<LinkButton href="/schemas">All schemas</LinkButton>}
      >
        No subject of that name, or no such version of it, is managed here or was seen in that cluster’s registry. Upper
        and lower case count in a subject’s name.
      </EmptyState>
    </>
  );
}
