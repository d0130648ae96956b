package protocol

// The messages of simultaneous interpretation. Channels are named by their language (BCP 47, as the meeting writes
// it). An epoch tells which lease or hand-over a client means: what comes with an old one is refused (lease-stale).

// Bounds of interpretation.
const (
	// MaxBooths bounds the booths of a meeting; the European Parliament has 24.
	MaxBooths = 30
	// MaxTerms bounds a meeting's glossary. A prepared one has some hundred entries; the whole list is sent to each
	// interpreter who comes.
	MaxTerms = 2000
	// MaxTermRunes bounds a term in one language, and its note.
	MaxTermRunes = 200
)

// ---- Client → server -------------------------------------------------------------------------------------

// Listen chooses what the person hears: the floor, one language, or (automatic) the own language wherever it is to be
// had: the floor while it is spoken there, its channel otherwise.
type Listen struct {
	To       string `json:"to" enum:"floor,language,automatic"`
	Language string `json:"language,omitempty" maxLength:"35" doc:"of 'language' and 'automatic'"`
}

// WantSounds replaces what an interpreter asks of the named booth-sound lines.
type WantSounds struct {
	Sounds []WantSound `json:"sounds" maxItems:"40"`
}

// WantSound asks one line to carry a channel, a colleague's microphone, the stage, or nothing.
type WantSound struct {
	MID         string `json:"mid" maxLength:"16"`
	Channel     string `json:"channel,omitempty" maxLength:"35"`
	Participant string `json:"participant,omitempty" maxLength:"64"`
	Stage       bool   `json:"stage,omitempty"`
}

// Sit takes a seat in a booth that the invitation allows. Interpreters sit from the moment they join; this is for
// another seat, and to say which languages they understand besides the booth's own.
type Sit struct {
	ID          int      `json:"id" minimum:"0" maximum:"2147483647"`
	Booth       string   `json:"booth" maxLength:"64"`
	Seat        int      `json:"seat" minimum:"0" maximum:"6" doc:"0: the first that is free"`
	Understands []string `json:"understands" maxItems:"12"`
}

// Stand gives the seat back.
type Stand struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// CheckSeat says what an interpreter has tried out; the microphone cannot be opened before all of it.
type CheckSeat struct {
	ID         int  `json:"id" minimum:"0" maximum:"2147483647"`
	Devices    bool `json:"devices"`
	Headphones bool `json:"headphones"`
	Level      bool `json:"level"`
}

// SetOutput chooses the direction. On air one channel is given back and the other taken in one step, also from a
// colleague who is lost.
type SetOutput struct {
	ID       int    `json:"id" minimum:"0" maximum:"2147483647"`
	Language string `json:"language" maxLength:"35"`
	Epoch    int64  `json:"epoch" minimum:"0" maximum:"9007199254740991" doc:"of the lease held; 0 off air"`
}

// SetInput chooses what an interpreter works from: "floor", a channel (relay), or "automatic".
type SetInput struct {
	ID    int    `json:"id" minimum:"0" maximum:"2147483647"`
	Input string `json:"input" maxLength:"35"`
}

// OpenMicrophone takes the channel of the chosen output, which must be free. The media goes on the line
// "microphone" all the time; this opens the gate.
type OpenMicrophone struct {
	ID    int   `json:"id" minimum:"0" maximum:"2147483647"`
	Epoch int64 `json:"epoch" minimum:"0" maximum:"9007199254740991" doc:"the channel's, as last seen"`
}

// CloseMicrophone gives the channel back: listeners hear the original.
type CloseMicrophone struct {
	ID    int   `json:"id" minimum:"0" maximum:"2147483647"`
	Epoch int64 `json:"epoch" minimum:"0" maximum:"9007199254740991"`
}

// Cough closes the gate while the button is held, for 30 s at most: then the channel is given back. Packets go on
// meanwhile: without them the seat is lost.
type Cough struct {
	ID    int   `json:"id" minimum:"0" maximum:"2147483647"`
	On    bool  `json:"on"`
	Epoch int64 `json:"epoch" minimum:"0" maximum:"9007199254740991"`
}

