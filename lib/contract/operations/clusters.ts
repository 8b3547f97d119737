import { z } from "zod";
import * as platform from "../platform.ts";
import { type Operation, without } from "./operation.ts";

export const CLUSTERS: readonly Operation[] = [
  {
    id: "listClusters",
    method: "get",
    path: "/clusters",
    tag: "clusters",
    summary: "Clusters and how they were found",
    status: 200,
    response: platform.ClusterPage,
  },
  {
    id: "confirmClusterIdentity",
    method: "post",
    path: "/clusters/{cluster}/identity",
    tag: "clusters",
    summary: "Accept that a slug now means another Kafka cluster",
    body: without(platform.ConfirmClusterIdentity, "cluster"),
    status: 200,
    response: z.object({ cluster: z.string(), kafkaClusterId: z.string() }),
  },
  {
    id: "updateClusterSettings",
    method: "patch",
    path: "/clusters/{cluster}/settings",
    tag: "clusters",
    summary: "Set prices, limits and what the worker may do by itself",
    body: without(platform.UpdateClusterSettings, "cluster"),
    status: 200,
    response: platform.ClusterSettingsUpdated,
  },
];
