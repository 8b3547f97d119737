import * as platform from "../platform.ts";
import type { Operation } from "./operation.ts";

export const POLICIES: readonly Operation[] = [
  {
    id: "listPolicies",
    method: "get",
    path: "/policies",
    tag: "policies",
    summary: "The rules in force",
    status: 200,
    response: platform.PolicyPage,
  },
];