// HandOver is a step of a hand-over: the one on air offers, the one on standby requests, the other accepts or
// declines, whoever began may cancel, and the one on air switches.
type HandOver struct {
	ID     int    `json:"id" minimum:"0" maximum:"2147483647"`
	Action string `json:"action" enum:"offer,request,accept,decline,cancel,switch"`
	To     string `json:"to,omitempty" maxLength:"64" doc:"of offer and request; may be empty with one colleague"`
	When   string `json:"when,omitempty" enum:"now,soon,at" doc:"of request"`
	At     string `json:"at,omitempty" maxLength:"40" doc:"RFC 3339, with 'at'"`
	Epoch  int64  `json:"epoch" minimum:"0" maximum:"9007199254740991" doc:"the hand-over's; 0 with offer and request"`
}

// TakeOver takes a channel of the booth without asking: from a holder who is lost, or where the booth allows it. It
// becomes the output, and a channel held until then is given back, in one step.
type TakeOver struct {
	ID      int    `json:"id" minimum:"0" maximum:"2147483647"`
	Channel string `json:"channel" maxLength:"35"`
	Epoch   int64  `json:"epoch" minimum:"0" maximum:"9007199254740991" doc:"the channel's, as last seen"`
}

// SetShift starts the booth's shift timer, or stops it (0).
type SetShift struct {
	ID      int `json:"id" minimum:"0" maximum:"2147483647"`
	Minutes int `json:"minutes" minimum:"0" maximum:"30"`
}

// SetFloorLanguage says which language is spoken on the floor (chair, interpreters, the speaker about themself).
type SetFloorLanguage struct {
	ID       int    `json:"id" minimum:"0" maximum:"2147483647"`
	Language string `json:"language" maxLength:"35"`
}

// Uninterpretable says that the floor cannot be interpreted now, or can again.
type Uninterpretable struct {
	ID int  `json:"id" minimum:"0" maximum:"2147483647"`
	On bool `json:"on"`
}

// TalkToFloor is the hold-to-talk button of an interpreter.
type TalkToFloor struct {
	ID int  `json:"id" minimum:"0" maximum:"2147483647"`
	On bool `json:"on"`
}

// SlowDown asks the speaker to, without saying who asks.
type SlowDown struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// SoundInadequate tells technician and chair that the floor's sound does not allow interpretation.
type SoundInadequate struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// CallTechnician asks a technician to come to the booth.
type CallTechnician struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// AddTerm adds a term to the glossary that all booths share, or replaces the one with its key.
type AddTerm struct {
	ID   int      `json:"id" minimum:"0" maximum:"2147483647"`
	Key  string   `json:"key,omitempty" maxLength:"64" doc:"of the term to replace"`
	Note string   `json:"note,omitempty" maxLength:"200"`
	Text []TermIn `json:"text" maxItems:"12"`
}

// TermIn is a term in one language.
type TermIn struct {
	Language string `json:"language" maxLength:"35"`
	Text     string `json:"text" maxLength:"200"`
}

// RemoveTerm takes a term out of the glossary.
type RemoveTerm struct {
	ID  int    `json:"id" minimum:"0" maximum:"2147483647"`
	Key string `json:"key" maxLength:"64"`
}

// ReportSource says how good the own microphone's sound is, as measured before it is encoded, over the last seconds.
type ReportSource struct {
	Band       int  `json:"band" minimum:"0" maximum:"24000" doc:"upper end of the audio band, Hz; 0: not known yet"`
	Speech     int  `json:"speech" minimum:"-127" maximum:"0" doc:"level of the speech, dBFS"`
	Noise      int  `json:"noise" minimum:"-127" maximum:"0" doc:"level of the pauses, dBFS"`
	Clipping   int  `json:"clipping" minimum:"0" maximum:"1000" doc:"samples at full scale, per mille"`
	Processed  bool `json:"processed" doc:"the browser suppresses noise, cancels echo or sets the gain"`
	Headphones bool `json:"headphones" doc:"the person says so"`
}

// ArrangeInterpretation replaces the meeting's booths (chair, organiser).
type ArrangeInterpretation struct {
	ID         int        `json:"id" minimum:"0" maximum:"2147483647"`
	Rehearsal  bool       `json:"rehearsal"`
	LowWhenOff bool       `json:"lowWhenOff,omitempty" doc:"the original does not come up while a microphone is closed by choice"`
	Booths     []NewBooth `json:"booths" maxItems:"30"`
}

