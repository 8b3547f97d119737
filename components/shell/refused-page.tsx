import { LinkButton } from "../ui/link-button.tsx";

/** A page that cannot be shown, with a way on. */
function RefusedPage({ title, children }: { title: string; children: string }) {
  return (
    <div className="mx-auto grid max-w-xl gap-4 py-10">
      <h1 className="text-title font-semibold">{title}</h1>
      <p className="text-ink-2">{children}</p>
      <div className="flex flex-wrap gap-2.5">
        <LinkButton href="/" variant="primary">
          Go to the inbox
        </LinkButton>
        <LinkButton href="/topics">Find a topic</LinkButton>
      </div>
    </div>
  );
}

/** Absent and invisible are told alike, so that nobody learns of what they may not see. */
export function NotFoundPage() {
  return <RefusedPage title="Nothing here">There is no such page, or you may not see it.</RefusedPage>;
}

/** The page exists and is for others. */
export function ForbiddenPage() {
  return (
    <RefusedPage title="Not for your role">
      This page is for the platform's admins and auditors. A platform admin can give you that role.
    </RefusedPage>
  );
}
