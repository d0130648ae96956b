package httpapi

// problemKind describes one problem to those who meet it.
type problemKind struct {
	Status  int
	Title   string // the same for every occurrence
	Meaning string
	Remedy  string
}

// catalogue has every problem that the server can answer with, by its code. A test finds codes that are missing.
func catalogue() map[string]problemKind { //nolint:funlen // one table
	return map[string]problemKind{
		// Tokens.
		"token-missing":  {401, "No token", "The request came without a token.", "Send the header Authorization: Bearer TOKEN."},
		"token-unknown":  {401, "Unknown token", "No invitation has this token.", "Check that the link was copied whole, or ask for a new one."},
		"token-revoked":  {403, "Invitation revoked", "The invitation was withdrawn.", "Ask the organiser for a new one."},
		"token-expired":  {403, "Invitation expired", "The invitation is past its date.", "Ask the organiser for a new one."},
		"token-replaced": {403, "The invitation has a new link", "The invitation was given a new token; the old one is void.", "Ask whoever sent it for the new link."},
		"token-foreign":  {403, "Another meeting's token", "The token is an invitation to another meeting.", "Use the link of this meeting."},
		"token-is-admin": {
			403, "Administrator's token", "The administrator's token manages meetings; nobody takes part with it.",
			"Make an invitation and use its token.",
		},
		"not-allowed":     {403, "Not allowed", "The token is good, but not for this.", "Use the administrator's token, or an organiser's or chair's of the meeting."},
		"session-unknown": {404, "No such session", "The WHIP or WHEP session does not exist or has ended.", "Start a new one."},
		"session-foreign": {403, "Another token's session", "The session was made with another token.", "Use the token that made it."},
		"too-many-failures": {
			429, "Too many wrong tokens", "Too many requests with wrong tokens came from this address.",
			"Wait for the time that Retry-After says.",
		},
		"too-many-connections": {
			429, "Too many connections", "Too many connections were opened from this address in a short time.",
			"Wait for the time that Retry-After says.",
		},

		// Meetings and what is done in them.
		"meeting-unknown":   {404, "No such meeting", "There is no meeting with this identifier.", "Check the link; the administrator can list all meetings."},
		"meeting-exists":    {409, "The meeting exists already", "A meeting with this identifier exists.", "Use the one that exists."},
		"meeting-cancelled": {410, "The meeting is cancelled", "The plan that it was made of is cancelled.", "Ask the organiser whether it will be held again."},
		"meeting-ended":     {410, "The meeting has ended", "The meeting was ended for all.", "Ask the organiser for the next one."},
		"meeting-locked":    {403, "The meeting is locked", "The chair lets nobody new in for now.", "Wait, or ask the chair to unlock it."},
		"lobby-shut":        {409, "The lobby is not open yet", "The lobby opens some time before the start.", "Come back at the time that the detail says."},
		"session-in-use":    {409, "In use elsewhere", "Whoever acts for others has one live session; whoever has it is asked whether it may be taken over.", "Try again in some seconds: agreed, or with that session gone, it succeeds."},
		"session-kept":      {409, "Kept elsewhere", "Whoever is in the meeting with this invitation does not want to give the place up.", "Leave the meeting there, or try again in a minute."},
		"session-replaced":  {409, "Taken over elsewhere", "Another window or device has taken the place since, and the client that had it before comes back by itself (`again`).", "Say hello without `again` once the person wants the place back."},
		"session-left":      {409, "Left elsewhere", "The client comes back by itself (`again`), and its owner has left the meeting in another window or on another device.", "Say hello without `again` once the person wants to come again."},
		"hello-outdated":    {409, "A later hello came first", "The client has said hello on a later connection (`instance`, `attempt`), which was heard first.", "Use that connection."},
		"meeting-full":      {503, "The meeting is full", "The meeting has as many people as the server is set to carry.", "Try again when somebody has left; the operator can raise max-participants or max-viewers."},
		"meeting-damaged": {
			500, "The meeting's journal is damaged", "The server found a damaged record and does not guess what was in it.",
			"The operator restores the data folder from a backup; the log names the record.",
		},
		"limit-reached":       {409, "A limit of the meeting is reached", "The meeting keeps no more of these.", "Remove some first."},
		"invitation-unknown":  {404, "No such invitation", "The meeting has no invitation with this identifier.", "List the meeting's invitations."},
		"participant-unknown": {404, "No such participant", "The meeting has no participant with this identifier.", "Use one of the identifiers that the welcome and the events name."},
		"admission-refused":   {403, "Not admitted by the chair", "The chair turned the person away.", "Ask the organiser."},
		"participant-removed": {403, "Removed from the meeting", "The person was removed from the meeting.", "Ask the organiser."},
		"awaiting-admission":  {403, "Waiting for admission", "The person is in the lobby.", "Wait until the chair admits; this happens by itself."},
		"not-waiting":         {409, "Not in the lobby", "The person does not wait to be admitted.", "Nothing has to be done."},
		"not-admitted":        {409, "Not in the meeting", "The person is not in the meeting.", "Admit the person first."},
		"not-connected":       {409, "The participant is not connected", "The participant has no connection now.", "Wait until they are back."},
		"floor-not-yours":     {409, "The floor is somebody else's", "Only who has the floor can give it back.", "Nothing has to be done."},
		"role-does-not-speak": {409, "The role only listens", "Observers and press do not speak.", "Ask the organiser for another role."},
		"no-delegation":       {409, "No delegation", "The person belongs to no delegation.", "Write to everyone or to one person."},
		"text-empty":          {422, "Empty text", "The text has nothing in it that can be shown.", "Write something."},
		"text-too-long":       {422, "Text too long", "The text is longer than what is kept.", "Send it in parts."},
		"not-recorded": {
			503, "The server cannot write", "The server's disk is full, read-only or broken, so nothing can be recorded and it was not done. Meetings go on.",
			"Do it again when the meeting's notRecorded is gone: the server looks every few seconds. The operator frees space.",
		},
		"not-saved": {
			503, "It could not be saved", "The server could not write to its journal, so it did not happen.",
			"Try again.",
		},

		// Interpretation.
		"interpreter-in-booth":    {403, "Interpreters speak in their booth", "An interpreter's token was used to publish: that would be on the floor.", "Join with the client. For somebody who speaks on the floor, make another invitation."},
		"technician-absent":       {409, "No technician is here", "No technician is in the meeting who could be called.", "Write to the chair or the organiser."},
		"term-unknown":            {404, "No such term", "The glossary has no term of this key (any more).", "Add it as a new term."},
		"booth-unknown":           {404, "No such booth", "The meeting has no booth of this identifier.", "Use one of the booths that the interpretation names."},
		"booth-full":              {409, "The booth is full", "All its seats are taken.", "Wait for a seat, or ask the organiser to add one: a booth has up to 6."},
		"seat-taken":              {409, "The seat is taken", "A colleague sits there.", "Take another seat, or seat 0: the first that is free."},
		"already-seated":          {409, "Seated already", "The interpreter sits in a booth.", "Stand up first."},
		"not-seated":              {409, "No seat in a booth", "The interpreter has no seat.", "Take one first."},
		"seat-not-ready":          {409, "Not checked yet", "An interpreter's microphone stays closed until devices, headphones and level have been checked.", "Check them first."},
		"output-missing":          {409, "No language to work into", "The interpreter has not chosen a direction.", "Choose the output first."},
		"direction-unknown":       {422, "The booth does not work into this language", "The language is none of the booth's outputs.", "Choose one of its outputs."},
		"channel-unknown":         {404, "No such channel", "Nobody is arranged to work into this language.", "Use one of the channels that the interpretation names."},
		"channel-held":            {409, "Somebody is on air", "A channel has one microphone at a time.", "Ask for it (hand-over); take over from an interpreter who is lost."},
		"lease-stale":             {409, "Something changed meanwhile", "The message means a state of the channel or hand-over that is over.", "Look who is on air now, and send the epoch that is shown."},
		"not-on-air":              {409, "Not on air", "The interpreter does not hold the channel, or nobody does.", "Open the microphone first."},
		"on-air-already":          {409, "On air already", "The interpreter holds the channel.", "Close the microphone first."},
		"relay-own-output":        {409, "Relay from the own output", "Nobody can work from the channel that they work into.", "Choose the floor or another channel."},
		"relay-cycle":             {409, "Relay would go round in a circle", "The other channel's interpreter works, directly or not, from this one.", "Choose the floor or another channel."},
		"handover-none":           {409, "No hand-over", "The booth has no hand-over under way.", "Offer or ask for one."},
		"handover-busy":           {409, "A hand-over is under way", "The booth has one at a time.", "Accept, decline or cancel it first."},
		"handover-not-yours":      {409, "Somebody else's step of the hand-over", "This step is for the other one of the two, or for who is on air.", "Wait for them, or cancel."},
		"handover-target-missing": {422, "A colleague has to be named", "With more than one colleague a hand-over says to whom.", "Name one."},
		"colleague-absent":        {409, "The colleague is not there", "The other one of the hand-over is not connected, or not ready.", "Wait until they are, or choose another."},
		"consent-needed":          {409, "The colleague has to agree", "The interpreter on air is there, and the booth does not allow to take over without asking.", "Ask for a hand-over."},
		"too-soon":                {429, "Too soon", "The booth gave the same signal a moment ago.", "Wait for the seconds that the detail says."},
		"rehearsing":              {409, "This is a rehearsal", "In a rehearsal nobody outside the booths hears them.", "End the rehearsal first: the chair or the organiser arranges it."},

		// The regimes.
		"regime-holds": {
			409, "A stricter regime was agreed", "What may be made of words is agreed before they are spoken: it is tightened before, and only the delegation that spoke loosens it.",
			"Ask the delegation that spoke to release its words.",
		},
		"regime-forbids":    {403, "The regime forbids it", "What was said under this regime does not leave the meeting.", "Ask the delegations that spoke to release their words."},
		"quotation-unknown": {404, "No such quotation", "No quotation of this identifier is kept; it may have been dropped.", "Use one of those that are listed."},
		"archive-early":     {409, "Too early for the archive", "An archive is made of a meeting that is over, with all its recordings closed.", "End the meeting; after its end try again in a moment."},
		"archive-none":      {404, "No archive yet", "No archive of the meeting has been sealed.", "An organiser or the administrator seals one."},
		"archive-busy":      {429, "An archive is being made", "The server makes one archive at a time.", "Try again in a moment."},
		"archive-lost": {
			500, "The archive's content is missing", "The archive that was sealed is not on the server's disk any more, or is damaged.",
			"The operator restores the folder archives from a backup; the log names the file.",
		},
		"quotation-differs": {409, "The record does not say this", "A quotation is kept where the record says it, and the record does not say this there.", "Check it, and keep what was said."},
		"script-undrawn":    {422, "No letters for a script", "The fonts for PDF have Latin, Greek, Cyrillic, Hebrew and Arabic, and the record has words in another script.", "Take another format."},

		// The agenda and the documents.
		"agenda-item-unknown": {404, "No such agenda item", "The agenda has no item with this identifier.", "Use one of those that the meeting names."},
		"agenda-changed":      {409, "The agenda was changed meanwhile", "The request was made from an older revision of the agenda.", "Load the agenda, look at it, and send again."},
		"agenda-item-adopted": {409, "The agenda item is adopted", "What every delegation has adopted, and what has a history, stays as it is.", "Add a new item."},
		"no-authority":        {403, "No authority to act for a delegation", "Only a delegation's focal point, or a delegate with authority, acts for it.", "Ask the focal point."},
		"no-start":            {409, "The meeting has no date", "A calendar entry needs the time of the meeting's start.", "Ask the organiser when it begins."},
		"list-not-yours":      {403, "Another's list of members", "A delegation's list is its own focal points'; the organiser can only refuse entry.", "Ask the delegation's focal point."},
		// The floor and the lists of speakers.
		"list-closed":    {409, "The list of speakers is closed", "The list has not opened yet, or it has closed; the detail says when.", "Ask the chair, who can still add a speaker."},
		"list-empty":     {409, "Nobody is next", "Nobody is on the list of speakers, or nobody who is in the meeting now.", "Give the floor to somebody by name."},
		"already-listed": {409, "On the list already", "A speaker is on a list once, and once for a right of reply.", "Withdraw first, to ask for something else."},
		"entry-unknown":  {404, "No such entry on the list", "The entry was withdrawn, or its speaker has had the floor.", "Look at the list as it is now."},
		"replies-used":   {409, "The rights of reply are used", "A delegation has two rights of reply on an item of the agenda.", "Ask for a statement, where the list is open."},
		"floor-taken":    {409, "You have the floor", "Who has the floor, or gets it back after a point of order, raises none.", "Say it when you speak."},
		"floor-held":     {409, "Somebody had the floor then", "A turn cannot be written down for a time in which somebody had the floor, or waited to get it back.", "Choose a time in which nobody had it."},
		"floor-open":     {409, "Nobody has the floor", "There is no intervention under way.", "Give the floor first."},

		"document-unknown":   {404, "No such document", "The meeting has no document with this identifier that the token's holder may read, or it was withdrawn.", "List the documents."},
		"document-not-shown": {409, "This document is not shown to everybody", "PDF documents and pictures are shown to everybody; a prepared text is not for everybody before it is spoken.", "Choose another, or let each open it from the agenda."},
		"document-too-large": {413, "The document is too large", "A document has at most 25 MiB.", "Make it smaller, or add it in parts."},
		"document-type-unknown": {
			415, "No kind of document that is kept", "Documents are PDF, PNG, JPEG or plain text, by their file's name.",
			"Save it as one of these.",
		},
		"document-not-as-named": {
			415, "The document is not what its name says", "The content is of another kind than the file's name says, or is damaged. The detail says what was found.",
			"Save it anew as what it is to be, and add that.",
		},
		"documents-busy": {429, "Too many documents at once", "Many documents are being added to this meeting right now.", "Try again in a moment."},
		"document-lost": {
			500, "The document's content is missing", "The server has the document in its list, and its content no longer.",
			"The operator restores the data folder's documents; or whoever added it adds it again.",
		},
		"recording-forbidden": {409, "What is said now may not be recorded", "The regime that applies to what is said now forbids recording it.", "Start the recording when the meeting is on the record, or on background."},
		"recording-unknown":   {404, "No such recording", "The meeting has no recording with this identifier.", "List the recordings."},
		"recording-lost": {
			500, "The recording's content is missing", "The server has the recording in its list, and its sound no longer, or cannot read it.",
			"The operator restores the data folder's recordings.",
		},
		"ticket-invalid": {403, "The address is no longer good", "The ticket in the address is not whole, is older than a day, or its holder is no longer in the meeting.", "Open the document from the meeting again."},

		// The record.
		"segment-unknown":      {404, "No such segment", "The record has no segment with this identifier.", "List the record's segments."},
		"intervention-unknown": {404, "No such intervention", "The meeting has no intervention with this identifier.", "Use one of those that the record names, or none."},
		"revision-stale": {
			409, "Changed meanwhile", "The edit was made from another revision than the present one; nothing was changed. The member conflict has the present text and how it differs from what was sent.",
			"Put together what is to stand and send it from the present revision.",
		},
		"nothing-new":        {409, "Nothing new", "Nothing has changed that could be published or corrected.", "Nothing has to be done."},
		"record-final":       {409, "The official record is published", "A version has been published in the other form; a meeting has one official record.", "Go on in the form that is published."},
		"version-unknown":    {404, "No such version", "The record has no version of this number, or none at all.", "Use one of those that the record names."},
		"correction-unknown": {404, "No such correction", "The record has no correction with this identifier.", "Use one of those that the record names."},
		"correction-late":    {409, "Too late for corrections", "A version can be corrected for seven days from its publication.", "Write to the record keepers or the organiser."},
		"correction-settled": {409, "Decided already", "The correction was accepted or refused before.", "Nothing has to be done."},

		// Texts under negotiation.
		"text-unknown":            {404, "No such text", "The meeting has no text with this identifier, or it is not published.", "Use one of those that the meeting's texts name."},
		"paragraph-unknown":       {404, "No such paragraph", "The text has no paragraph with this identifier, or it was withdrawn.", "Read the text again."},
		"bracket-unknown":         {404, "No such bracket", "The text has no bracket with this identifier, or it was released.", "Read the text again."},
		"bracket-not-yours":       {403, "Another delegation's bracket", "A bracket is released by the delegation that asked for it.", "Talk to that delegation."},
		"bracket-open":            {409, "A bracket or an alternative is open", "What is in brackets, or has alternatives, cannot be agreed to.", "Have the brackets released and the other alternatives withdrawn first."},
		"paragraph-agreed":        {409, "The paragraph is agreed", "Every delegation has agreed to this paragraph.", "A delegation that wants it changed takes its agreement back first."},
		"text-adopted":            {409, "The text is adopted", "Every delegation is bound by this text.", "An error in it is mended by a rectification."},
		"text-not-adopted":        {409, "The text is not adopted", "This is possible with an adopted text only.", "Have it adopted first."},
		"text-frozen":             {409, "A silence procedure runs", "The text cannot be changed until its silence procedure ends.", "Object within the deadline, or ask the chair to end it."},
		"text-not-clean":          {409, "The text is not clean", "Brackets, alternatives, missing words, a machine's draft or a delegation's position stand between the text, or the paragraph, and this.", "See its obstacles, and settle them."},
		"hash-stale":              {409, "The text is another one now", "The hash is not that of the text as it is.", "Read the text again and send the hash of what you have read."},
		"signature-wrong":         {422, "The signature is wrong", "The signature is not one of this key over the assent's statement.", "Sign cumbre/assent/1, the meeting, the text, the hash and the delegation, each ended by a line feed (docs/texts.md)."},
		"silence-over":            {409, "Too late for objections", "The deadline has passed, or no procedure runs.", "Write to the chair."},
		"rectification-open":      {409, "A rectification is under way", "A paragraph has one open rectification at a time.", "Wait until it is settled."},
		"rectification-unknown":   {404, "No such rectification", "The text has no rectification with this identifier.", "Read the text again."},
		"paragraph-not-agreed":    {409, "The paragraph is not agreed", "Only what every delegation has agreed is a commitment.", "Agree to the paragraph first."},
		"commitment-unknown":      {404, "No such commitment", "The meeting has no commitment with this identifier.", "Use one of those that its list names."},
		"commitment-closed":       {409, "The commitment is settled", "Every delegation has held it for settled.", "Nothing has to be done."},
		"language-missing":        {409, "A language is missing", "All languages of a publication appear at one instant; one has no words.", "Add them."},
		"not-certified":           {409, "Conformity is not certified", "Nobody has certified that two of the languages say the same.", "Have the pair certified: its names are in the detail."},
		"statement-fails":         {409, "The statement does not agree with the calendar or the record", "A date, a weekday or a quotation is not as it was agreed or said; the member findings has each with its place.", "Mend the words, or override each with the reason, which is kept."},
		"publication-unknown":     {404, "No such publication", "There is no publication with this identifier, or it is not issued yet.", "Use one of those that the list names."},
		"translation-unavailable": {503, "No translation", "No translation engine is configured, it does not know this pair of languages, or it does not answer.", "Write the words yourself, or ask the administrator."},
		// The next meeting.
		"slot-unknown":          {404, "No such proposal", "No time with this identifier is proposed.", "List the proposals; it may have been withdrawn."},
		"slot-proposed-already": {409, "Proposed already", "The same time is proposed already.", "Accept it there."},
		"slot-not-agreed":       {409, "Not accepted by every delegation", "The next meeting is set when every delegation has accepted its time.", "Wait for the answers, or propose another time."},
		"next-meeting-unset":    {409, "No next meeting is set", "There is no next meeting to change or to make.", "Agree on a time, and set it."},
		"next-meeting-begun":    {409, "The next meeting has begun", "The meeting that was made of the plan has begun, or is over.", "Its time stays; plan the one after it on its own page."},

		// Offers.
		"sdp-invalid":         {400, "The SDP offer is not valid", "The SDP cannot be read.", "Send the offer as the WebRTC library made it."},
		"sdp-too-large":       {413, "The SDP offer is too large", "The SDP is larger than any real offer.", "Offer fewer lines."},
		"sdp-too-many-lines":  {422, "The SDP offer has too many media lines", "The offer has more m-lines than a client may have.", "Offer fewer lines."},
		"sdp-no-opus":         {422, "The SDP offer has no Opus", "A sound line does not offer Opus.", "Offer opus/48000/2."},
		"sdp-no-video-codec":  {422, "The SDP offer has no picture codec that is forwarded", "A picture line offers none of VP8, H.264, VP9 and AV1.", "Set the encoder to one of them."},
		"sdp-no-bundle":       {422, "The SDP offer does not bundle its lines", "The lines are not in one BUNDLE group.", "Use the bundle policy max-bundle."},
		"sdp-no-rtcp-mux":     {422, "The SDP offer does not multiplex RTCP", "A line does not offer rtcp-mux.", "Use the RTCP mux policy require."},
		"sdp-bad-fingerprint": {422, "The SDP offer has no usable fingerprint", "There is no certificate fingerprint that can be checked.", "Offer a sha-256 fingerprint."},
		"sdp-no-ice":          {422, "The SDP offer has no usable ICE credentials", "The offer has no ice-ufrag and ice-pwd.", "Send a WebRTC offer."},
		"offer-invalid":       {400, "The offer's lines are wrong", "What the message says of the lines does not fit the SDP.", "Name each line of the SDP once, by its mid."},
		"media-full":          {503, "The server is full", "The server has as many media connections as it carries.", "Try again later."},
		"connection-gone":     {410, "The media connection has ended", "The client's media connection has ended.", "Make a new one."},
		"media-gone":          {409, "The media connection is gone", "The server has no media connection of this client.", "Make a new one."},

		// Messages of the live session.
		"hello-missing":       {400, "No hello", "The first message has to be a hello, soon after connecting.", "Send it first."},
		"hello-twice":         {409, "A second hello", "A session has one hello.", "Open another connection for another participant."},
		"too-frequent":        {429, "Too frequent", "The client sends messages of this kind more often than is useful to anybody.", "Send them less often; the last one did not take effect."},
		"flood":               {429, "Far too much", "The client went on although it was told to slow down.", "Correct the client, then connect again."},
		"message-malformed":   {400, "Not a JSON object", "A message is one JSON object in UTF-8.", "Correct the client."},
		"message-too-large":   {413, "The message is too large", "The message is larger than what is accepted.", "Send less at once."},
		"type-unknown":        {400, "Unknown type of message", "There is no client message of this type.", "Use one of the types at /docs."},
		"version-unsupported": {400, "Another version of the protocol", "Client and server speak different versions.", "Reload the page to get the server's own client."},
		"field-missing":       {400, "A field is missing", "The message lacks a field that it needs.", "Send the field that the detail names."},
		"field-unknown":       {400, "Unknown field", "The message has a field that is not in its description.", "Leave out the field that the detail names."},
		"field-invalid":       {422, "A field has a wrong value", "The value is not one that the field can have.", "Change the field that the detail names."},

		// Requests.
		"not-found":              {404, "Not found", "There is nothing at this address.", "Check the address; the API is described at /docs."},
		"method-not-allowed":     {405, "Method not allowed", "The address exists, but not for this method.", "Use one of the methods in the Allow header."},
		"not-acceptable":         {406, "Not acceptable", "The server has no representation that the Accept header allows.", "Accept application/json."},
		"body-malformed":         {400, "Malformed body", "The body cannot be read.", "Send valid JSON."},
		"body-invalid":           {422, "Invalid request", "A field is unknown, missing or not of its form.", "Change the fields that the detail names."},
		"body-too-large":         {413, "Body too large", "The body is larger than this request may be.", "Send less."},
		"body-too-slow":          {408, "Body too slow", "The body did not arrive in time.", "Try again on a better connection."},
		"media-type-unsupported": {415, "Unsupported media type", "The body's Content-Type is not what this address takes.", "Use the type that the detail names."},
		"websocket-expected":     {426, "WebSocket expected", "This address is the live session's WebSocket.", "Connect with a WebSocket client (RFC 6455)."},
		"precondition-required": {
			428, "If-Match missing", "A change of an ICE session must say which one it means.",
			`Send If-Match with the session's ETag, or "*" for an ICE restart.`,
		},
		"precondition-failed": {412, "Another ICE session", "The ICE session has been restarted since.", "Use the ETag of the last answer."},

		// The server.
		"internal":  {500, "Server error", "The server made a mistake.", "Try again; the operator finds it in the log."},
		"stopping":  {503, "Stopping", "The server is stopping.", "Try again in some seconds."},
		"not-ready": {503, "Not ready", "The server cannot take requests now, or cannot record meetings; the detail says which.", "Try again in some seconds; the operator finds more in the log."},
	}
}
