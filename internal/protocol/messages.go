package protocol

// Version of the live session's protocol. A client that says another one is told so and closed.
const Version = 1

// Limits of the live session. They bound what one client can make the server keep or do.
const (
	// MaxMessageBytes bounds a client message. An offer with 16 picture slots is about 24 KiB; SDP beyond
	// 64 KiB is nobody's.
	MaxMessageBytes = 96 << 10
	// MaxChatRunes bounds a chat text.
	MaxChatRunes = 2000
	// MaxNameRunes bounds names, functions and titles.
	MaxNameRunes = 200
	// MaxSDPBytes bounds an offer's SDP: 16 picture slots need about 24 KiB.
	MaxSDPBytes = 64 << 10
	// MaxLines bounds the m-lines that an offer declares and the slots that a client may ask for: 4 sent lines, 6
	// sound slots, 16 pictures, and a few to grow.
	MaxLines = 40
	// MaxHeight bounds the height of a tile, in pixels: an 8K screen.
	MaxHeight = 4320
	// MaxChatHistory is how many chat messages a welcome carries at most.
	MaxChatHistory = 200
)

// ---- Client → server -------------------------------------------------------------------------------------
// Every message is a JSON object with "type": the struct's name in lower case with hyphens ("hello", "want-slots",
// "send-chat"; the table is in client.go). A message with an "id" (chosen by the client, > 0) is answered by one
// "ack" or "problem" with that id, or by the answer that its type names. Fields without "omitempty" are required,
// except "id"; unknown ones are refused. The tags maxLength (in Unicode code points), minimum, maximum, maxItems
// and enum are checked on receipt.

// Hello is the first message, within 10 s of the connection.
type Hello struct {
	Version int    `json:"version" minimum:"0" maximum:"1000000"`
	Token   string `json:"token" maxLength:"256" doc:"the invitation's"`
	Resume  string `json:"resume,omitempty" maxLength:"512" doc:"from an earlier welcome: the same participant comes back"`
	Again   bool   `json:"again,omitempty" doc:"the client comes back by itself, after a loss or a reload: refused where another window or device has taken the place since (session-replaced), or its owner has left there (session-left)"`
	// A client that hears no welcome may say hello on another connection beside: by these it is known to be one.
	Instance string `json:"instance,omitempty" maxLength:"64" doc:"random, the same in each hello of one page"`
	Attempt  int    `json:"attempt,omitempty" minimum:"0" maximum:"2147483647" doc:"counts these hellos: one that comes later than its successor is refused (hello-outdated)"`
	Client   string `json:"client,omitempty" maxLength:"200" doc:"name and version, for the log"`
}

// Ping is answered by Pong with the same T. A client sends one every few seconds (at most 5): after 15 s without any
// message the server takes the connection for lost.
type Ping struct {
	T int64 `json:"t"`
}

// Offer is the client's SDP: the first, an ICE restart, or with more picture slots. Answered by Answer.
type Offer struct {
	ID    int         `json:"id" minimum:"0" maximum:"2147483647"`
	SDP   string      `json:"sdp" maxLength:"65536"`
	Lines []OfferLine `json:"lines" maxItems:"40"`
	New   bool        `json:"new" doc:"the client made a new PeerConnection (a reload, or the server's restart): an older one of the same participant is closed"`
}

// OfferLine says what an m-line is for.
type OfferLine struct {
	MID string `json:"mid" maxLength:"16"`
	Use string `json:"use" enum:"microphone,camera,screen,screen-sound,stage-sound,stage-picture,floor-sound,interpretation,booth-sound,picture"`
}

// WantSlots replaces what the client asks of its picture slots. Slots that are not named keep what they have.
type WantSlots struct {
	Slots []WantSlot `json:"slots" maxItems:"40"`
}

// WantSlot asks one slot to show a source.
type WantSlot struct {
	MID         string `json:"mid" maxLength:"16"`
	Participant string `json:"participant,omitempty" maxLength:"64" doc:"empty with stage false: nothing"`
	Kind        string `json:"kind,omitempty" enum:"camera,screen"`
	Channel     string `json:"channel,omitempty" maxLength:"35" doc:"follow the channel of that sign language"`
	Stage       bool   `json:"stage,omitempty" doc:"follow the stage"`
	Height      int    `json:"height" minimum:"0" maximum:"4320" doc:"pixels that the tile can show"`
	Priority    int    `json:"priority" minimum:"0" maximum:"1000" doc:"higher is kept longer when bandwidth is short"`
}

// SetMedia signals what the client sends; a muted microphone sends nothing but stays negotiated.
type SetMedia struct {
	Microphone  bool `json:"microphone"`
	Camera      bool `json:"camera"`
	Screen      bool `json:"screen"`
	ScreenSound bool `json:"screenSound"`
}

