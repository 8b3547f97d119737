import type { PartitionReplicas } from "#lib/kafka/cluster-admin";

/** Where the partitions of a topic are, by index. */
export type Placement = ReadonlyMap<number, PartitionReplicas>;
type Broker = { id: number; rack: string | null };
/** Replicas by broker. */
type Load = Map<number, number>;

/** A topic's move to another number of replicas: where it stands, and what is to be sent. */
export type Move =
  | { do: "nothing" }
  /** It is under way as desired, or somebody else moves partitions. */
  | { do: "wait" }
  | { do: "send"; targets: ReadonlyMap<number, readonly number[] | null> }
  | { do: "refuse"; message: string };

/** How many partitions of a placement are being moved. */
export function movingPartitions(placement: Placement): number {
  return [...placement.values()].filter(isMoving).length;
}

/**
 * The number of replicas as it is to be compared with what is desired: of a move under way to what is desired, where it comes from, because
 * it is not there yet; of another move, where it goes to.
 */
export function factorOf(placement: Placement, desired: number): number | undefined {
  const counts = [...placement.values()].map((one) => {
    const target = targetOf(one).length;
    return isMoving(one) && target === desired ? one.replicas.length - one.adding.length : target;
  });
  return counts.find((count) => count !== desired) ?? counts[0];
}

/** The number of replicas when all moves under way are over, as partition 0 tells it; Kafka's own tools count so too. */
export function targetFactor(placement: Placement): number | undefined {
  const first = placement.get(0);
  return first && targetOf(first).length;
}

/**
 * What is to be done so that each partition has so many replicas. More go to the brokers with the fewest, on other racks first; of fewer, those
 * on brokers that are away go first, and of the others those that were named first stay, which is the preferred leader.
 * @param ours whether a move under way is ours to take back
 * @param load replicas by broker on the whole cluster; what is placed here is added to it
 */
export function planMove(
  placement: Placement,
  desired: number,
  { ours, brokers, load }: { ours: boolean; brokers: readonly Broker[]; load: Load },
): Move {
  const moving = [...placement].filter(([, one]) => isMoving(one));
  const unwanted = moving.filter(([, one]) => targetOf(one).length !== desired);
  if (unwanted.length > 0 && ours) return { do: "send", targets: new Map(unwanted.map(([index]) => [index, null])) };
  if (moving.length > 0) return { do: "wait" };

  const wrong = [...placement].filter(([, { replicas }]) => replicas.length !== desired);
  if (wrong.length === 0) return { do: "nothing" };
  if (desired > brokers.length) {
    const message = `The cluster has ${brokers.length} ${brokers.length === 1 ? "broker" : "brokers"}; ${desired} replicas need as many.`;
    return { do: "refuse", message };
  }
  const targets = wrong.map(([index, { replicas }]) => [index, place(replicas, desired, brokers, load)] as const);
  return { do: "send", targets: new Map(targets) };
}

/** Counts the replicas that each broker holds. */
export function loadOf(placements: Iterable<Placement>): Load {
  const load: Load = new Map();
  for (const placement of placements)
    for (const { replicas } of placement.values()) for (const broker of replicas) add(load, broker);
  return load;
}

function place(replicas: readonly number[], desired: number, brokers: readonly Broker[], load: Load): number[] {
  const target = kept(replicas, desired, brokers);
  const rackOf = new Map(brokers.map(({ id, rack }) => [id, rack]));
  while (target.length < desired) {
    const racks = new Set(target.map((id) => rackOf.get(id) ?? null));
    const isOnKnownRack = ({ rack }: Broker) => Number(rack !== null && racks.has(rack));
    const [next] = brokers
      .filter(({ id }) => !target.includes(id))
      .sort(
        (one, other) =>
          isOnKnownRack(one) - isOnKnownRack(other) ||
          (load.get(one.id) ?? 0) - (load.get(other.id) ?? 0) ||
          one.id - other.id,
      );
    if (!next) break;
    target.push(next.id);
    add(load, next.id);
  }
  return target;
}

/** A replica that nobody can read is no reason to delete one that is in use. */
function kept(replicas: readonly number[], desired: number, brokers: readonly Broker[]): number[] {
  if (replicas.length <= desired) return [...replicas];
  const isThere = (id: number) => brokers.some((broker) => broker.id === id);
  return [...replicas.filter(isThere), ...replicas.filter((id) => !isThere(id))].slice(0, desired);
}

function isMoving({ adding, removing }: PartitionReplicas): boolean {
  return adding.length > 0 || removing.length > 0;
}

/** The brokers of a partition when its move is over. */
function targetOf({ replicas, removing }: PartitionReplicas): number[] {
  return replicas.filter((broker) => !removing.includes(broker));
}

function add(load: Load, broker: number): void {
  load.set(broker, (load.get(broker) ?? 0) + 1);
}
