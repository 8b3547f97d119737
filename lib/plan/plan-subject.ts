import { type CompatibilityLevel, promisesAtLeast } from "#lib/domain/compatibility";
import type { Plan } from "#lib/domain/plan";
import { change, type Difference, refuse, together } from "./compare.ts";

type About = {
  cluster: string;
  subject: string;
  /** When the registry was last seen, ISO 8601; null when it never was. */
  observedAt: string | null;
};

function planOf({ cluster, subject, observedAt }: About, differences: readonly Difference[]): Plan {
  return {
    object: { kind: "subject", cluster, name: subject },
    topicId: null,
    basedOn: observedAt,
    ...together([...differences]),
  };
}

/** Another compatibility level. Pure. To promise less is destructive: what readers could rely on goes. */
export function planCompatibility(about: About, from: CompatibilityLevel, to: CompatibilityLevel): Plan {
  if (from === to) return planOf(about, [refuse("compatibility", `It is ${to} already.`)]);
  const lower = !promisesAtLeast(to, from);
  const effect = lower
    ? `Versions that ${from} would have refused are taken from then on.`
    : "Counts for versions that are registered from then on; those that are there stay.";
  return planOf(about, [
    change({ field: "compatibility", from, to, kind: lower ? "destructive" : "neutral" }, [effect]),
  ]);
}

export type AdoptionPlanInput = About & {
  /** What was desired before; null for a subject that nobody owned. */
  before: { compatibility: CompatibilityLevel; versions: readonly number[] } | null;
  compatibility: CompatibilityLevel;
  /** The registry's numbers of all that live there. */
  versions: readonly number[];
  team: string;
};

/** What is in the registry becomes what is desired: the registry itself is not touched. Pure. */
export function planAdoption(input: AdoptionPlanInput): Plan {
  const { before, compatibility, versions, team } = input;
  const level =
    before?.compatibility === compatibility
      ? []
      : [change({ field: "compatibility", from: before?.compatibility ?? null, to: compatibility, kind: "neutral" })];
  const known = new Set(before?.versions);
  const living = new Set(versions);
  const added = versions
    .filter((version) => !known.has(version))
    .map((version) => change({ field: `version ${version}`, from: null, to: "as it is registered", kind: "neutral" }));
  const dropped = [...known]
    .filter((version) => !living.has(version))
    .map((version) => change({ field: `version ${version}`, from: "registered", to: null, kind: "neutral" }));
  const owner =
    before === null
      ? [
          change({ field: "subject", from: null, to: `owned by ${team}`, kind: "neutral" }, [
            "Nothing changes in the registry. From then on new versions are asked for here, and others are drift.",
          ]),
        ]
      : [];
  return planOf(input, [...owner, ...level, ...added, ...dropped]);
}

export type RevertPlanInput = About & {
  /** What is in force, and what is desired. */
  compatibility: { observed: CompatibilityLevel; desired: CompatibilityLevel };
  /** Numbers of versions that were deleted outside. */
  missing: readonly number[];
};

/** The registry is made as it was desired: the level set, what was deleted outside registered again. Pure. */
export function planSubjectRevert(input: RevertPlanInput): Plan {
  const { observed, desired } = input.compatibility;
  const level =
    observed === desired ? [] : [change({ field: "compatibility", from: observed, to: desired, kind: "neutral" })];
  const again = input.missing.map((version) =>
    change({ field: `version ${version}`, from: null, to: "registered again", kind: "additive" }, [
      "It gets a new number, the next in this subject.",
    ]),
  );
  return planOf(input, [...level, ...again]);
}

export type DeletionPlanInput = About & {
  /** The registry's numbers; null for the whole subject. */
  versions: readonly number[] | null;
  /** All that live or were softly deleted. */
  present: readonly { version: number; deleted: boolean }[];
  permanent: boolean;
  /** Versions of other subjects that refer to what would go: `payments.invoice-value version 2`. */
  referencedBy: readonly string[];
  readers: readonly string[];
};

/** Deletion of versions or of a subject: softly, or for good what was softly deleted before. Pure. */
export function planSubjectDeletion(input: DeletionPlanInput): Plan {
  const { versions, present, permanent, referencedBy, readers } = input;
  const asked = [
    ...new Set(versions ?? present.filter(({ deleted }) => deleted === permanent).map(({ version }) => version)),
  ];
  const rows = asked.map((version) =>
    deletionRow(
      present.find((one) => one.version === version),
      version,
      permanent,
    ),
  );
  const whole =
    versions === null
      ? [change({ field: "subject", from: "registered", to: null, kind: "destructive" }, [...readers])]
      : [];
  const referenced = referencedBy.map((other) => refuse("schema", `${other} refers to it; change that first.`));
  const alive = permanent && versions === null ? present.find(({ deleted }) => !deleted) : undefined;
  const living = alive ? [refuse("subject", `Version ${alive.version} is still registered. ${NOT_SOFT}`)] : [];
  const nothing =
    asked.length === 0 && !alive ? [refuse("subject", permanent ? NOT_SOFT : "There is nothing left to delete.")] : [];
  return planOf(input, [...whole, ...rows, ...referenced, ...living, ...nothing]);
}

const NOT_SOFT = "Only what was softly deleted before can go for good.";

function deletionRow(present: { deleted: boolean } | undefined, version: number, permanent: boolean): Difference {
  const field = `version ${version}`;
  if (!present) return refuse(field, `There is no version ${version}.`);
  if (permanent && !present.deleted) return refuse(field, `Version ${version} is still registered. ${NOT_SOFT}`);
  if (!permanent && present.deleted) return refuse(field, `Version ${version} is deleted already.`);
  const effect = permanent
    ? "Its text is gone: what was written with it can no longer be decoded by whoever has not kept it."
    : "Nobody can register or fetch it by number any more; what was written with it is still decoded, by its id.";
  const from = permanent ? "deleted" : "registered";
  return change({ field, from, to: permanent ? null : "deleted", kind: "destructive" }, [effect]);
}