// SetHand raises or lowers the own hand.
type SetHand struct {
	Raised bool `json:"raised"`
}

// React shows a reaction for a few seconds.
type React struct {
	Reaction string `json:"reaction" enum:"applause,agree,disagree,thanks"`
}

// SetLanguage says which language the person speaks and reads ("" not said). What they hear is Listen's.
type SetLanguage struct {
	Language string `json:"language" maxLength:"35"`
}

// SendChat sends a text. To is "everyone", "delegation" (the own one), "participant", or "booth" (an
// interpreter's own; a technician names it in Booth).
type SendChat struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	To          string `json:"to" enum:"everyone,delegation,participant,booth"`
	Participant string `json:"participant,omitempty" maxLength:"64"`
	Booth       string `json:"booth,omitempty" maxLength:"64"`
	Text        string `json:"text" maxLength:"2000"`
}

// Admit lets a person in from the lobby (chair, organiser).
type Admit struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	Participant string `json:"participant" maxLength:"64"`
}

// Refuse turns a person in the lobby away (chair, organiser).
type Refuse struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	Participant string `json:"participant" maxLength:"64"`
}

// GiveFloor gives the floor to a participant, or opens it to all where Participant is empty (chair). A point of order
// interrupts the speech under way, which goes on after it.
type GiveFloor struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	Participant string `json:"participant" maxLength:"64"`
	Kind        string `json:"kind,omitempty" enum:"opening,statement,reply,point-of-order,question,answer,closing" doc:"without: what was asked for on the list of speakers, else a statement"`
	Language    string `json:"language,omitempty" maxLength:"35" doc:"that will be spoken, BCP 47; without: what the speaker says they speak"`
	OnBehalfOf  string `json:"onBehalfOf,omitempty" maxLength:"200"`
	Limit       int    `json:"limit,omitempty" minimum:"0" maximum:"86400" doc:"speaking time, seconds; without: the list's, or that of a right of reply"`
}

// YieldFloor gives the own floor back.
type YieldFloor struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// Mute turns a participant's microphone (and nothing else) off; they can turn it on again (chair).
type Mute struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	Participant string `json:"participant" maxLength:"64"`
}

// LowerHand lowers somebody's hand (chair).
type LowerHand struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	Participant string `json:"participant" maxLength:"64"`
}

// Remove removes a participant for good: their invitation is revoked for this meeting (chair, organiser).
type Remove struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	Participant string `json:"participant" maxLength:"64"`
}

// Lock closes or opens the door: a locked meeting lets nobody new in (chair, organiser).
type Lock struct {
	ID     int  `json:"id" minimum:"0" maximum:"2147483647"`
	Locked bool `json:"locked"`
}

// End ends the meeting for all (chair, organiser).
type End struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// Leave says goodbye: the participant is gone at once, not after the timeout.
type Leave struct{}

// ---- Server → client -------------------------------------------------------------------------------------

// Welcome answers Hello. It is a whole picture of the meeting: what follows changes it.
type Welcome struct {
	Type         string         `json:"type"` // "welcome"
	Version      int            `json:"version"`
	Me           string         `json:"me" doc:"the own participant identifier"`
	Resume       string         `json:"resume" doc:"to come back as the same participant"`
	Resumed      bool           `json:"resumed"`
	MediaAlive   bool           `json:"mediaAlive" doc:"the server still has the client's PeerConnection: an ICE restart is enough"`
	Now          string         `json:"now" doc:"the server's time, RFC 3339 with milliseconds"`
	Meeting      Meeting        `json:"meeting"`
	Admission    string         `json:"admission" enum:"lobby,admitted" doc:"refused and removed are problems"`
	Participants []Participant  `json:"participants" doc:"empty in the lobby"`
	Lobby        []Participant  `json:"lobby" doc:"chair and organiser only"`
	Chat         []ChatMessage  `json:"chat" doc:"the last 200 that this person may see"`
	Floor        Floor          `json:"floor"`
	FloorTimes   FloorTimes     `json:"floorTimes" doc:"zero in the lobby"`
	Lists        []SpeakersList `json:"lists" doc:"of speakers, that were opened or have somebody on them; empty in the lobby"`
	Points       []PointOfOrder `json:"points" doc:"of order that wait for the chair; empty in the lobby"`
	Stage        string         `json:"stage" doc:"participant, or empty"`

	Interpretation Interpretation `json:"interpretation"`
	Glossary       []Term         `json:"glossary" doc:"interpreters only"`

	Agenda         AgendaState   `json:"agenda" doc:"in the lobby at none"`
	Documents      []Document    `json:"documents" doc:"that this person may read, as they were added; empty in the lobby"`
	Shown          ShownDocument `json:"shown" doc:"the page that everybody sees; none in the lobby"`
	DocumentTicket string        `json:"documentTicket" doc:"opens their contents without a header (see Document.id), for 24 h while the person is in the meeting; a later welcome brings a new one. Empty in the lobby."`

	ICEServers []ICEServer `json:"iceServers" doc:"this server's relay, for a client that cannot reach the media port; empty where there is none, and in the lobby. Good for 24 h; a later welcome brings new ones."`
}

