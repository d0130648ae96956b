import { expect, test } from "vitest";
import { mailto, tokenOf } from "./letter";

test("a mail's address has all of the letter, and the link in it stays whole", () => {
  const link = "https://h.example/m/a#T0ken&x";
  const address = mailto({ subject: "Invitación: A & B", text: `Hola:\n\n${link}\n` });
  const { searchParams } = new URL(address);
  expect(searchParams.get("subject")).toBe("Invitación: A & B");
  expect(searchParams.get("body")).toBe(`Hola:\r\n\r\n${link}\r\n`);
  expect(address).not.toContain("+");
  expect(tokenOf(link)).toBe("T0ken&x");
});
