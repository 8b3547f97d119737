import * as platform from "../platform.ts";
import type { Operation } from "./operation.ts";

export const SEARCH: readonly Operation[] = [
  {
    id: "search",
    method: "get",
    path: "/search",
    tag: "search",
    summary: "Topics, teams and requests by part of a name or number",
    query: platform.Search,
    status: 200,
    response: platform.SearchResult,
  },
];
