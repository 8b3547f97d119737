import * as exports from "../exports.ts";
import * as probes from "../probes.ts";
import * as subjects from "../subjects.ts";
import { type Operation, without } from "./operation.ts";

const asked = { method: "post", tag: "schemas", status: 201, response: probes.ProbeAsked } as const;
const exported = { method: "get", tag: "schemas", status: 200, file: true } as const;

export const SCHEMAS: readonly Operation[] = [
  {
    id: "listSubjects",
    method: "get",
    path: "/subjects",
    tag: "schemas",
    summary: "Subjects by name, managed or only seen, found by field and documentation too",
    query: subjects.ListSubjects,
    status: 200,
    response: subjects.SubjectPage,
  },
  {
    id: "getSubject",
    method: "get",
    path: "/subjects/{cluster}/{subject}",
    tag: "schemas",
    summary: "A subject with its versions, the text and fields of one, its readers and what refers to it",
    query: without(subjects.GetSubject, "cluster", "subject"),
    status: 200,
    response: subjects.SubjectView,
  },
  {
    id: "compareVersions",
    method: "get",
    path: "/subjects/{cluster}/{subject}/comparison",
    tag: "schemas",
    summary: "What differs between two versions by meaning, with their texts",
    query: without(subjects.CompareVersions, "cluster", "subject"),
    status: 200,
    response: subjects.VersionComparison,
  },
  {
    id: "getTopicSchemas",
    method: "get",
    path: "/topics/{cluster}/{name}/schemas",
    tag: "schemas",
    summary: "Subjects of a topic and who reads it: the owner's side sees everybody, others their own teams",
    status: 200,
    response: subjects.TopicSchemas,
  },
  {
    ...asked,
    id: "askCompatibility",
    path: "/compatibility-checks",
    summary: "Ask the registry what it says about a schema; the answer is a probe",
    body: probes.AskCompatibility,
  },
  {
    ...asked,
    id: "askSample",
    path: "/samples",
    summary: "Ask for the newest records of a topic, with a reason that stays; the answer is a probe",
    body: probes.AskSample,
  },
  {
    id: "getProbe",
    method: "get",
    path: "/probes/{probeId}",
    tag: "schemas",
    summary: "The answer to a question of one's own, for a minute or two",
    status: 200,
    response: probes.ProbeView,
  },
  {
    ...exported,
    id: "exportTopicAsyncApi",
    path: "/topics/{cluster}/{name}/asyncapi",
    summary: "A topic as an AsyncAPI 3.0 document",
    query: without(exports.ExportTopic, "cluster", "name"),
  },
  {
    ...exported,
    id: "exportTeamAsyncApi",
    path: "/teams/{team}/asyncapi",
    summary: "All topics of a team as one AsyncAPI 3.0 document",
    query: without(exports.ExportTeam, "team"),
  },
  {
    ...exported,
    id: "exportDataContract",
    path: "/topics/{cluster}/{name}/odcs",
    summary: "A topic as a data contract of the Open Data Contract Standard 3.1",
    query: without(exports.ExportTopic, "cluster", "name"),
  },
];