// ICEServer is a WebRTC client's RTCIceServer: ways to the relay (TURN), best first, and the credentials for them.
type ICEServer struct {
	URLs       []string `json:"urls" doc:"RFC 7065"`
	Username   string   `json:"username"`
	Credential string   `json:"credential"`
}

// Meeting is what clients know of the meeting.
type Meeting struct {
	ID          string       `json:"id"`
	Title       string       `json:"title"`
	Titles      Titles       `json:"titles,omitempty" doc:"the title in several languages, by BCP 47 tag; absent: as title"`
	Languages   []string     `json:"languages"`
	Delegations []Delegation `json:"delegations"`
	Agenda      []AgendaItem `json:"agenda"`
	Start       string       `json:"start,omitempty"`
	Timezone    string       `json:"timezone,omitempty"`
	Opens       string       `json:"opens,omitempty" doc:"RFC 3339: when the lobby opens; absent: it is always open. Organiser and chair may come earlier."`
	Minutes     int          `json:"minutes,omitempty" doc:"how long it lasts by the plan that it was made of; absent: as long as the points of its agenda"`
	ZoneMoved   bool         `json:"zoneMoved,omitempty" doc:"the rules of the time zone have changed since the meeting was made: its wall time then was another one than start shows"`
	Revision    int          `json:"agendaRevision" doc:"of the agenda; counts its changes"`
	AdoptedBy   []string     `json:"adoptedBy" doc:"Delegation.id of who has adopted the whole agenda as it is; an empty one: who leads, where there are no delegations"`
	Protocol    []string     `json:"protocolOrder,omitempty" doc:"Delegation.id by rank, see set-protocol-order; those that are not here come after, as delegations has them"`
	State       string       `json:"state" enum:"scheduled,in-session,ended,cancelled"`
	// What the next meeting's plan did to a meeting that was made of it.
	Rescheduled   int     `json:"rescheduled,omitempty" doc:"how often it was given another time or title, cancelled or held again since it was made"`
	RescheduledAt string  `json:"rescheduledAt,omitempty" doc:"RFC 3339, of the last of these; absent: none"`
	CancelReason  string  `json:"cancelReason,omitempty" doc:"of a meeting that is cancelled, where one was given"`
	Regime        *Regime `json:"regime,omitempty" doc:"absent: all is on the record"`
	Locked        bool    `json:"locked"`
	NotRecorded   string  `json:"notRecorded,omitempty" enum:"disk-full,disk-read-only,disk-failed" doc:"Why the server cannot write now; absent: it can. The meeting goes on, what would have to be recorded is refused (not-recorded)."`

	SoundRecording *SoundRecording `json:"soundRecording,omitempty" doc:"absent: the sound is not recorded. Who enters a meeting that is recorded agrees to it; see decline-recording"`
}

// Delegation is one of the meeting's parties.
type Delegation struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Languages []string `json:"languages"`
}

// Participant is one person (or room system) in the meeting or its lobby.
type Participant struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Function    string `json:"function,omitempty"`
	Delegation  string `json:"delegation,omitempty" doc:"Delegation.id"`
	Role        string `json:"role" enum:"organiser,chair,delegate,interpreter,technician,record-keeper,observer,press"`
	Booth       string `json:"booth,omitempty" doc:"of an interpreter: Booth.id"`
	Language    string `json:"language,omitempty"`
	Connection  string `json:"connection" enum:"connected,reconnecting,external" doc:"reconnecting: lost, kept for 60 s (a WHIP publisher: 15 s); external: a WHIP publisher"`
	Microphone  bool   `json:"microphone"`
	Camera      bool   `json:"camera"`
	Screen      bool   `json:"screen"`
	ScreenSound bool   `json:"screenSound"`
	Trust       string `json:"trust" enum:"verified,vouched,guest" doc:"how sure it is that this is who the list says: verified by an identity provider, vouched for by the delegation's focal point, or come with a link"`
	Authority   bool   `json:"authority,omitempty" doc:"acts for the delegation"`
	Hand        string `json:"hand,omitempty" doc:"RFC 3339 time when it was raised, empty when it is down"`
	Quality     string `json:"quality,omitempty" enum:"good,fair,poor"`
	Unrecorded  bool   `json:"unrecorded,omitempty" doc:"has declined to be recorded: their sound is not written"`
}

