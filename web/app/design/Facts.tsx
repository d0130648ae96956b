import { Fragment } from "react";

/**
 * Short facts in one line, with dots between them, none twice. Each is isolated (a name may be in another script than the
 * page), and the dots stand outside, so that they follow the page's direction.
 */
export function Facts({ facts }: { facts: readonly (string | undefined)[] }) {
  return [...new Set(facts)]
    .filter((fact) => fact !== undefined && fact !== "")
    .map((fact, index) => (
      <Fragment key={fact}>
        {index > 0 ? " · " : null}
        <bdi>{fact}</bdi>
      </Fragment>
    ));
}
