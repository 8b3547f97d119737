import type { GrantView } from "#lib/contract/access";
import { topicHref } from "../topic/topic-href.ts";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";

type GrantedResourceProps = {
  cluster: string;
  terms: Pick<GrantView["terms"], "resourceName" | "patternType">;
};

/** What a grant is about: a topic, or all topics that begin with a text; both link to where they are listed. */
export function GrantedResource({ cluster, terms: { resourceName, patternType } }: GrantedResourceProps) {
  if (patternType === "LITERAL") {
    return (
      <TextLink href={topicHref(cluster, resourceName)} mono plain>
        {resourceName}
      </TextLink>
    );
  }
  const listed = new URLSearchParams({ cluster, q: resourceName });
  return (
    <>
      <TextLink href={`/topics?${listed}`} mono plain>
        {resourceName}
      </TextLink>{" "}
      <Tag>PREFIXED</Tag>
    </>
  );
}
