// The golden vectors of the Go package: what it accepts and sends is what these types say.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ClientMessage, Command, ServerMessage, Signal } from "./protocol.ts";

interface Vector {
  name: string;
  message: Record<string, unknown> & { type: string };
}

function vectors(file: string): Vector[] {
  const url = new URL(`../../internal/protocol/testdata/${file}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as Vector[];
}

type Members = Record<string, "text" | "number" | "boolean" | "list" | "object" | "optional">;
/** The compiler makes sure that every type is here; the test, that its members are those on the wire. */
const SERVER: Record<ServerMessage["type"], Members> = {
  welcome: {
    version: "number",
    me: "text",
    resume: "text",
    resumed: "boolean",
    mediaAlive: "boolean",
    now: "text",
    meeting: "object",
    admission: "text",
    participants: "list",
    lobby: "list",
    chat: "list",
    floor: "object",
    stage: "text",
  },
  answer: { id: "number", sdp: "text", renegotiations: "number" },
  problem: { id: "optional", fatal: "optional", problem: "object" },
  slot: {
    mid: "text",
    participant: "text",
    kind: "optional",
    rtpTime: "number",
    width: "optional",
    height: "optional",
  },
  pong: { t: "number" },
  ack: { id: "number" },
  admitted: {},
  participant: { participant: "object" },
  "participant-left": { participant: "text", reason: "text" },
  lobby: { lobby: "list" },
  meeting: { meeting: "object" },
  floor: { floor: "object" },
  stage: { participant: "text" },
  chat: { message: "object" },
  reaction: { participant: "text", reaction: "text" },
  mute: { by: "text" },
  layers: { kind: "text", rids: "list" },
  speakers: { speakers: "list" },
  bye: { reason: "text" },
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return typeof value === "string" ? "text" : typeof value;
}

test.each(vectors("server.json").map(({ name, message }) => [name, message] as const))(
  "server: %s",
  (_, { type, ...members }) => {
    const expected = SERVER[type as ServerMessage["type"]];
    expect(expected, `unknown type ${type}`).toBeDefined();
    for (const [name, value] of Object.entries(members)) {
      expect(expected[name], `unknown member ${name}`).toBeDefined();
      if (expected[name] !== "optional") expect(kindOf(value), name).toBe(expected[name]);
    }
    for (const [name, kind] of Object.entries(expected)) {
      if (kind !== "optional") expect(members, `member ${name}`).toHaveProperty(name);
    }
  },
);

test("every type of server message has a vector", () => {
  const seen = new Set(vectors("server.json").map(({ message }) => message.type));
  expect([...seen].sort()).toEqual(Object.keys(SERVER).sort());
});

const SDP = "v=0\r\n";
const HELLO_TOKEN = "q2X9nT7vB4kLm0ZsWcRdYeUfGhJiOpAa";
/** What this client sends, one of each; the vectors hold the same members. */
const CLIENT: (Extract<ClientMessage, { type: "hello" | "offer" }> | Signal | (Command & { id: number }))[] =
  [
    {
      type: "hello",
      version: 1,
      token: HELLO_TOKEN,
      resume: "p4f1.c2lnbmF0dXJl",
      client: "cumbre-web/0.1.0",
    },
    { type: "ping", t: 1620396000123 },
    { type: "offer", id: 2, sdp: SDP, lines: [{ mid: "0", use: "microphone" }], new: false },
    {
      type: "want-slots",
      slots: [
        { mid: "8", participant: "p4f1", kind: "camera", height: 360, priority: 2 },
        { mid: "9", stage: true, height: 1080, priority: 10 },
        { mid: "10", height: 0, priority: 0 },
      ],
    },
    { type: "set-media", microphone: true, camera: true, screen: false, screenSound: false },
    { type: "set-hand", raised: true },
    { type: "react", reaction: "applause" },
    { type: "set-language", language: "es" },
    { type: "send-chat", id: 5, to: "participant", participant: "p4f1", text: "مرحبا" },
    { type: "admit", id: 6, participant: "p4f1" },
    { type: "refuse", id: 7, participant: "p4f1" },
    { type: "give-floor", id: 9, participant: "" },
    { type: "yield-floor", id: 10 },
    { type: "mute", id: 11, participant: "p4f1" },
    { type: "lower-hand", id: 12, participant: "p4f1" },
    { type: "remove", id: 13, participant: "p4f1" },
    { type: "lock", id: 14, locked: true },
    { type: "end", id: 16 },
    { type: "leave" },
  ];

test.each(CLIENT.map((message) => [message.type, message] as const))("client: %s", (_, message) => {
  expect(vectors("client.json").map((vector) => vector.message)).toContainEqual(message);
});

test("every type of client message is known", () => {
  const seen = new Set(vectors("client.json").map(({ message }) => message.type));
  expect([...seen].sort()).toEqual(CLIENT.map(({ type }) => type).sort());
});
