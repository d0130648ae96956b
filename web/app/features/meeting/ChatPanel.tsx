import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { TextArea, TextField } from "react-aria-components";
import { type ChatMessageView, type ConversationView, MAX_CHAT_CODE_POINTS } from "../../../client/index.ts";
import { IconButton } from "../../design/Button";
import { cx } from "../../design/cx";
import { type Option, SelectField } from "../../design/Field";
import { formatTime } from "../../i18n/format";
import { useStore } from "../../use-store";
import styles from "./ChatPanel.module.css";
import { problemText } from "./problems";
import { useRoom } from "./room";
import { SidePanel } from "./SidePanel";

interface ChatPanelProps {
  conversation: string;
  onConversation: (id: string) => void;
  onClose: () => void;
}

/** The chat: with everyone, within the delegation or the booth, or with one person. */
export function ChatPanel({ onClose, ...chat }: ChatPanelProps) {
  const { t } = useLingui();
  return (
    <SidePanel title={t`Chat`} onClose={onClose}>
      <Conversations {...chat} />
    </SidePanel>
  );
}

/** The chat without a panel round it. */
export function Conversations({
  conversation,
  onConversation,
  compact = false,
}: Omit<ChatPanelProps, "onClose"> & { compact?: boolean }) {
  const { t } = useLingui();
  const { client } = useRoom();
  const { conversations } = useStore(client.chat.view);
  const options = useConversationOptions(conversations, conversation);
  const shown = conversations.find((one) => one.id === conversation);
  useEffect(() => {
    client.chat.open(conversation);
    return () => client.chat.open(undefined);
  }, [client, conversation]);
  return (
    <>
      <div className={compact ? undefined : styles.to}>
        <SelectField
          compact={compact}
          label={t`Conversation`}
          options={options}
          selected={conversation}
          onSelect={onConversation}
        />
      </div>
      <Messages messages={shown?.messages ?? []} conversation={conversation} />
      <Composer key={conversation} conversation={conversation} />
    </>
  );
}

function useConversationOptions(
  conversations: readonly ConversationView[],
  current: string,
): readonly Option[] {
  const { t } = useLingui();
  const { client } = useRoom();
  const { byId, participants } = useStore(client.meeting);
  const named = (id: string, name: string | undefined): string => {
    if (id === "everyone") return t`Everyone`;
    if (id === "delegation") return t`My delegation`;
    if (id === "booth") return t`My booth`;
    return name ?? byId.get(id)?.name ?? "…";
  };
  const option = ({ id, name, unread }: Pick<ConversationView, "id" | "name" | "unread">): Option => ({
    id,
    label: named(id, name),
    ...(unread > 0
      ? { detail: t`${plural(unread, { one: "# unread message", other: "# unread messages" })}` }
      : {}),
  });
  const known = conversations.map(option);
  const ids = new Set(conversations.map(({ id }) => id));
  const others = participants
    .filter((person) => !person.isMe && person.connection !== "external" && !ids.has(person.id))
    .map((person) => option({ id: person.id, name: person.name, unread: 0 }));
  const all = [...known, ...others];
  return all.some(({ id }) => id === current) ? all : [...all, option({ id: current, unread: 0 })];
}

function Messages({
  messages,
  conversation,
}: {
  messages: readonly ChatMessageView[];
  conversation: string;
}) {
  const { t } = useLingui();
  const list = useRef<HTMLOListElement>(null);
  const last = messages.at(-1)?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last message or another conversation scrolls down
  useLayoutEffect(() => {
    const element = list.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [last, conversation]);
  if (messages.length === 0) {
    return (
      <p className={styles.empty}>
        {conversation === "everyone" ? (
          <Trans>No messages yet. What you write here is read by everybody in the meeting.</Trans>
        ) : conversation === "delegation" ? (
          <Trans>No messages yet. Only your delegation reads what you write here.</Trans>
        ) : conversation === "booth" ? (
          <Trans>No messages yet. Only your booth and the technicians read what you write here.</Trans>
        ) : (
          <Trans>No messages yet. Only this person reads what you write here.</Trans>
        )}
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard
    <ol ref={list} className={styles.messages} tabIndex={0} aria-label={t`Messages`}>
      {messages.map((message) => (
        <Message key={message.seq} message={message} />
      ))}
    </ol>
  );
}

function Message({ message }: { message: ChatMessageView }) {
  const { i18n, t } = useLingui();
  return (
    <li className={cx(styles.message, message.mine && styles.mine)}>
      <p className={styles.from}>
        <bdi>{message.mine ? t`You` : message.fromName}</bdi>
        <time dateTime={new Date(message.at).toISOString()}>{formatTime(message.at, i18n.locale)}</time>
      </p>
      <p className={styles.text} dir="auto">
        {message.text}
      </p>
    </li>
  );
}

function Composer({ conversation }: { conversation: string }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState(false);
  const trimmed = text.trim();
  const tooLong = [...trimmed].length > MAX_CHAT_CODE_POINTS;
  const sendable = trimmed !== "" && !tooLong && !sending;

  const send = async () => {
    if (!sendable) return;
    setSending(true);
    try {
      await client.chat.send(conversation, trimmed);
      setText("");
      setProblem(undefined);
    } catch (error) {
      setProblem(problemText(error, i18n)); // the text stays, so that nothing written is lost
    } finally {
      setSending(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <div className={styles.composer}>
      <p role="alert" className={styles.problem}>
        {tooLong ? <Trans>The message is too long.</Trans> : problem}
      </p>
      <div className={styles.line}>
        <TextField aria-label={t`Message`} value={text} onChange={setText} className={styles.field as string}>
          <TextArea
            className={styles.input as string}
            rows={2}
            dir="auto"
            placeholder={t`Write a message`}
            onKeyDown={onKeyDown}
          />
        </TextField>
        <IconButton icon="send" label={t`Send`} isDisabled={!sendable} onPress={() => void send()} />
      </div>
    </div>
  );
}
