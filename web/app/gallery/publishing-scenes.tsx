import {
  type Commitment,
  type Commitments,
  type Publication,
  type Publications,
  PublishingModel,
  type PublishingView,
  type StatementFinding,
} from "../../client/index.ts";
import { CommitmentDialog } from "../features/publishing/CommitmentDialog";
import { PublishingPage } from "../features/publishing/PublishingPage";
import { StatementDialog } from "../features/publishing/StatementDialog";
import { Page } from "../features/shell/Page";
import { meeting } from "./people";
import { adoptedHead, adoptedParagraphs } from "./text-scenes";

// What a meeting publishes, and what became of what it promised: invented.

const spanish = adoptedParagraphs[0]?.words.es?.text ?? "";
const words = "martes 7 de junio de 2021";
const at = [...`${spanish} Se reunirán el `].length;

const paragraphs = adoptedParagraphs.map((one, index) =>
  index === 0
    ? {
        ...one,
        words: { ...one.words, es: { ...one.words.es, text: `${spanish} Se reunirán el ${words}.` } },
      }
    : one,
) as typeof adoptedParagraphs;

const finding = (code: StatementFinding["code"]): StatementFinding => ({
  paragraph: adoptedParagraphs[0]?.id ?? "",
  language: "es",
  start: at,
  end: at + words.length,
  words,
  code,
  meant: "2021-06-07",
  weekday: 1,
  expected:
    code === "date-unknown" ? [{ date: "2021-06-08", kind: "next-meeting", name: "Ciudad de México" }] : [],
});

const parties = meeting.delegations.slice(0, 2).map(({ id, name }) => ({ id, name }));
const first = parties[0]?.id ?? "";
const second = parties[1]?.id ?? "";

const readout: Publication = {
  id: "u1",
  kind: "readout",
  delegation: first,
  title: "Nota sobre la videollamada",
  titles: { es: "Nota sobre la videollamada" },
  languages: ["es"],
  paragraphs: [],
  sha256: "0".repeat(64),
  issued: "2021-05-07T20:00:00.000Z",
  timezone: meeting.timezone ?? "UTC",
  public: true,
  parties: parties.slice(0, 1),
  overrides: [
    {
      language: "es",
      words: "7 de junio",
      code: "date-unknown",
      reason: "Es la fecha de la reunión regional, no de esta.",
    },
  ],
};

const invest: Commitment = {
  id: "c1",
  text: "t1",
  paragraph: "p1",
  number: "1",
  actors: parties.slice(1),
  partners: ["Banco Mundial"],
  action: { es: "Invertir en los países de origen", en: "Invest in the countries of origin" },
  due: "2021-09-01",
  dueDay: "2021-09-01",
  vague: false,
  made: "2021-05-08T00:00:00.000Z",
  settled: [],
  disagree: true,
  assessments: [
    { delegation: first, status: 0, at: "2021-05-20T00:00:00.000Z" },
    { delegation: second, status: 1, at: "2021-06-30T00:00:00.000Z", note: "First tranche paid." },
    { delegation: first, status: -1, at: "2021-09-05T00:00:00.000Z", note: "Llegó la mitad." },
    { delegation: second, status: 1, at: "2021-09-20T00:00:00.000Z" },
  ],
};

const vague: Commitment = {
  ...invest,
  id: "c2",
  number: "2",
  actors: [],
  partners: [],
  action: { es: "Colaborar contra la trata de personas", en: "Work together against trafficking" },
  due: "",
  dueDay: "",
  vague: true,
  disagree: false,
  assessments: [],
};

const publications: Publications = {
  publications: [readout],
  may: { statement: true, readout: true, delegation: first },
};
const commitments: Commitments = {
  commitments: [invest, vague],
  may: { make: true, makeAny: true, assess: true, delegation: first },
};
const findings = [finding("weekday-differs"), finding("date-unknown")];

const view: PublishingView = {
  state: "loaded",
  about: { meeting, me: "p2" },
  publications,
  commitments,
  texts: [adoptedHead],
  paragraphs: new Map([[adoptedHead.id, paragraphs]]),
  findings: new Map([[adoptedHead.id, findings]]),
};

const still = <T,>(value: T) => Promise.resolve(value);

const model = (nothing = false) =>
  new PublishingModel({
    about: () => still({ meeting, me: "p2" }),
    texts: () => still({ texts: nothing ? [] : [adoptedHead], may: { begin: false } }),
    text: () => still({ text: adoptedHead, paragraphs: [...paragraphs] }),
    check: () => still({ findings }),
    publications: () => still(nothing ? { ...publications, publications: [] } : publications),
    statement: () => still(publications),
    readout: () => still(publications),
    commitments: () => still(nothing ? { ...commitments, commitments: [] } : commitments),
    commit: () => still(commitments),
    assess: () => still(commitments),
    settle: () => still(commitments),
  });

/** Publications and commitments in their states. */
export const publishingScenes = {
  publication: () => <PublishingPage model={model()} link="/m/m1#t" text="/m/m1/text#t" />,
  "publication-none": () => <PublishingPage model={model(true)} link="/m/m1#t" text="/m/m1/text#t" />,
  "publication-statement": () => (
    <Page title="Publication">
      <StatementDialog
        model={model()}
        view={view}
        meeting={meeting}
        text={adoptedHead}
        onClose={() => undefined}
      />
    </Page>
  ),
  "publication-commitment": () => (
    <Page title="Publication">
      <CommitmentDialog
        model={model()}
        view={view}
        parties={meeting.delegations}
        own={undefined}
        onClose={() => undefined}
      />
    </Page>
  ),
};
