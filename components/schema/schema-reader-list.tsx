import type { SchemaImpact } from "#lib/contract/schema-requests";
import type { SubjectReader } from "#lib/contract/subjects";
import { applicationHref } from "../application/application-href.ts";
import { Card, CardHeader } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { TextLink } from "../ui/text-link.tsx";

type LosersCardProps = Pick<SchemaImpact, "readers" | "readerCount">;

/** Those who lose something by a change, the same for who asks, who acknowledges and who decides. Nothing where nobody does. */
export function LosersCard({ readers, readerCount }: LosersCardProps) {
  if (readers.length === 0) return null;
  return (
    <Card tone="warn">
      <CardHeader
        title="Who loses something"
        status={<Chip tone="warn">{readers.length === 1 ? "1 reader" : `${readers.length} readers`}</Chip>}
        aside={readerCount > readers.length && `of ${readerCount} in all`}
      />
      <SchemaReaderList readers={readers} losing />
    </Card>
  );
}

type SchemaReaderListProps = {
  readers: readonly SubjectReader[];
  /** The promised fields are those that a change would take from them. */
  losing?: boolean;
};

/** Who reads, by name: application and team, the groups with their lag, and the fields that an agreement promises them. Stands in a card. */
export function SchemaReaderList({ readers, losing = false }: SchemaReaderListProps) {
  return (
    <ul className="border-t border-line">
      {readers.map((reader) => (
        <li key={keyOf(reader)} className="border-t border-line px-3.5 py-2.5 first:border-t-0">
          <Reader reader={reader} losing={losing} />
        </li>
      ))}
    </ul>
  );
}

function keyOf({ application, team, groups }: SubjectReader): string {
  return [application?.slug, team?.slug, ...groups.map(({ groupId }) => groupId)].join(" ");
}

type ReaderProps = { reader: SubjectReader; losing: boolean };

function Reader({ reader: { application, team, groups, promisedFields }, losing }: ReaderProps) {
  return (
    <>
      <div className="wrap-anywhere">
        {application ? (
          <TextLink mono href={applicationHref(application.slug)}>
            {application.slug}
          </TextLink>
        ) : (
          <span>Nobody’s application</span>
        )}{" "}
        <span className="text-ink-3">
          {team ? (
            <>
              of <TextLink href={`/teams/${team.slug}`}>{team.slug}</TextLink>
            </>
          ) : (
            "of a team that nobody knows"
          )}
        </span>
      </div>
      {groups.length > 0 && (
        <ul className="mt-1 grid gap-0.5 text-small text-ink-2">
          {groups.map((group) => (
            <Group key={group.groupId} group={group} />
          ))}
        </ul>
      )}
      {promisedFields.length > 0 && (
        <p className={losing ? "mt-1 text-small text-bad" : "mt-1 text-small text-ink-2"}>
          {losing ? "Loses what it was promised" : "Promised to it"}:{" "}
          <span className="font-mono wrap-anywhere">{promisedFields.join(", ")}</span>
        </p>
      )}
    </>
  );
}

function Group({ group: { groupId, lag, lastActiveAt, state } }: { group: SubjectReader["groups"][number] }) {
  return (
    <li className="wrap-anywhere">
      <span className="font-mono">{groupId}</span>
      {state && <span className="text-ink-3"> · {state}</span>}
      {lag !== null && <span> · {Number(lag).toLocaleString("en")} behind</span>}
      <span className="text-ink-3">
        {" "}
        ·{" "}
        {lastActiveAt === null ? (
          "not seen active yet"
        ) : (
          <>
            last active <RelativeTime at={lastActiveAt} />
          </>
        )}
      </span>
    </li>
  );
}