// NewBooth is a booth to be set up.
type NewBooth struct {
	ID      string   `json:"id,omitempty" maxLength:"64" doc:"of one that stays; '': a new one"`
	Name    string   `json:"name,omitempty" maxLength:"200"`
	Kind    string   `json:"kind,omitempty" enum:"voice,sign"`
	Outputs []string `json:"outputs" maxItems:"2" doc:"output A, output B"`
	Seats   int      `json:"seats" minimum:"0" maximum:"6" doc:"0: two"`
	Policy  string   `json:"policy,omitempty" enum:"consent,override"`
}

// ---- Server → client -------------------------------------------------------------------------------------

// Interpretation is all channels, and for interpreters, technicians, chair and organiser the booths.
type Interpretation struct {
	Rehearsal     bool      `json:"rehearsal"`
	LowWhenOff    bool      `json:"lowWhenOff" doc:"outside a rehearsal OFF leaves the original at the listener's own level"`
	FloorLanguage string    `json:"floorLanguage" doc:"'': not known"`
	FloorFrom     string    `json:"floorFrom,omitempty" enum:"speaker,chair,interpreter"`
	Channels      []Channel `json:"channels"`
	Booths        []Booth   `json:"booths"`
	// Listening is how many hear the floor as it is. Only where Booths are shown.
	Listening int `json:"listening"`
	// Listeners are those of them who are participants. Only for chair, organiser and technicians.
	Listeners []string `json:"listeners,omitempty"`
}

// Channel is what listeners of one language get.
type Channel struct {
	Language string `json:"language"`
	Kind     string `json:"kind" enum:"voice,sign"`
	Holder   string `json:"holder" doc:"participant, or ''"`
	Booth    string `json:"booth,omitempty"`
	Epoch    int64  `json:"epoch"`
	// State is what listeners are told, Sound what they get: the same but for UNINTERPRETABLE, which is a notice.
	State   string `json:"state" enum:"PASS,ON_AIR,PAUSE,COUGH,OFF,LOST,UNINTERPRETABLE"`
	Sound   string `json:"sound" enum:"PASS,ON_AIR,PAUSE,COUGH,OFF,LOST"`
	Hops    int    `json:"hops" doc:"interpreters between the floor and this channel; 1 is direct"`
	Relays  int    `json:"relays" doc:"interpreters who work from it"`
	Listens int    `json:"listens" doc:"people who listen to it; only where booths are shown"`
	// Listeners is for chair, organiser and technicians: viewers by WHEP are counted and not named.
	Listeners []string `json:"listeners,omitempty" doc:"participants who listen to it, or see it"`
}

// Booth is a team of interpreters.
type Booth struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Kind     string   `json:"kind" enum:"voice,sign"`
	Outputs  []string `json:"outputs"`
	Capacity int      `json:"capacity" doc:"seats"`
	Policy   string   `json:"policy" enum:"consent,override"`
	Seats    []Seat   `json:"seats" doc:"those that are taken"`
	Handover Handover `json:"handover"`
	Shift    Shift    `json:"shift"`
	// TwoMicrophones: more than one microphone of the booth is open.
	TwoMicrophones bool `json:"twoMicrophones"`
}

// Seat is one interpreter at work.
type Seat struct {
	Participant string   `json:"participant"`
	Number      int      `json:"number"`
	State       string   `json:"state" enum:"OFFLINE,CHECKED,STANDBY,ARMED,ON_AIR,COUGH,LOST"`
	Devices     bool     `json:"devices"`
	Headphones  bool     `json:"headphones"`
	Level       bool     `json:"level"`
	Output      string   `json:"output" doc:"'': not chosen"`
	Input       string   `json:"input" doc:"'floor' or a channel"`
	Automatic   bool     `json:"automatic" doc:"the input follows the floor's language"`
	Hops        int      `json:"hops" doc:"of the input"`
	Understands []string `json:"understands"`
	Talking     bool     `json:"talking" doc:"to the floor"`
}

