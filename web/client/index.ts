// The headless client's public surface: what web/app may import.

export * from "./api.ts";
export { createBrowserClient, createPlayback, createPublishing, createTexts } from "./browser.ts";
export type {
  Commitment,
  Commitments,
  Publication,
  Publications,
  StatementFinding,
} from "./generated/schema.d.ts";
export { IDLE_HANDOVER } from "./interpretation/console-view.ts";
export type * from "./interpretation/model.ts";
export { WARN_DBFS as EXPOSURE_DBFS } from "./media/graph/exposure.ts";
export { MOST_PICTURES } from "./media/lines.ts";
export { spentAt, textsInOrder } from "./meeting/agenda-view.ts";
export type * from "./meeting/floor-types.ts";
export { addable, handMeans, partySpent, turnSpent, turnState } from "./meeting/floor-view.ts";
export {
  agreed,
  attributed,
  ON_THE_RECORD,
  type RegimeName,
  type RegimeTarget,
  regimeTargets,
} from "./meeting/regime.ts";
export { isOver, mayPublish } from "./meeting/state.ts";
export * from "./model.ts";
export type {
  DelegationHome,
  LocalHours,
  NextLeg,
  NextMeeting,
  NextPlan,
  NextSlot,
  SeriesMeeting,
} from "./next/api.ts";
export {
  createNextApi,
  type NewHome,
  type NewLeg,
  type NewPlan,
  type NewSlot,
  type NextApi,
} from "./next/api.ts";
export { NextModel, type NextPlanning, type NextView } from "./next/next.ts";
export * from "./next/view.ts";
export type {
  Attribution,
  ChatScope,
  Conflict,
  Correction,
  Delegation,
  Delivery,
  Difference,
  Meeting,
  MeetingRecord as RecordInfo,
  NewBooth,
  PictureKind,
  Quality,
  Reaction,
  RecordVersion,
  Role,
  SearchResult,
  Segment,
} from "./protocol.ts";
export { MAX_CHAT_CODE_POINTS } from "./protocol.ts";
export { PublishingModel, type PublishingView } from "./publishing/publishing.ts";
export {
  around,
  committable,
  type Drawing,
  drawingOf,
  findingKey,
  groupFindings,
  isUnpublished,
  latest,
  type Mark,
  overridesOf,
  titleWith,
} from "./publishing/view.ts";
export {
  createRecordApi,
  type LateIntervention,
  type NewSegment,
  type RecordApi,
  type SegmentEdit,
} from "./record/api.ts";
export {
  type Archive,
  type Archiving,
  createArchiving,
  type Seal,
  verification,
} from "./record/archiving.ts";
export {
  type Basis,
  createQuoting,
  FILE_FORMATS,
  type FileFormat,
  type KeptQuotation,
  leftOut,
  type Quotation,
  type QuotationMatch,
  type QuotationRun,
  type Quoting,
  standing,
} from "./record/quoting.ts";
export { RecordModel } from "./record/record.ts";
export { createSounds, SegmentPlayer } from "./record/sounds.ts";
export {
  type Choice,
  choiceShowing,
  comparable,
  divides,
  joinable,
  leaving,
  mayCorrect,
  type PreparedText,
  preparedFor,
  type Turn,
  turnsOf,
  withSegments,
} from "./record/view.ts";
export { differenceOf, type Merged, mergeEdits } from "./record/words.ts";
export { parseRoute, placeAddress, publicAddress, type Route } from "./route.ts";
export type { TextDraft } from "./texts/drafts.ts";
export type { TextNews } from "./texts/news.ts";
export { followWork, pairOf } from "./texts/reading.ts";
export type { Negotiation, TextsView } from "./texts/texts.ts";
export type * from "./texts/types.ts";
export { TEXT_FORMATS } from "./texts/types.ts";
export {
  type Clash,
  changedWords,
  clashes,
  directionOf,
  hashGroups,
  isAdopted,
  isAgreeable,
  isEditable,
  isOpen,
  isRectifiable,
  isShown,
  isWritten,
  languagePairs,
  maySilence,
  type ObstacleGroup,
  obstacleGroups,
  type ParagraphStatus,
  type Place,
  partiesOf,
  piecesOf,
  placesOf,
  positionOf,
  sourceFor,
  TEXT_FILTERS,
  type TextFilter,
  tally,
  type WordPiece,
  wordsOf,
} from "./texts/view.ts";
