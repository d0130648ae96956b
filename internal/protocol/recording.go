package protocol

// ---- Client → server -------------------------------------------------------------------------------------

// StartRecording has the meeting's sound recorded: a file for each microphone that is heard on the floor, and for each
// interpreter on air (chair, organiser). Everybody is told.
type StartRecording struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// StopRecording ends that (chair, organiser).
type StopRecording struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// DeclineRecording says that the own sound is not to be recorded, now or when it is, or takes that back.
type DeclineRecording struct {
	ID       int  `json:"id" minimum:"0" maximum:"2147483647"`
	Declined bool `json:"declined"`
}

// MessageID is the client's, for the answer.
func (m StartRecording) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m StopRecording) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m DeclineRecording) MessageID() int { return m.ID }

// ---- Server → client -------------------------------------------------------------------------------------

// SoundRecording says that the meeting's sound is recorded.
type SoundRecording struct {
	Since   string `json:"since" doc:"RFC 3339"`
	Trouble string `json:"trouble,omitempty" enum:"disk-full,disk-read-only,disk-failed,limit-reached,regime" doc:"why nothing is being written although it should be (regime: the one that applies to what is said now forbids it); absent: all is well"`
}

// RecorderChanged says how the recorder does, while it records: to technicians and those who lead, every few seconds.
type RecorderChanged struct {
	Type    string `json:"type"` // "recorder"
	Files   int    `json:"files" doc:"sounds that are being written"`
	Bytes   int64  `json:"bytes" doc:"of all the meeting's files"`
	LostMS  int64  `json:"lostMs" doc:"milliseconds that are silence in the files because they did not arrive"`
	Dropped int64  `json:"dropped" doc:"packets that the disk was too slow for"`
	Trouble string `json:"trouble,omitempty" enum:"disk-full,disk-read-only,disk-failed,limit-reached"`

	Speech *SpeechState `json:"speech,omitempty" doc:"absent: there is no speech recognition"`
}

// SpeechState is how the speech recognition does, in all meetings of the server together.
type SpeechState struct {
	Waiting int   `json:"waiting" doc:"stretches of speech that wait for it"`
	Dropped int64 `json:"dropped" doc:"those that were left out: it was too slow, away for too long, or did not take them"`
	Down    bool  `json:"down,omitempty" doc:"it does not answer; it is tried again"`
}

// Recording is a file of sound: one source, on the floor or on one channel.
type Recording struct {
	ID          string `json:"id" doc:"its content: GET /api/v1/meetings/{meeting}/recordings/{id}/content, with a token or ?ticket="`
	Participant string `json:"participant" doc:"whose sound it is"`
	Name        string `json:"name"`
	Kind        string `json:"kind" enum:"microphone,screen-sound"`
	Channel     string `json:"channel,omitempty" doc:"the language that it was interpreted into; absent: the floor, which alone is authentic"`
	Codec       string `json:"codec" enum:"opus" doc:"in Ogg (RFC 7845), as it was sent"`
	Start       string `json:"start" doc:"RFC 3339; what was heard t later plays at t"`
	MS          int64  `json:"ms,omitempty" doc:"milliseconds; absent: it is still being written"`
	Bytes       int64  `json:"bytes,omitempty"`
	SHA256      string `json:"sha256,omitempty" doc:"hexadecimal; absent: it is still being written"`
	LostMS      int64  `json:"lostMs,omitempty" doc:"milliseconds that are silence because they did not arrive"`
	Recovered   bool   `json:"recovered,omitempty" doc:"the server was ended by force while it was written; up to a second at its end is missing"`
}
