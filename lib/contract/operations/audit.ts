import * as platform from "../platform.ts";
import type { Operation } from "./operation.ts";

export const AUDIT: readonly Operation[] = [
  {
    id: "listAudit",
    method: "get",
    path: "/audit",
    tag: "audit",
    summary: "The audit trail, newest first",
    query: platform.ListAudit,
    status: 200,
    response: platform.AuditPage,
  },
];
