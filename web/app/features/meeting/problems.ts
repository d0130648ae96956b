import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { CommandProblem } from "../../../client/index.ts";

const texts: Readonly<Record<string, MessageDescriptor>> = {
  disconnected: msg`Not done: the connection is lost. Try again when it is back.`,
  "not-permitted": msg`Your role does not allow this.`,
  forbidden: msg`Your role does not allow this.`,
  "not-allowed": msg`Your role does not allow this.`,
  "unknown-participant": msg`This person is no longer in the meeting.`,
  "participant-unknown": msg`This person is no longer in the meeting.`,
  "rate-limited": msg`That was too often in a short time. Please wait a moment.`,
  "too-many": msg`That was too often in a short time. Please wait a moment.`,
  "text-too-long": msg`The message is too long.`,
  "meeting-ended": msg`The meeting has ended.`,
  "recording-forbidden": msg`What is said now may not be recorded: that was agreed.`,
  "not-recorded": msg`The server cannot write to its disk at the moment. Tell the organiser.`,
  "list-closed": msg`The list of speakers is closed. Only the chair can add you now.`,
  "list-empty": msg`Nobody who is on the list of speakers is in the meeting now.`,
  "already-listed": msg`The person is on the list of speakers already.`,
  "entry-unknown": msg`The list of speakers has changed meanwhile.`,
  "replies-used": msg`The two rights of reply of this delegation are used on this point.`,
  "floor-taken": msg`You have the floor, or get it back after the point of order: say it then.`,
  "floor-held": msg`Somebody had the floor then. Choose a time in which nobody had it.`,
  "floor-open": msg`Nobody has the floor.`,
  "not-connected": msg`This person is no longer in the meeting.`,
  "document-too-large": msg`The file is too large: at most 25 MB. Make it smaller, or add it in parts.`,
  "document-type-unknown": msg`Only PDF, PNG, JPEG and plain text are kept. Save the file as one of these.`,
  "document-not-as-named": msg`The file is not what its name says, or it is damaged. Save it anew, and add that.`,
  "document-unknown": msg`The document was withdrawn.`,
  "recording-unknown": msg`There is no sound of these words any more.`,
  "recording-lost": msg`The server cannot read this sound. Tell the organiser.`,
  "sound-unplayable": msg`This browser cannot play the sound. Update it, or use another.`,
  "document-lost": msg`The server no longer has this document's content. Ask whoever added it to add it again.`,
  "documents-busy": msg`Many documents are being added right now. Try again in a moment.`,
  "list-not-yours": msg`This list is kept by the delegation's focal point. The organiser can refuse entry, and nothing else.`,
  "no-authority": msg`Only the focal point, or who acts for the delegation, can do this.`,
  "agenda-changed": msg`The agenda was changed meanwhile. Look at it again.`,
  "agenda-item-adopted": msg`What every delegation has adopted stays as it is. Add a new point.`,
  "regime-holds": msg`A stricter rule was agreed for this. It can be tightened; only the delegation that spoke releases its own words.`,
  "quotation-differs": msg`The record does not say this there any more. Check the quotation again.`,
  "quotation-unknown": msg`This quotation is kept no longer.`,
  "archive-early": msg`The archive can be sealed when the meeting has ended and its recordings are closed.`,
  "archive-none": msg`No archive of this meeting has been sealed yet.`,
  "archive-busy": msg`The server is making an archive already. Try again in a moment.`,
  "archive-lost": msg`The server does not have the archive before any more. Tell the operator.`,
  "nothing-new": msg`Nothing has changed since the last time.`,
  "regime-forbids": msg`The meeting is off the record: nothing of it can be exported or quoted.`,
  "script-undrawn": msg`PDF has no letters for some words of this record. Take the web page or the text document.`,
  "limit-reached": msg`The meeting keeps no more of these. Remove some first.`,
  "body-too-slow": msg`The file did not arrive whole. Try again.`,
  "not-saved": msg`The server could not save this. Try again, and tell the organiser.`,
  "revision-stale": msg`Somebody else has changed this meanwhile. Look at it again.`,
  "translation-unavailable": msg`This server drafts no translations between these languages.`,
  "bracket-not-yours": msg`Only the delegation that asked for the brackets releases them.`,
  "hash-stale": msg`The text has changed meanwhile: look at it again before you sign it.`,
  "text-not-clean": msg`Something still stands between this text and its adoption. Look at what is open.`,
  "silence-over": msg`The deadline has passed: the text is adopted.`,
  unreachable: msg`The server does not answer. Check your connection and try again.`,
};

/** A refused command in words; for a code without words of ours, the server's own (in English). */
export function problemText(error: unknown, i18n: I18n): string {
  if (!(error instanceof CommandProblem)) return i18n._(msg`Something went wrong. Please try again.`);
  const text = Object.hasOwn(texts, error.code) ? texts[error.code] : undefined;
  return text ? i18n._(text) : (error.detail ?? error.title);
}
