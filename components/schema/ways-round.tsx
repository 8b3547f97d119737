"use client";

import type { CompatibilityLevel } from "#lib/domain/compatibility";
import { topicHref } from "../topic/topic-href.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Chip } from "../ui/chip.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { topicCopyHref } from "./schema-href.ts";

type WaysRoundProps = {
  cluster: string;
  topic: string;
  /** Null where the topic's name has no version to count on. */
  nextMajorTopic: string | null;
  level: CompatibilityLevel;
  forced: boolean;
  onForce: (forced: boolean) => void;
};

/** What somebody can do whose change is incompatible: mend it, go round the readers, or go through with it, knowingly. */
export function WaysRound({ cluster, topic, nextMajorTopic, level, forced, onForce }: WaysRoundProps) {
  return (
    <Card tone="warn">
      <CardHeader title="Three ways on" />
      <CardSection>
        <ol className="grid list-decimal gap-3 pl-4">
          <li>
            <strong>Mend it.</strong> Keep the field, or give what is new a default: the changes above say which one it
            is.
          </li>
          <li>
            <NewTopic cluster={cluster} topic={topic} next={nextMajorTopic} />
          </li>
          <li>
            <strong>Force it.</strong> <Chip tone="bad">high risk</Chip>
            <div className="mt-1">
              <Checkbox
                name="forced"
                checked={forced}
                onChange={(event) => onForce(event.target.checked)}
                label="Register it although it is incompatible"
                hint={`${level} is lowered to NONE, the version is registered, and ${level} is restored: one plan, one approval, done to the end even if something breaks in between. Readers with the old version can fail on new records, or on those that are stored.`}
              />
            </div>
          </li>
        </ol>
      </CardSection>
    </Card>
  );
}

function NewTopic({ cluster, topic, next }: { cluster: string; topic: string; next: string | null }) {
  if (next === null)
    return (
      <>
        <strong>A new topic.</strong> Ask for one with another name, write the new records there, and announce this one
        as ending, so that readers can move when they are ready.
      </>
    );
  return (
    <>
      <strong>A new major topic.</strong>{" "}
      <TextLink href={topicCopyHref({ cluster, like: topic, name: next })}>
        Ask for <span className="font-mono text-[0.93em]">{next}</span>
      </TextLink>{" "}
      with the settings of this one, write the new records there, and{" "}
      <TextLink href={topicHref(cluster, topic, "schema")}>announce the old one as ending</TextLink>: readers see the
      date and the successor, and move when they are ready.
    </>
  );
}