// ChatMessage is one text of the chat.
type ChatMessage struct {
	Seq         uint64 `json:"seq"`
	From        string `json:"from"`
	FromName    string `json:"fromName"`
	To          string `json:"to" enum:"everyone,delegation,participant,booth"`
	Participant string `json:"participant,omitempty"`
	Delegation  string `json:"delegation,omitempty"`
	Booth       string `json:"booth,omitempty"`
	Text        string `json:"text"`
	At          string `json:"at" doc:"RFC 3339"`
}

// Pong answers Ping.
type Pong struct {
	Type string `json:"type"` // "pong"
	T    int64  `json:"t"`
}

// Answer answers Offer.
type Answer struct {
	Type           string `json:"type"` // "answer"
	ID             int    `json:"id"`
	SDP            string `json:"sdp"`
	Renegotiations int    `json:"renegotiations" doc:"this participant's offers beyond the first of a PeerConnection"`
}

// Ack says that the message with that id took effect, and durably so where it is an event.
type Ack struct {
	Type string `json:"type"` // "ack"
	ID   int    `json:"id"`
}

// ProblemMessage says that a message did not take effect, or (with Fatal) that the session ends.
type ProblemMessage struct {
	Type    string  `json:"type"` // "problem"
	ID      int     `json:"id,omitempty"`
	Fatal   bool    `json:"fatal,omitempty"`
	Problem Problem `json:"problem"`
}

// Admitted says that the chair let the person in: a whole welcome follows.
type Admitted struct {
	Type string `json:"type"` // "admitted"
}

// ParticipantChanged adds or replaces a participant.
type ParticipantChanged struct {
	Type        string      `json:"type"` // "participant"
	Participant Participant `json:"participant"`
}

// ParticipantLeft takes one away.
type ParticipantLeft struct {
	Type        string `json:"type"` // "participant-left"
	Participant string `json:"participant"`
	Reason      string `json:"reason" enum:"left,lost,removed,refused"`
}

// LobbyChanged replaces the list of who waits (chair and organiser only).
type LobbyChanged struct {
	Type  string        `json:"type"` // "lobby"
	Lobby []Participant `json:"lobby"`
}

// MeetingChanged replaces the meeting.
type MeetingChanged struct {
	Type    string  `json:"type"` // "meeting"
	Meeting Meeting `json:"meeting"`
}

// FloorChanged replaces the floor.
type FloorChanged struct {
	Type  string `json:"type"` // "floor"
	Floor Floor  `json:"floor"`
}

// StageChanged says whose picture and sound the stage pair carries.
type StageChanged struct {
	Type        string `json:"type"` // "stage"
	Participant string `json:"participant"`
}

// ChatReceived is a new chat message.
type ChatReceived struct {
	Type    string      `json:"type"` // "chat"
	Message ChatMessage `json:"message"`
}

// Reacted shows somebody's reaction.
type Reacted struct {
	Type        string `json:"type"` // "reaction"
	Participant string `json:"participant"`
	Reaction    string `json:"reaction" enum:"applause,agree,disagree,thanks"`
}

// MuteRequested says that the chair turned this person's microphone off: the client mutes itself and says so.
type MuteRequested struct {
	Type string `json:"type"` // "mute"
	By   string `json:"by"`
}

// SlotChanged says what one of the client's slots carries from RTPTime on.
type SlotChanged struct {
	Type        string `json:"type"` // "slot"
	MID         string `json:"mid"`
	Participant string `json:"participant" doc:"empty: nothing"`
	Kind        string `json:"kind,omitempty" enum:"microphone,camera,screen,screen-sound"`
	Channel     string `json:"channel,omitempty" doc:"that it is carried for"`
	RTPTime     uint32 `json:"rtpTime"`
	Width       int    `json:"width,omitempty"`
	Height      int    `json:"height,omitempty"`
	Paused      bool   `json:"paused,omitempty" doc:"nothing is shown because the client's connection does not carry it; it comes back by itself"`
}

// LayersNeeded tells the client which simulcast layers of a line it should send; the rest it switches off.
type LayersNeeded struct {
	Type string   `json:"type"` // "layers"
	Kind string   `json:"kind" enum:"camera,screen"`
	RIDs []string `json:"rids" doc:"of those that the client declared in its offer"`
}

// Speakers lists who is heard now, loudest first.
type Speakers struct {
	Type     string    `json:"type"` // "speakers"
	Speakers []Speaker `json:"speakers"`
}

// Speaker is one of them.
type Speaker struct {
	Participant string `json:"participant"`
	Level       int    `json:"level" doc:"dBov below full scale, 0 loudest, 127 silence"`
}

// Bye says that the session ends and why; the client does not come back by itself.
type Bye struct {
	Type   string `json:"type"` // "bye"
	Reason string `json:"reason" enum:"ended,removed,replaced,left,refused,cancelled"`
	Own    bool   `json:"own,omitempty" doc:"replaced by a later hello of the same instance: the session goes on there"`
}
