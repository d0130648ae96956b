import type {
  Paragraph,
  ParagraphBracket,
  ParagraphConflict,
  ParagraphRevision,
  ParagraphWords,
  TextAssent,
  TextDraft,
  TextHead,
  TextsView,
} from "../../client/index.ts";
import { clashes, wordsOf } from "../../client/index.ts";
import { ConflictDialog } from "../features/negotiation/ConflictDialog";
import { TextPage } from "../features/negotiation/TextPage";
import type { TextWorkProps } from "../features/negotiation/TextWork";
import { Page } from "../features/shell/Page";
import { fakeTexts } from "./fake-client";
import { meeting } from "./people";

// A joint statement on its way, invented: in every state that a paragraph can be in.

const at = "2021-05-07T17:20:00.000Z";
const elena = { by: "p0", byName: "Elena Robles Ibarra", at };
const margaret = { by: "p1", byName: "Margaret Hale", at };

const words = (text: string, change: Partial<ParagraphWords> = {}): ParagraphWords => ({
  text,
  source: "human",
  revision: 1,
  ...elena,
  ...change,
});

const stands = (position: "ad-referendum" | "agreed", ...delegations: string[]): Paragraph["positions"] =>
  Object.fromEntries(
    delegations.map((id) => [id, { position, ...(id === "mx" || id === "gt" ? elena : margaret) }]),
  );

const bracket = (change: Partial<ParagraphBracket>): ParagraphBracket => ({
  id: "b1",
  kind: "bracket",
  delegation: "us",
  reason: "No instructions on the amount yet; expected on Monday.",
  ...margaret,
  ...change,
});

const paragraph = (id: string, number: string, change: Partial<Paragraph>): Paragraph => ({
  id,
  number,
  revision: 3,
  status: "proposed",
  delegation: "mx",
  words: {},
  behind: [],
  brackets: [],
  positions: {},
  ...elena,
  ...change,
});

const all = ["mx", "us", "gt", "ma"];

const paragraphs: readonly Paragraph[] = [
  paragraph("p1", "1", {
    status: "agreed",
    delegation: "",
    positions: stands("agreed", ...all),
    words: {
      es: words("Las delegaciones se reunieron por videoconferencia el viernes 7 de mayo de 2021."),
      en: words("The delegations met by videoconference on Friday, 7 May 2021."),
      ar: words("اجتمعت الوفود عبر الاتصال المرئي يوم الجمعة 7 أيار/مايو 2021."),
    },
  }),
  paragraph("p2", "2", {
    status: "ad-referendum",
    positions: { ...stands("ad-referendum", "us", "ma"), ...stands("agreed", "mx", "gt") },
    words: {
      es: words(
        "Reconocen que nadie deja su casa por gusto, y que las causas de la migración se atienden en su origen.",
      ),
      en: words(
        "They recognise that nobody leaves home by choice, and that the causes of migration are addressed at their origin.",
      ),
      ar: words("وتقر بأن لا أحد يترك بيته طوعا، وبأن أسباب الهجرة تعالج في منشئها."),
    },
  }),
  paragraph("p3", "3", {
    status: "bracketed",
    delegation: "us",
    ...margaret,
    positions: stands("ad-referendum", "mx"),
    brackets: [
      bracket({
        words: {
          es: "cuatro mil millones de dólares",
          en: "four billion dollars",
          ar: "أربعة مليارات دولار",
        },
      }),
      bracket({
        id: "b2",
        kind: "reservation",
        delegation: "gt",
        reason: "Guatemala hará una declaración sobre la distribución entre los tres países.",
        ...elena,
      }),
    ],
    words: {
      es: words(
        "Acuerdan invertir, con socios internacionales, cuatro mil millones de dólares en cuatro años en Guatemala, Honduras y El Salvador.",
      ),
      en: words(
        "They agree to invest, with international partners, four billion dollars over four years in Guatemala, Honduras and El Salvador.",
        margaret,
      ),
      ar: words(
        "وتتفق على أن تستثمر مع الشركاء الدوليين أربعة مليارات دولار على مدى أربع سنوات في غواتيمالا وهندوراس والسلفادور.",
      ),
    },
  }),
  paragraph("p4", "4", {
    status: "bracketed",
    words: {
      es: words("Se reunirán de nuevo, en persona, el martes 8 de junio de 2021 en la Ciudad de México."),
      en: words("They will meet again, in person, on Tuesday, 8 June 2021 in Mexico City."),
      ar: words("وستجتمع من جديد حضوريا يوم الثلاثاء 8 حزيران/يونيه 2021 في مدينة مكسيكو."),
    },
  }),
  paragraph("p5", "4 bis", {
    status: "bracketed",
    delegation: "us",
    ...margaret,
    words: {
      en: words(
        "They will meet again, in person, in Guatemala City on 7 June and in Mexico City on 8 June 2021.",
        margaret,
      ),
      es: words(
        "Se reunirán de nuevo, en persona, en Ciudad de Guatemala el 7 de junio y en la Ciudad de México el 8 de junio de 2021.",
        { source: "machine", engine: "Apertium" },
      ),
    },
  }),
  paragraph("p6", "5", {
    behind: ["en"],
    words: {
      es: words("Las vacunas llegarán antes de que termine el verano.", { revision: 3 }),
      en: words("Vaccines will arrive."),
    },
  }),
  paragraph("p7", "6", {
    delegation: "ma",
    words: { ar: words("وتشيد الوفود بروح الحوار التي سادت الاجتماع.") },
  }),
];

