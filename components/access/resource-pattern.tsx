import { Tag } from "../ui/tag.tsx";

type ResourcePatternProps = { name: string; patternType: string };

/** The name of a topic, a group or an id; what stands for all names that begin with it is marked. */
export function ResourcePattern({ name, patternType }: ResourcePatternProps) {
  return (
    <span className="wrap-anywhere">
      <span className="font-mono text-small">{name}</span>
      {patternType === "PREFIXED" && (
        <>
          {" "}
          <Tag>PREFIXED</Tag>
        </>
      )}
    </span>
  );
}
