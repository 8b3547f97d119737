import clsx from "clsx";
import type { AccessEdge } from "#lib/contract/access";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import {
  accessInWords,
  type GraphLink,
  type GraphNode,
  HEADER_HEIGHT,
  layOutAccess,
  NODE_HEIGHT,
  shortened,
} from "./access-graph-layout.ts";

type AccessGraphProps = { edges: readonly AccessEdge[] /** Slug of the team that it is of. */; team: string };

/** Who writes and who reads, as a picture. The tables beside it carry the facts; what is too wide scrolls inside its own box. */
export function AccessGraph({ edges, team }: AccessGraphProps) {
  if (edges.length === 0) return null;
  const { width, height, nodes, links, leftOut } = layOutAccess(edges, team);

  return (
    <Card>
      <CardHeader title="Producers → topics → consumers" aside="what is this team’s has a stronger frame" />
      <ScrollRegion label="Producers, topics and consumers">
        <svg
          role="img"
          aria-label={accessInWords(edges)}
          viewBox={`-12 -12 ${width + 24} ${height + 24}`}
          width={width + 24}
          height={height + 24}
          className="mx-auto block max-w-none"
        >
          <Headings nodes={nodes} />
          {links.map((link) => (
            <Link key={link.key} link={link} />
          ))}
          {nodes.map((node) => (
            <Node key={node.key} node={node} />
          ))}
        </svg>
      </ScrollRegion>
      {leftOut > 0 && (
        <CardSection>
          <p className="text-ink-2">{leftOut} more topics and prefixes are in the tables only.</p>
        </CardSection>
      )}
    </Card>
  );
}

const HEADINGS = { producers: "Producers", resources: "Topics and prefixes", consumers: "Consumers" };

function Headings({ nodes }: { nodes: readonly GraphNode[] }) {
  const first = new Map(nodes.map((node) => [node.column, node.x]));
  return [...first].map(([column, x]) => (
    <text key={column} x={x} y={HEADER_HEIGHT - 12} className="fill-ink-3 text-xs">
      {HEADINGS[column]}
    </text>
  ));
}

function Link({ link: { fromX, fromY, toX, toY } }: { link: GraphLink }) {
  const bend = (toX - fromX) / 2;
  const tip = toX - 6;
  return (
    <>
      <path
        d={`M${fromX} ${fromY} C${fromX + bend} ${fromY} ${toX - bend} ${toY} ${tip} ${toY}`}
        className="fill-none stroke-control"
      />
      <path d={`M${tip} ${toY - 4} L${toX} ${toY} L${tip} ${toY + 4} Z`} className="fill-control" />
    </>
  );
}

/** What a line of a node can hold, in characters of the width that its font has. */
const LABEL_WIDTH = 7.4;
const NOTE_WIDTH = 6.4;

function Node({ node: { column, label, note, own, x, y, width } }: { node: GraphNode }) {
  const room = width - 16;
  return (
    <g>
      <title>{`${label}, ${note}`}</title>
      <rect
        x={x}
        y={y}
        width={width}
        height={NODE_HEIGHT}
        rx={6}
        className={clsx(own ? "fill-accent-soft stroke-accent" : "fill-surface stroke-line-strong")}
      />
      <text
        x={x + 8}
        y={y + 16}
        className={clsx("fill-ink text-xs", column === "resources" ? "font-mono" : "font-medium")}
      >
        {shortened(label, Math.floor(room / LABEL_WIDTH))}
      </text>
      <text x={x + 8} y={y + 31} className="fill-ink-2 text-tiny">
        {shortened(note, Math.floor(room / NOTE_WIDTH))}
      </text>
    </g>
  );
}
