import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { Negotiation, TextNews } from "../../../client/index.ts";
import { numberOf } from "./text-words";

/** Something to be said by a screen reader; `key` is new each time. */
export interface Said {
  readonly text: string;
  readonly urgent: boolean;
  readonly key: number;
}

/** What others do to the paragraph that one is at, and to the text as a whole, in words. */
export function useNews(
  model: Negotiation,
  partyName: (delegation: string | undefined) => string,
): Said | undefined {
  const { i18n } = useLingui();
  const [said, setSaid] = useState<Said>();
  useEffect(
    () =>
      model.news.on((news) => {
        const here = document.activeElement?.closest<HTMLElement>("[data-paragraph]")?.dataset["paragraph"];
        if ("paragraph" in news && news.paragraph.id !== here) return;
        const urgent = news.type === "silence-broken" || news.type === "adopted";
        setSaid((old) => ({ text: newsText(news, partyName, i18n), urgent, key: (old?.key ?? 0) + 1 }));
      }),
    [model, partyName, i18n],
  );
  return said;
}

function newsText(news: TextNews, partyName: (delegation: string | undefined) => string, i18n: I18n): string {
  const number = "paragraph" in news ? numberOf(news.paragraph) : "";
  const party = "delegation" in news ? partyName(news.delegation) : "";
  const name = ("byName" in news && news.byName) || "";
  switch (news.type) {
    case "added":
      return i18n._(msg`${name} has added paragraph ${number}`);
    case "edited":
      return i18n._(msg`${name} has changed paragraph ${number}`);
    case "withdrawn":
      return i18n._(msg`Paragraph ${number} was withdrawn`);
    case "bracketed":
      return i18n._(msg`${party} has put brackets into paragraph ${number}`);
    case "released":
      return i18n._(msg`${party} has released brackets in paragraph ${number}`);
    case "position":
      return positionText(news.position, party, number, i18n);
    case "assented":
      return i18n._(msg`${party} has assented to the text`);
    case "clean":
      return i18n._(msg`The text is clean: delegations can assent to it`);
    case "reopened":
      return i18n._(msg`The text is under negotiation again`);
    case "adopted":
      return i18n._(msg`The text is adopted`);
    case "rectification":
      return i18n._(msg`${name} proposes a rectification of the text`);
    case "rectified":
      return i18n._(msg`The text is rectified`);
    case "silence-opened":
      return i18n._(msg`A silence procedure has begun`);
    case "silence-broken":
      return i18n._(msg`${party} has broken the silence: the text is not adopted`);
  }
}

function positionText(position: string, party: string, number: string, i18n: I18n): string {
  if (position === "agreed") return i18n._(msg`${party} agrees to paragraph ${number}`);
  if (position === "ad-referendum") return i18n._(msg`${party} agrees ad referendum to paragraph ${number}`);
  return i18n._(msg`${party} has taken back its agreement to paragraph ${number}`);
}
