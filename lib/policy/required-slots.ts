import { ACKNOWLEDGE_WITHIN_DAYS, isReaderSlot, type ReaderSlot, type Risk, type Slot } from "#lib/domain/slot";

/**
 * Who must approve: one row per thing that is asked for, one list per risk. An empty list means that nobody has to; the requester never
 * fills a slot, so `owner-of-team` within one team is another owner.
 */
const REQUIRED = {
  "topic.create": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "topic.change": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "topic.revert": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "topic.adopt": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "topic.block": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "topic.delete": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "topic.import": { low: ["platform-admin"], normal: ["platform-admin"], high: ["platform-admin"] },
  // Before the one of the taking team, which `takingSlot` adds.
  "ownership.transfer": {
    low: ["owner-of-team"],
    normal: ["owner-of-team"],
    high: ["owner-of-team", "platform-admin"],
  },
  "group.reset": { low: [], normal: ["owner-of-team"], high: ["owner-of-team"] },
  "access.within-team": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "access.across-teams": {
    low: ["owner-of-team"],
    normal: ["owner-of-team"],
    high: ["owner-of-team", "platform-admin"],
  },
  "principal.scram": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "principal.external": { low: ["platform-admin"], normal: ["platform-admin"], high: ["platform-admin"] },
  "principal.quota": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  // As it was seen: whoever may ask for it need not be of the team, so that nobody but its owner lets it pass.
  "principal.quota.drift": {
    low: ["owner-of-team"],
    normal: ["owner-of-team"],
    high: ["owner-of-team", "platform-admin"],
  },
  "principal.revert": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "acl.remove.owned": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "acl.remove.unowned": { low: ["platform-admin"], normal: ["platform-admin"], high: ["platform-admin"] },
  // After the readers' acknowledgements, which `readerSlots` adds.
  "schema.register": { low: [], normal: ["owner-of-team"], high: ["owner-of-team"] },
  "subject.compatibility": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "subject.adopt.unowned": { low: ["platform-admin"], normal: ["platform-admin"], high: ["platform-admin"] },
  "subject.adopt.drift": {
    low: ["owner-of-team"],
    normal: ["owner-of-team"],
    high: ["owner-of-team", "platform-admin"],
  },
  "subject.revert": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "subject.delete": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
} as const satisfies { readonly [row: string]: { readonly [R in Risk]: readonly FixedSlot["id"][] } };

/** The slots that follow from a row; acknowledgements follow from who reads. */
type FixedSlot = Exclude<Slot, ReaderSlot | TakingSlot>;
type TakingSlot = Extract<Slot, { id: "owner-of-taking-team" }>;

/** What decides who must approve; finer than the kind of request. */
export type SlotRow = keyof typeof REQUIRED;

/**
 * The approvals that a request needs, in the order in which they are shown.
 * @param team the team that owns the object; its name is part of what people read
 */
export function requiredSlots(row: SlotRow, risk: Risk, team: { id: string; name: string }): Slot[] {
  const ids: readonly FixedSlot["id"][] = REQUIRED[row][risk];
  return ids.map((id) => slots[id](team));
}

const slots: { readonly [Id in FixedSlot["id"]]: (team: { id: string; name: string }) => Slot } = {
  "owner-of-team": ({ id, name }) => ({ id: "owner-of-team", teamId: id, label: `an owner of ${name}` }),
  "platform-admin": () => ({ id: "platform-admin", label: "a platform admin" }),
};

/** The platform's slot alone: where nobody else can speak for those concerned. */
export function platformSlot(): Slot {
  return slots["platform-admin"]({ id: "", name: "" });
}

/** The agreement of the team that would own what changes hands. */
export function takingSlot({ id, name }: { id: string; name: string }): Slot {
  return { id: "owner-of-taking-team", teamId: id, label: `an owner of ${name}` };
}

const DAY_MS = 86_400_000;

/**
 * The acknowledgements of those who read what would change: one per team, without the owning one, which decides anyway.
 * @param now when it is judged: from it counts how long a team has to answer that was not asked before
 * @param held the slots that the request has: a team that was asked keeps its days
 */
export function readerSlots(
  readers: readonly { id: string; name: string }[],
  owner: { id: string },
  now: Date,
  held: readonly Slot[] = [],
): ReaderSlot[] {
  const teams = new Map(readers.filter(({ id }) => id !== owner.id).map((team) => [team.id, team.name]));
  const known = new Map(held.filter(isReaderSlot).map(({ teamId, standInFrom }) => [teamId, standInFrom]));
  const inTime = new Date(now.getTime() + ACKNOWLEDGE_WITHIN_DAYS * DAY_MS).toISOString();
  return [...teams]
    .sort(([, one], [, other]) => one.localeCompare(other, "en"))
    .map(([id, name]) => ({
      id: `reader:${id}`,
      teamId: id,
      label: `${name}, who read it`,
      standInFrom: known.get(id) ?? inTime,
    }));
}