// Handover is the hand-over of a booth.
type Handover struct {
	State    string `json:"state" enum:"IDLE,OFFERED,REQUESTED,ARMED"`
	Epoch    int64  `json:"epoch"`
	From     string `json:"from,omitempty"`
	To       string `json:"to,omitempty"`
	By       string `json:"by,omitempty"`
	When     string `json:"when,omitempty" enum:"now,soon,at"`
	At       string `json:"at,omitempty"`
	Agreed   bool   `json:"agreed"`
	Due      bool   `json:"due"`
	Deadline string `json:"deadline,omitempty"`
}

// Shift is the booth's shift timer.
type Shift struct {
	Minutes int    `json:"minutes" doc:"0: none"`
	Ends    string `json:"ends,omitempty"`
	Amber   bool   `json:"amber"`
	Over    bool   `json:"over"`
}

// InterpretationChanged replaces what is known of the interpretation.
type InterpretationChanged struct {
	Type           string         `json:"type"` // "interpretation"
	Interpretation Interpretation `json:"interpretation"`
}

// InterpretationNotice tells something that happened, to those whom it concerns.
type InterpretationNotice struct {
	Type        string `json:"type"` // "interpretation-notice"
	Notice      string `json:"notice" enum:"interpreter-lost,interpreter-back,pivot-lost,input-changed,still-on-air,cough-limit,two-microphones,hand-over,hand-over-due,shift-amber,shift-over,slow-down,sound-inadequate,uninterpretable,talk-to-floor,technician-called,seat-gone,microphone-closed"`
	Booth       string `json:"booth,omitempty"`
	Channel     string `json:"channel,omitempty"`
	Participant string `json:"participant,omitempty"`
	Input       string `json:"input,omitempty"`
	On          bool   `json:"on,omitempty"`
	Why         string `json:"why,omitempty" doc:"the domain's reason, such as 'dropped', 'declined', 'expired'"`
}

// BoothLevels says how loud the booths' microphones are, on air or not: to interpreters and technicians.
type BoothLevels struct {
	Type   string       `json:"type"` // "booth-levels"
	Levels []BoothLevel `json:"levels"`
}

// BoothLevel is one of them.
type BoothLevel struct {
	Participant string `json:"participant"`
	Level       int    `json:"level" doc:"dBov below full scale, 0 loudest, 127 silence"`
	Speaking    bool   `json:"speaking"`
}

// GlossaryChanged replaces one term (or, with Removed, takes it away): to interpreters.
type GlossaryChanged struct {
	Type    string `json:"type"` // "glossary"
	Term    Term   `json:"term"`
	Removed bool   `json:"removed,omitempty"`
}

// Term is an entry of the glossary.
type Term struct {
	Key  string   `json:"key"`
	Text []TermIn `json:"text"`
	Note string   `json:"note,omitempty"`
	By   string   `json:"by,omitempty" doc:"participant"`
}

// SourceQuality says how good a speaker's sound is: to interpreters, technicians, chair.
type SourceQuality struct {
	Type        string `json:"type"` // "source-quality"
	Participant string `json:"participant"`
	Band        int    `json:"band" doc:"Hz; 0: not known yet"`
	Speech      int    `json:"speech" doc:"dBFS"`
	Noise       int    `json:"noise" doc:"dBFS"`
	Clipping    int    `json:"clipping" doc:"per mille"`
	Processed   bool   `json:"processed"`
	Headphones  bool   `json:"headphones"`
	Loss        int    `json:"loss" doc:"packets lost on the way to the server, per mille"`
}

// MessageID is 0: it is not answered.
func (Listen) MessageID() int { return 0 }

// MessageID is 0: it is not answered.
func (WantSounds) MessageID() int { return 0 }

// MessageID is 0: it is not answered.
func (ReportSource) MessageID() int { return 0 }

// MessageID is the client's, for the answer.
func (m Sit) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m Stand) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m CheckSeat) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m SetOutput) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m SetInput) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m OpenMicrophone) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m CloseMicrophone) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m Cough) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m HandOver) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m TakeOver) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m SetShift) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m SetFloorLanguage) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m Uninterpretable) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m TalkToFloor) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m SlowDown) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m SoundInadequate) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m CallTechnician) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m AddTerm) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m RemoveTerm) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m ArrangeInterpretation) MessageID() int { return m.ID }
