import * as decommission from "../decommission.ts";
import type { Operation } from "./operation.ts";

export const DECOMMISSION: readonly Operation[] = [
  {
    id: "listStaleTopics",
    method: "get",
    path: "/stale-topics",
    tag: "topics",
    summary: "Topics that nobody writes or reads, and those on their way out: announced, blocked, being deleted",
    query: decommission.ListStaleTopics,
    status: 200,
    response: decommission.StaleTopicPage,
  },
  {
    id: "getDecommission",
    method: "get",
    path: "/topics/{cluster}/{name}/decommission",
    tag: "topics",
    summary: "How far a topic is on its way out, and who may take the next step or take one back",
    status: 200,
    response: decommission.Decommission,
  },
];
