import type { PolicyView } from "#lib/contract/platform";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { DefinitionList } from "../ui/definition-list.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { JsonBlock } from "../ui/json-block.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Tag } from "../ui/tag.tsx";
import { ruleInWords } from "./rule-in-words.ts";
import { scopeInWords } from "./scope-in-words.ts";

/** One rule: what it says, where it applies, what happens when it is broken. */
export function PolicyCard({ policy }: { policy: PolicyView }) {
  const { slug, rule, scope, enforcement, message, revision, createdAt } = policy;
  const refuses = enforcement === "deny";

  return (
    <Card>
      <CardHeader
        title={<span className="font-mono">{slug}</span>}
        status={
          <>
            <Chip tone={refuses ? "bad" : "warn"}>{refuses ? "refuses" : "warns"}</Chip>
            <Tag>{rule.kind}</Tag>
          </>
        }
        aside={
          <>
            revision {revision}, <RelativeTime at={createdAt} />
          </>
        }
      />
      <CardSection className="grid gap-3">
        <ul className="grid gap-0.5">
          {ruleInWords(rule).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <DefinitionList
          items={[
            { term: "Applies to", value: scopeInWords(scope) },
            ...(message ? [{ term: "Whoever breaks it reads", value: <q>{message}</q> }] : []),
          ]}
        />
        <Disclosure summary="As data">
          <JsonBlock label={`Rule ${slug} as JSON`} value={{ rule, scope, enforcement }} />
        </Disclosure>
      </CardSection>
    </Card>
  );
}