const assent = (delegation: string, live: boolean): TextAssent => ({
  delegation,
  live,
  sha256: "",
  key: "",
  signature: "",
  ...(delegation === "us" ? margaret : elena),
});

const head: TextHead = {
  id: "t1",
  title: "Comunicado conjunto",
  titles: { es: "Comunicado conjunto", en: "Joint statement", ar: "بيان مشترك" },
  languages: ["es", "en", "ar"],
  phase: "negotiating",
  revision: 41,
  sha256: "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
  hashes: {},
  order: [["p1"], ["p2"], ["p3"], ["p4", "p5"], ["p6"], ["p7"]],
  obstacles: [
    { code: "bracket-open", paragraph: "p3", delegation: "us", bracket: "b1" },
    { code: "bracket-open", paragraph: "p3", delegation: "gt", bracket: "b2" },
    { code: "alternatives-open", paragraph: "p4" },
    { code: "words-missing", paragraph: "p5", language: "ar" },
    { code: "words-missing", paragraph: "p6", language: "ar" },
    { code: "words-missing", paragraph: "p7", language: "es" },
    { code: "words-missing", paragraph: "p7", language: "en" },
    { code: "machine-draft", paragraph: "p5", language: "es" },
    ...["p2", "p3", "p4", "p5", "p6", "p7"].map((one) => ({
      code: "not-agreed" as const,
      paragraph: one,
      delegation: "us",
    })),
  ],
  assents: [assent("mx", false)],
  certificates: [],
  obstacleCount: 14,
  rectifications: [],
  uncertified: [
    ["es", "en"],
    ["es", "ar"],
  ],
  versions: [],
  may: { write: true, agree: true, certify: true, lead: false, delegation: "us" },
};

const agreed = paragraphs
  .filter(({ id }) => ["p1", "p2", "p3", "p4"].includes(id))
  .map((one) => ({ ...one, status: "agreed" as const, brackets: [], positions: stands("agreed", ...all) }));

const clean: TextHead = {
  ...head,
  phase: "clean",
  order: [["p1"], ["p2"], ["p3"], ["p4"]],
  obstacles: [],
  obstacleCount: 0,
  assents: [assent("mx", true), assent("gt", true)],
  certificates: [{ languages: ["es", "en"], live: true, ...elena }],
  uncertified: [["es", "ar"]],
};

/** The same once every delegation has given its assent. */
export const adoptedParagraphs: readonly Paragraph[] = agreed;
export const adoptedHead: TextHead = {
  ...clean,
  phase: "adopted",
  uncertified: [],
  versions: [{ number: 1, sha256: head.sha256, at }],
};

export const textView: Partial<TextsView> = {
  about: { meeting, me: "p7" },
  head,
  paragraphs: new Map(paragraphs.map((one) => [one.id, one])),
  people: [
    { participant: "p0", name: "Elena Robles Ibarra", delegation: "mx", paragraph: "p3", language: "es" },
    {
      participant: "p3",
      name: "ليلى بن حدّو",
      delegation: "ma",
      paragraph: "p6",
      language: "en",
      draft: "Vaccines will arrive before the end of the summer, free of",
    },
  ],
};

const first: readonly ParagraphRevision[] = [
  {
    revision: 1,
    delegation: "us",
    ...margaret,
    words: { en: words("They agree to invest in Guatemala.") },
    differences: { en: [{ op: "new", text: "They agree to invest in Guatemala." }] },
  },
  {
    revision: 2,
    delegation: "mx",
    ...elena,
    at: "2021-05-07T18:02:00.000Z",
    words: {
      en: words("They agree to invest, with international partners, in Guatemala."),
      es: words("Acuerdan invertir, con socios internacionales, en Guatemala.", { source: "machine" }),
    },
    differences: {
      en: [
        { op: "same", text: "They agree to invest" },
        { op: "new", text: ", with international partners, " },
        { op: "same", text: "in Guatemala." },
      ],
      es: [{ op: "new", text: "Acuerdan invertir, con socios internacionales, en Guatemala." }],
    },
  },
];

const revisions = [...first].reverse();

type Drafts = ReadonlyMap<string, TextDraft>;
const page =
  (change: Partial<TextsView> = {}, initial?: TextWorkProps["initial"], drafts?: Drafts) =>
  () => (
    <TextPage
      model={fakeTexts({ ...textView, ...change }, revisions, drafts)}
      link="/m/m1#t"
      record="/m/m1/record#t"
      publication="/m/m1/publication#t"
      {...(initial ? { initial } : {})}
    />
  );
