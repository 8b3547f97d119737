import * as ownership from "../ownership.ts";
import type { Operation } from "./operation.ts";

export const OWNERSHIP: readonly Operation[] = [
  {
    id: "requestOwnershipTransfer",
    method: "post",
    path: "/ownership-transfers",
    tag: "ownership",
    summary: "Ask to give topics, subjects, applications and prefixes to another team",
    body: ownership.RequestOwnershipTransfer,
    status: 201,
    response: ownership.OwnershipTransferRequested,
  },
];
