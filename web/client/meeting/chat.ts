// Chat: one list of messages from the server, shown as conversations with what is unread.

import type { Environment } from "../environment.ts";
import type {
  Chat,
  ChatMessageView,
  ChatView,
  ClientEvent,
  ConversationID,
  ConversationView,
} from "../model.ts";
import { CommandProblem } from "../model.ts";
import { type ChatMessage, type Command, MAX_CHAT_CODE_POINTS } from "../protocol.ts";
import { createStore, type Signal } from "../store.ts";

/** Messages kept in this tab: as many as one reads back, and a bound on memory. */
const MAX_MESSAGES = 1000;

/** What the chat needs of its surroundings. */
export interface ChatContext {
  me(): string;
  hasDelegation(): boolean;
  /** Whether one sits in a booth. */
  hasBooth(): boolean;
  nameOf(participant: string): string | undefined;
  /** Server time (RFC 3339) in own epoch ms. */
  time(at: string): number;
  command(command: Command): Promise<void>;
}

export class ChatModel implements Chat {
  readonly view = createStore<ChatView>({ conversations: [], unread: 0 });

  readonly #env: Environment;
  readonly #key: string;
  readonly #context: ChatContext;
  readonly #events: Signal<ClientEvent>;
  #messages: readonly ChatMessage[] = [];
  /** Conversation → sequence number of the last message read; undefined before the first welcome. */
  #read: Record<ConversationID, number> | undefined;
  #open: ConversationID | undefined;

  constructor(env: Environment, key: string, context: ChatContext, events: Signal<ClientEvent>) {
    this.#env = env;
    this.#key = `cumbre:chat-read:${key}`;
    this.#context = context;
    this.#events = events;
    this.#read = readPositions(env.tab.get(this.#key));
  }

  /** Replaces all by what a welcome carries; in a new tab that counts as read. */
  reset(messages: readonly ChatMessage[]): void {
    this.#messages = messages;
    if (this.#read === undefined) {
      this.#read = {};
      for (const message of messages) this.#markRead(this.#conversationOf(message), message.seq);
    }
    this.#publish();
  }

  received(message: ChatMessage): void {
    if (this.#messages.some(({ seq }) => seq === message.seq)) return;
    this.#messages = [...this.#messages, message].slice(-MAX_MESSAGES);
    const conversation = this.#conversationOf(message);
    if (message.from === this.#context.me()) this.#markRead(conversation, message.seq);
    this.#publish();
    if (message.from !== this.#context.me()) {
      this.#events.emit({ type: "chat", conversation, message: this.#viewOf(message) });
    }
  }

  async send(to: ConversationID, text: string): Promise<void> {
    if ([...text].length > MAX_CHAT_CODE_POINTS) {
      throw new CommandProblem("text-too-long", "The message is too long");
    }
    await this.#context.command(
      to === "everyone" || to === "delegation" || to === "booth"
        ? { type: "send-chat", to, text }
        : { type: "send-chat", to: "participant", participant: to, text },
    );
  }

  open(conversation: ConversationID | undefined): void {
    this.#open = conversation;
    this.#publish();
  }

  /** Names or the own delegation changed. */
  refresh(): void {
    this.#publish();
  }

  // ---- Views ----

  #conversationOf({ to, from, participant }: ChatMessage): ConversationID {
    if (to !== "participant") return to;
    return from === this.#context.me() ? (participant ?? "") : from;
  }

  #markRead(conversation: ConversationID, seq: number): void {
    this.#read ??= {};
    if ((this.#read[conversation] ?? 0) >= seq) return;
    this.#read = { ...this.#read, [conversation]: seq };
    this.#env.tab.set(this.#key, JSON.stringify(this.#read));
  }

  #publish(): void {
    const lists = new Map<ConversationID, ChatMessage[]>([["everyone", []]]);
    if (this.#context.hasDelegation()) lists.set("delegation", []);
    if (this.#context.hasBooth()) lists.set("booth", []);
    for (const message of this.#messages) {
      const id = this.#conversationOf(message);
      const list = lists.get(id);
      if (list === undefined) lists.set(id, [message]);
      else list.push(message);
    }
    const last = (id: ConversationID) => lists.get(id)?.at(-1)?.seq ?? 0;
    const rank = (id: ConversationID) =>
      id === "everyone" ? 0 : id === "delegation" ? 1 : id === "booth" ? 2 : 3;
    const ids = [...lists.keys()].sort((a, b) => rank(a) - rank(b) || last(b) - last(a));
    const conversations = ids.map((id) => this.#conversation(id, lists.get(id) ?? []));
    const unread = conversations.reduce((sum, conversation) => sum + conversation.unread, 0);
    this.view.set({ conversations, unread });
  }

  #conversation(id: ConversationID, messages: readonly ChatMessage[]): ConversationView {
    const latest = messages.at(-1);
    if (this.#open === id && latest !== undefined) this.#markRead(id, latest.seq);
    const read = this.#read?.[id] ?? 0;
    const isTalk = id !== "everyone" && id !== "delegation" && id !== "booth";
    const name = isTalk ? this.#nameOf(id, messages) : undefined;
    return {
      id,
      ...(name === undefined ? {} : { name }),
      messages: messages.map((message) => this.#viewOf(message)),
      unread: messages.filter(({ seq, from }) => seq > read && from !== this.#context.me()).length,
    };
  }

  #nameOf(id: ConversationID, messages: readonly ChatMessage[]): string {
    return this.#context.nameOf(id) ?? messages.find(({ from }) => from === id)?.fromName ?? id;
  }

  #viewOf(message: ChatMessage): ChatMessageView {
    const { seq, from, fromName, to, text } = message;
    const mine = from === this.#context.me();
    return { seq, from, fromName, mine, to, text, at: this.#context.time(message.at) };
  }
}

function readPositions(text: string | undefined): Record<ConversationID, number> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" && value !== null
      ? (value as Record<ConversationID, number>)
      : undefined;
  } catch {
    return undefined;
  }
}
