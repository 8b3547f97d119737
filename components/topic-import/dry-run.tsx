"use client";

import type { ImportAsked, TopicImportPreview } from "#lib/contract/topic-imports";
import { approximateBytes, grouped } from "#lib/domain/quantity";
import { CodedText } from "../ui/coded-text.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import { fetchImportPreview } from "./fetch-import-preview.ts";
import { topicCount } from "./import-words.ts";

/** What an import would do, asked anew whenever the choice changes. It is shown before anybody can submit. */
export function DryRun({ choice }: { choice: ImportAsked }) {
  const { answer, failed } = useLatestAnswer(JSON.stringify(choice), fetchImportPreview);

  return (
    <section aria-label="Dry run" className="rounded-lg border border-line bg-sunken p-3">
      <LiveRegion>
        {failed ? "The dry run cannot be asked at the moment." : (answer?.refused ?? summaryOf(answer?.preview))}
      </LiveRegion>
      {answer?.preview && !failed && <Details preview={answer.preview} />}
    </section>
  );
}

function summaryOf(preview: TopicImportPreview | undefined): string {
  if (!preview) return "Dry run: working it out …";
  const { topics, teams, alreadyOwned, conflicts, moreConflicts } = preview;
  const kept = alreadyOwned > 0 ? ` ${topicCount(alreadyOwned)} are theirs already.` : "";
  if (conflicts.length > 0) return `${topicCount(conflicts.length + moreConflicts)} cannot be taken over.${kept}`;
  if (topics === 0) return `Dry run: nothing to take over.${kept}`;
  const whose = teams.length === 1 ? `${teams[0]?.team.name}’s` : `those of ${grouped(teams.length)} teams`;
  return `Dry run: ${topicCount(topics)} would become ${whose}. Nothing changes on the cluster.${kept}`;
}

function Details({ preview: { teams, violations, conflicts, moreConflicts } }: { preview: TopicImportPreview }) {
  if (teams.length + violations.length + conflicts.length === 0) return null;
  return (
    <ScrollRegion label="What would be taken over" size="low">
      <div className="mt-2 grid gap-2 text-small">
        <ul className="grid gap-0.5">
          {teams.map(({ team, topics, partitions, sizeBytes }) => (
            <li key={team.id}>
              <strong className="font-semibold">{team.name}</strong>: {topicCount(topics)}, {grouped(partitions)}{" "}
              partitions, {approximateBytes(BigInt(sizeBytes))} on disk
            </li>
          ))}
        </ul>
        {conflicts.length > 0 && (
          <ul className="grid gap-0.5 text-bad">
            {conflicts.map(({ name, message }) => (
              <li key={name} className="wrap-anywhere">
                {message}
              </li>
            ))}
            {moreConflicts > 0 && <li>and {grouped(moreConflicts)} more</li>}
          </ul>
        )}
        <Broken violations={violations} />
      </div>
    </ScrollRegion>
  );
}

function Broken({ violations }: Pick<TopicImportPreview, "violations">) {
  if (violations.length === 0) return <p className="text-ok">They break no rule.</p>;
  return (
    <div className="text-warn">
      <p>Today’s rules are broken as things are; that refuses nothing:</p>
      <ul className="list-disc pl-5">
        {violations.map(({ violation, topics, example }) => (
          <li key={`${violation.policyId} ${violation.path} ${example}`} className="wrap-anywhere">
            {violation.policySlug}
            {violation.kind !== "budget" && `, ${topicCount(topics)}, such as ${example}`}:{" "}
            <CodedText text={violation.message} />
          </li>
        ))}
      </ul>
    </div>
  );
}
