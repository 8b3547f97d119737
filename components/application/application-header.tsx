import type { ReactNode } from "react";
import type { ApplicationView } from "#lib/contract/applications";
import { CopyButton } from "../ui/copy-button.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { TextLink } from "../ui/text-link.tsx";

type ApplicationHeaderProps = {
  application: Pick<ApplicationView, "name" | "slug" | "team" | "description"> & Partial<Pick<ApplicationView, "may">>;
  actions?: ReactNode;
};

/** What the page is about and whose it is; somebody of its own side who may not change it reads who may. */
export function ApplicationHeader({ application, actions }: ApplicationHeaderProps) {
  const { name, slug, team, description, may } = application;

  return (
    <PageHeader
      title={name}
      status={
        <span className="flex items-center text-small text-ink-2">
          <span className="font-mono wrap-anywhere">{slug}</span>
          <CopyButton value={slug} label="Copy short name" />
        </span>
      }
      description={
        <>
          <p>
            of <TextLink href={`/teams/${team.slug}`}>{team.name}</TextLink>
          </p>
          {description && <p className="max-w-prose whitespace-pre-line">{description}</p>}
          {may?.update.needed && <p className="text-small text-ink-3">Changing it? {may.update.needed}</p>}
        </>
      }
      actions={actions}
    />
  );
}