const over = (change: Partial<TextHead>): Partial<TextsView> => ({
  head: { ...clean, ...change },
  paragraphs: new Map(agreed.map((one) => [one.id, one])),
  people: [],
});

const third = paragraphs[2] ?? paragraph("p3", "3", {});
const mine = {
  ...wordsOf(third),
  en: "They agree to invest, with partners, four billion dollars over five years in Guatemala, Honduras and El Salvador.",
};
const conflict: ParagraphConflict = {
  paragraph: {
    ...third,
    revision: 4,
    words: {
      ...third.words,
      en: words(
        "They agree to invest, with international partners, four billion dollars over six years in the three countries.",
        { revision: 4 },
      ),
      es: words("Acuerdan invertir en los tres países.", { revision: 4 }),
    },
  },
  differences: {
    en: [
      { op: "same", text: "They agree to invest, with " },
      { op: "struck", text: "international " },
      { op: "same", text: "partners, four billion dollars over " },
      { op: "struck", text: "six " },
      { op: "new", text: "five " },
      { op: "same", text: "years in " },
      { op: "struck", text: "the three countries" },
      { op: "new", text: "Guatemala, Honduras and El Salvador" },
      { op: "same", text: "." },
    ],
  },
};
const drafts = new Map([["p3", { from: 3, base: wordsOf(third), words: mine }]]);
const silence = {
  opened: "2021-05-07T18:00:00.000Z",
  until: "2021-05-10T18:00:00.000Z",
  local: "2021-05-10T13:00:00",
  timezone: "America/Mexico_City",
  state: "open" as const,
};

const mend = {
  ...margaret,
  until: "2021-08-05T17:20:00.000Z",
  reason: "The English names another day than the Spanish.",
};
const rectified = over({
  phase: "rectified",
  assents: all.map((id) => assent(id, true)),
  uncertified: [],
  versions: [
    { number: 1, sha256: head.sha256, at },
    { number: 2, sha256: [...head.sha256].reverse().join(""), at: "2021-08-05T17:20:00.000Z" },
  ],
  rectifications: [
    {
      ...mend,
      id: "r1",
      paragraph: "p1",
      words: { en: "The delegations met by videoconference on Friday, 7 May 2021." },
      state: "effective",
    },
    {
      ...mend,
      id: "r2",
      paragraph: "p3",
      words: { es: "Acuerdan invertir cinco mil millones de dólares." },
      reason: "La cifra.",
      state: "refused",
      objection: { ...elena, delegation: "mx", reason: "La cifra es la que se acordó." },
    },
    {
      ...mend,
      id: "r3",
      paragraph: "p4",
      words: { en: "They will meet again, in person, on Tuesday, 8 June 2021, in Mexico City." },
      reason: "A comma is missing.",
      state: "open",
    },
  ],
});

const none = () => (
  <TextPage
    model={fakeTexts({ about: { meeting, me: "p2" }, mayBegin: true })}
    link="/m/m1#t"
    record="/m/m1/record#t"
    publication="/m/m1/publication#t"
  />
);

/** The negotiated text in its states. */
export const textScenes = {
  "text-negotiating": page(),
  "text-edit": page({}, { editing: "p3" }, drafts),
  "text-aside": page({ live: false }, {}, drafts),
  "text-bracket": page({}, { question: { about: "bracket", paragraph: third } }),
  "text-history": page({}, { question: { about: "history", paragraph: third } }),
  "text-conflict": () => (
    <Page title="Paragraph">
      <ConflictDialog
        conflict={conflict}
        clashes={clashes(conflict.paragraph, { from: 3, base: wordsOf(third), words: mine })}
        party={() => "México"}
        onSave={() => undefined}
        onTheirs={() => undefined}
        onClose={() => undefined}
      />
    </Page>
  ),
  "text-clean": page(over({ may: { ...clean.may, lead: true } })),
  "text-assent": page(over({}), { question: { about: "assent" } }),
  "text-silence": page(over({ phase: "silence", silence })),
  "text-silence-new": page(over({ may: { ...clean.may, lead: true } }), { question: { about: "silence" } }),
  "text-silence-broken": page(
    over({
      silence: {
        ...silence,
        state: "broken",
        objection: {
          ...elena,
          delegation: "gt",
          reason: "El párrafo 3 no refleja lo acordado en la sesión.",
        },
      },
    }),
  ),
  "text-adopted": page(
    over({
      phase: "adopted",
      assents: all.map((id) => assent(id, true)),
      certificates: [
        { languages: ["es", "en"], live: true, ...elena },
        { languages: ["es", "ar"], live: true, ...elena },
      ],
      uncertified: [],
      versions: [{ number: 1, sha256: head.sha256, at }],
    }),
  ),
  "text-rectified": page(rectified),
  "text-rectify": page(rectified, { question: { about: "rectification", paragraph: third } }),
  "text-none": none,
};
