import type { NewBooth } from "../../../client/index.ts";

/** A booth as it is being set up. */
export interface BoothDraft {
  /** Of this form, so that a booth keeps its fields while others come and go. */
  readonly key: number;
  /** Of a booth that exists already. */
  readonly id?: string;
  readonly name: string;
  readonly kind: "voice" | "sign";
  readonly outputA: string;
  /** "": a booth with one output. */
  readonly outputB: string;
  readonly seats: number;
  readonly policy: "consent" | "override";
}

/** Sign languages that are offered; the API takes any tag. */
const signLanguages = ["mfs", "ase", "ils", "fsl", "gsm"];

/** Languages that a booth can work into. */
export function outputsOf(kind: BoothDraft["kind"], languages: readonly string[]): readonly string[] {
  return kind === "sign" ? signLanguages : languages;
}

/** What is wrong with a booth; undefined: nothing. */
export function boothFault(
  booth: BoothDraft,
  languages: readonly string[],
): "same-outputs" | "not-of-meeting" | undefined {
  if (booth.outputB && booth.outputA === booth.outputB) return "same-outputs";
  const known = outputsOf(booth.kind, languages);
  const used = [booth.outputA, booth.outputB].filter(Boolean);
  return used.length > 0 && used.every((tag) => known.includes(tag)) ? undefined : "not-of-meeting";
}

export function boothsFit(booths: readonly BoothDraft[], languages: readonly string[]): boolean {
  return booths.every((booth) => boothFault(booth, languages) === undefined);
}

/** The drafts as the API takes them. */
export function setupOf(booths: readonly BoothDraft[]): NewBooth[] {
  return booths.map(({ id, name, kind, outputA, outputB, seats, policy }) => ({
    ...(id ? { id } : {}),
    ...(name.trim() ? { name: name.trim() } : {}),
    kind,
    outputs: outputB ? [outputA, outputB] : [outputA],
    seats,
    policy,
  }));
}

/** Booths that exist, as drafts. */
export function draftsOf(booths: readonly NewBooth[]): readonly BoothDraft[] {
  return booths.map(({ id, name = "", kind = "voice", outputs, seats, policy = "consent" }, index) => ({
    key: index + 1,
    ...(id ? { id } : {}),
    name,
    kind,
    outputA: outputs[0] ?? "",
    outputB: outputs[1] ?? "",
    seats: seats || 2,
    policy,
  }));
}

/** Another booth: the first for the first two languages, the next for the first language without one. */
export function anotherBooth(booths: readonly BoothDraft[], languages: readonly string[]): BoothDraft {
  const key = Math.max(0, ...booths.map((booth) => booth.key)) + 1;
  const taken = booths.flatMap(({ outputA, outputB }) => [outputA, outputB]);
  const free = languages.filter((tag) => !taken.includes(tag));
  const [outputA = languages[0] ?? "", second = ""] = free;
  const outputB = booths.length === 0 ? second : "";
  return { key, name: "", kind: "voice", outputA, outputB, seats: 2, policy: "consent" };
}
