// The check of quotations on the record's page.

import { until } from "./until.mjs";

/** Checks a quotation, and waits for the verdict's title. */
export async function checkQuotation(page, quotation, verdict) {
  await page.fill("textbox", "Quotation", quotation);
  await page.click("button", /^Check$/);
  await until(verdict, () => page.evaluate((title) =>
    [...document.querySelectorAll("[role=status] strong")].some((one) => one.textContent === title), verdict));
}
