// What has become of a text, told by comparing it before and after: for screen readers, and for who looks elsewhere.

import type { Paragraph, Position, TextHead } from "./types.ts";
import type { Paragraphs } from "./view.ts";

/** Something that somebody else did. */
export type TextNews =
  | {
      readonly type: "added" | "edited" | "withdrawn";
      readonly paragraph: Paragraph;
      readonly byName: string | undefined;
    }
  | {
      readonly type: "bracketed" | "released";
      readonly paragraph: Paragraph;
      readonly delegation: string | undefined;
    }
  | {
      readonly type: "position";
      readonly paragraph: Paragraph;
      readonly delegation: string | undefined;
      readonly position: Position;
    }
  | { readonly type: "assented"; readonly delegation: string | undefined }
  | { readonly type: "clean" | "reopened" | "adopted" | "rectified" | "silence-opened" }
  | { readonly type: "rectification"; readonly byName: string | undefined }
  | { readonly type: "silence-broken"; readonly delegation: string | undefined };

export interface TextState {
  readonly head: TextHead;
  readonly paragraphs: Paragraphs;
}

/** What happened between two states of one text; what `me` did is left out, but for what concerns all. */
export function newsBetween(before: TextState, after: TextState, me: string): readonly TextNews[] {
  const paragraphs = [...after.paragraphs.values()].flatMap((now) => {
    const then = before.paragraphs.get(now.id);
    return then === now ? [] : paragraphNews(then, now, me);
  });
  return [...paragraphs, ...headNews(before.head, after.head, me)];
}

function paragraphNews(then: Paragraph | undefined, now: Paragraph, me: string): readonly TextNews[] {
  const others = (by: string | undefined) => me === "" || by !== me;
  if (then === undefined)
    return others(now.by) ? [{ type: "added", paragraph: now, byName: now.byName }] : [];
  if (now.status === "withdrawn")
    return then.status === "withdrawn" ? [] : [{ type: "withdrawn", paragraph: then, byName: "" }];
  const news: TextNews[] = [];
  const edited = Object.entries(now.words).find(
    ([language, { by, revision }]) => others(by) && revision !== then.words[language]?.revision,
  );
  if (edited) news.push({ type: "edited", paragraph: now, byName: edited[1].byName });
  for (const one of now.brackets)
    if (others(one.by) && !then.brackets.some(({ id }) => id === one.id))
      news.push({ type: "bracketed", paragraph: now, delegation: one.delegation });
  for (const one of then.brackets)
    if (!now.brackets.some(({ id }) => id === one.id))
      news.push({ type: "released", paragraph: now, delegation: one.delegation });
  for (const [delegation, { by, at, position }] of Object.entries(now.positions))
    if (others(by) && at !== then.positions[delegation]?.at)
      news.push({ type: "position", paragraph: now, delegation, position });
  // With an edit positions go by themselves.
  if (now.revision === then.revision)
    for (const delegation of Object.keys(then.positions))
      if (!now.positions[delegation])
        news.push({ type: "position", paragraph: now, delegation, position: "none" });
  return news;
}

function headNews(then: TextHead, now: TextHead, me: string): readonly TextNews[] {
  const news: TextNews[] = [];
  const had = new Set(then.assents.filter(({ live }) => live).map(({ delegation }) => delegation));
  for (const { delegation, by, live } of now.assents)
    if (live && !had.has(delegation) && (me === "" || by !== me)) news.push({ type: "assented", delegation });
  const { objection, opened } = now.silence ?? {};
  if (objection && !then.silence?.objection)
    news.push({ type: "silence-broken", delegation: objection.delegation });
  else if (opened !== undefined && opened !== then.silence?.opened) news.push({ type: "silence-opened" });
  const known = new Set(then.rectifications.map(({ id }) => id));
  for (const { id, by, byName } of now.rectifications)
    if (!known.has(id) && (me === "" || by !== me)) news.push({ type: "rectification", byName });
  if (now.versions.length > then.versions.length && then.versions.length > 0)
    news.push({ type: "rectified" });
  if (now.phase !== then.phase) {
    if (now.phase === "adopted") news.push({ type: "adopted" });
    if (now.phase === "clean") news.push({ type: "clean" });
    if (now.phase === "negotiating") news.push({ type: "reopened" });
  }
  return news;
}
