import type { AccessEdge } from "#lib/contract/access";
import { patternText } from "./grant-words.ts";

type GraphColumn = "producers" | "resources" | "consumers";
export type GraphNode = {
  key: string;
  column: GraphColumn;
  label: string;
  /** Whose it is, or where. */
  note: string;
  /** Belongs to the team that the graph is of. */
  own: boolean;
  x: number;
  y: number;
  width: number;
};
export type GraphLink = { key: string; fromX: number; fromY: number; toX: number; toY: number };
type AccessGraphLayout = {
  width: number;
  height: number;
  nodes: GraphNode[];
  links: GraphLink[];
  /** Topics and prefixes that did not fit; the table has them. */
  leftOut: number;
};

/** In SVG user units, which are CSS pixels at 100 %. */
export const NODE_HEIGHT = 38;
export const HEADER_HEIGHT = 24;
const PITCH = NODE_HEIGHT + 8;
const COLUMNS: { readonly [C in GraphColumn]: { x: number; width: number } } = {
  producers: { x: 0, width: 184 },
  resources: { x: 256, width: 248 },
  consumers: { x: 576, width: 184 },
};
const WIDTH = 760;

/** More than this many topics are a tangle rather than a picture. */
const MOST_RESOURCES = 40;

type Unplaced = Omit<GraphNode, "x" | "y" | "width">;

/**
 * Places producers, topics and consumers in three columns, each application next to what it uses. The order is that of names, so the same
 * grants always make the same picture.
 * @param edges grants; one that is listed twice is drawn once
 * @param team slug of the team that the graph is of
 */
export function layOutAccess(edges: readonly AccessEdge[], team: string): AccessGraphLayout {
  const grants = [...new Map(edges.map((edge) => [edge.grantId, edge])).values()];
  const all = resourcesOf(grants, team);
  const resources = all.slice(0, MOST_RESOURCES);
  const rank = new Map(resources.map(({ key }, index) => [key, index]));
  const drawn = grants.filter((grant) => rank.has(resourceKey(grant)));

  const columns: Unplaced[][] = [
    applicationsOf(drawn, "producers", team, rank),
    resources,
    applicationsOf(drawn, "consumers", team, rank),
  ];
  const tallest = Math.max(0, ...columns.map(({ length }) => length));
  const nodes = columns.flatMap((column) => placed(column, tallest));
  const height = HEADER_HEIGHT + Math.max(tallest, 1) * PITCH;
  return { width: WIDTH, height, nodes, links: linksOf(drawn, nodes), leftOut: all.length - resources.length };
}

function resourceKey({ cluster, patternType, resource }: AccessEdge): string {
  return JSON.stringify([cluster, patternType, resource]);
}

function applicationKey(column: GraphColumn, { application, applicationTeam }: AccessEdge): string {
  return JSON.stringify([column, applicationTeam, application]);
}

function resourcesOf(grants: readonly AccessEdge[], team: string): Unplaced[] {
  const found = new Map<string, Unplaced>();
  for (const grant of grants) {
    const { resource, patternType, cluster, owner } = grant;
    found.set(resourceKey(grant), {
      key: resourceKey(grant),
      column: "resources",
      label: patternText({ name: resource, patternType }),
      note: `${owner} · ${cluster}`,
      own: owner === team,
    });
  }
  return [...found.values()].toSorted((a, b) => compare(a.label, b.label) || compare(a.note, b.note));
}

/** Applications of one side, ordered by where what they use stands, so that lines cross little. */
function applicationsOf(
  grants: readonly AccessEdge[],
  column: "producers" | "consumers",
  team: string,
  rank: ReadonlyMap<string, number>,
): Unplaced[] {
  const operation = column === "producers" ? "produce" : "consume";
  const found = new Map<string, Unplaced & { ranks: number[] }>();
  for (const grant of grants.filter((one) => one.operation === operation)) {
    const key = applicationKey(column, grant);
    const { application: label, applicationTeam: note } = grant;
    const ranks = [...(found.get(key)?.ranks ?? []), rank.get(resourceKey(grant)) ?? 0];
    found.set(key, { key, column, label, note, own: note === team, ranks });
  }
  const middle = (ranks: number[]) => ranks.reduce((sum, one) => sum + one, 0) / ranks.length;
  return [...found.values()]
    .toSorted((a, b) => middle(a.ranks) - middle(b.ranks) || compare(a.label, b.label) || compare(a.note, b.note))
    .map(({ ranks: _, ...node }) => node);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A column stands in the middle of the tallest one's height. */
function placed(column: readonly Unplaced[], tallest: number): GraphNode[] {
  const top = HEADER_HEIGHT + ((tallest - column.length) * PITCH) / 2;
  return column.map((node, index) => ({ ...node, ...COLUMNS[node.column], y: top + index * PITCH }));
}

function linksOf(grants: readonly AccessEdge[], nodes: readonly GraphNode[]): GraphLink[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  return grants.flatMap((grant) => {
    const producing = grant.operation === "produce";
    const application = byKey.get(applicationKey(producing ? "producers" : "consumers", grant));
    const resource = byKey.get(resourceKey(grant));
    if (!application || !resource) return [];

    const [from, to] = producing ? [application, resource] : [resource, application];
    const middle = NODE_HEIGHT / 2;
    return [{ key: grant.grantId, fromX: from.x + from.width, fromY: from.y + middle, toX: to.x, toY: to.y + middle }];
  });
}

/** A text that fits: its middle gives way, since names of a kind differ at their ends. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = longest - 1;
  const start = Math.ceil(kept / 2);
  return `${text.slice(0, start)}…${text.slice(text.length - (kept - start))}`;
}

/** The picture in one sentence, for who does not see it. */
export function accessInWords(edges: readonly AccessEdge[]): string {
  const grants = [...new Map(edges.map((edge) => [edge.grantId, edge])).values()];
  const distinct = (operation: AccessEdge["operation"]) =>
    new Set(grants.filter((one) => one.operation === operation).map((one) => applicationKey("resources", one))).size;
  const resources = new Set(grants.map(resourceKey)).size;
  return `${counted(distinct("produce"), "application writes to", "applications write to")} and ${counted(
    distinct("consume"),
    "reads from",
    "read from",
  )} ${counted(resources, "topic or prefix", "topics and prefixes")}. The tables below list each.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
