import type { ReactNode } from "react";
import type { SubjectView } from "#lib/contract/subjects";
import { SCHEMA_TYPE_NAMES } from "#lib/domain/schema";
import { topicHref } from "../topic/topic-href.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { SubjectLevel } from "./subject-level.tsx";
import { SubjectStateChip } from "./subject-state-chip.tsx";

type SubjectPageHeaderProps = {
  subject: SubjectView;
  /** Buttons of what may be asked for. */
  actions: ReactNode;
};

/** Which subject, how it stands, whose it is, what it describes and what it promises. */
export function SubjectPageHeader({ subject, actions }: SubjectPageHeaderProps) {
  const { subject: name, cluster, state, schemaType, team, topic, part } = subject;

  return (
    <PageHeader
      title={name}
      mono
      status={
        <>
          <CopyButton value={name} label="Copy subject name" />
          <SubjectStateChip state={state} />
          <span className="text-small text-ink-3">
            {subject.seenAt === null ? (
              "not seen in the registry yet"
            ) : (
              <>
                seen in the registry <RelativeTime at={subject.seenAt} />
              </>
            )}
          </span>
        </>
      }
      description={
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Tag>{SCHEMA_TYPE_NAMES[schemaType]}</Tag>
          <Tag>{cluster}</Tag>
          {team ? (
            <span>
              owned by <TextLink href={`/teams/${team.slug}`}>{team.name}</TextLink>
            </span>
          ) : (
            <Tag>owned by nobody</Tag>
          )}
          {topic !== null && (
            <span className="wrap-anywhere">
              · {part ?? "record"} of{" "}
              <TextLink mono href={topicHref(cluster, topic)}>
                {topic}
              </TextLink>
            </span>
          )}
          <p className="basis-full">
            <SubjectLevel levels={subject.levels} />
          </p>
        </div>
      }
      actions={actions}
    />
  );
}
