import type { ReactNode } from "react";
import type { Archive as ArchiveState, RecordInfo, Seal } from "../../client/index.ts";
import { Archive } from "../features/record/Archive";
import { Page } from "../features/shell/Page";
import { fakeArchiving } from "./fake-client";

const key = "cumbre+7c173b30+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";
const first: Seal = {
  number: 1,
  at: "2021-05-14T09:30:00.000Z",
  byName: "Elena Robles Ibarra",
  leaves: 1482,
  root: "f6xcLxIXhBl+CFow8bvDOGUUmqsH0zNHVbjOBBPND2Y=",
  key,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  bytes: 184_300_000,
  missing: [],
  failing: [],
};
const second: Seal = {
  ...first,
  number: 2,
  at: "2021-05-21T17:05:00.000Z",
  leaves: 1510,
  sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
  missing: ["documents/4tq7x2.pdf"],
  failing: ["documents", "quotations"],
};

const scene =
  (record: RecordInfo, archive: ArchiveState, asking = false) =>
  () => (
    <Page title="Record">
      <h1>{record.meeting.title}</h1>
      <Archive archiving={fakeArchiving(archive)} info={record} asking={asking} />
    </Page>
  );

/** The archive's part of the record's page: before the end, before it is sealed, asked, sealed. */
export const archiveScenes = (record: RecordInfo): Record<string, () => ReactNode> => ({
  "record-archive-early": scene(record, { seals: [], key, maySeal: false, why: "archive-early" }),
  "record-archive-asked": scene(record, { seals: [], key, maySeal: true }, true),
  "record-archive-sealed": scene(record, { seals: [first], key, maySeal: false, why: "nothing-new" }),
  "record-archive-again": scene(record, { seals: [first, second], key, maySeal: true }),
});
