import * as drift from "../drift.ts";
import type { Operation } from "./operation.ts";

export const DRIFT: readonly Operation[] = [
  {
    id: "listDrift",
    method: "get",
    path: "/drift",
    tag: "drift",
    summary:
      "What is on a cluster or in its registry otherwise than was decided: topics, principals and subjects, by name",
    query: drift.ListDrift,
    status: 200,
    response: drift.DriftPage,
  },
  {
    id: "revertDrift",
    method: "post",
    path: "/drift/reverts",
    tag: "drift",
    summary: "Ask that up to 100 objects are made as they were desired: a request each, and a result each",
    body: drift.ResolveDrift,
    status: 200,
    response: drift.DriftResolved,
  },
  {
    id: "adoptDrift",
    method: "post",
    path: "/drift/adoptions",
    tag: "drift",
    summary: "Ask that what lives of up to 100 objects becomes what is desired: a request each, and a result each",
    body: drift.ResolveDrift,
    status: 200,
    response: drift.DriftResolved,
  },
];
