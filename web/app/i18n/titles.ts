/** Something that has a title, and the same by language (BCP 47) where it has several. */
export interface Titled {
  readonly title: string;
  readonly titles?: Readonly<Record<string, string>> | undefined;
}

/** The title in the reader's language, in a regional form of it, or as it is. */
export function titleIn({ title, titles = {} }: Titled, locale: string): string {
  const language = locale.split("-")[0];
  const tag = [locale, language, ...Object.keys(titles)].find(
    (one) => one !== undefined && Object.hasOwn(titles, one) && one.split("-")[0] === language,
  );
  return (tag === undefined ? undefined : titles[tag]) ?? title;
}
