import type { SubjectView } from "#lib/contract/subjects";
import { Card, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

/** Says that the registry is away, and how old what is shown is then; nothing while it answers. */
export function RegistryNotice({ cluster, registry }: Pick<SubjectView, "cluster" | "registry">) {
  const { condition, message, seenAt } = registry;
  if (condition === "reachable") return null;
  if (condition === "none") return <NoRegistry cluster={cluster} />;
  const away = condition === "unreachable";

  return (
    <Card tone={away ? "bad" : "warn"} className="mb-4">
      <CardSection className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Chip tone={away ? "bad" : "warn"}>{away ? "Registry does not answer" : "Registry not seen yet"}</Chip>
        <p className="min-w-0 flex-1 basis-64 wrap-anywhere">
          {message && `${message} `}
          {seenAt === null ? (
            `Nothing was ever read from the registry of ${cluster}.`
          ) : (
            <>
              What is shown was seen <RelativeTime at={seenAt} />.
            </>
          )}{" "}
          What is approved meanwhile waits, and is applied once the registry is back.
        </p>
      </CardSection>
    </Card>
  );
}

function NoRegistry({ cluster }: { cluster: string }) {
  return (
    <Card tone="warn" className="mb-4">
      <CardSection className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Chip tone="warn">No registry</Chip>
        <p className="min-w-0 flex-1 basis-64">
          No schema registry is declared for {cluster} now. What was decided is kept, and nothing of it can be applied.
        </p>
      </CardSection>
    </Card>
  );
}
