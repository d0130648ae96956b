package protocol

// Archive tells which archives were made of a meeting.
type Archive struct {
	Seals   []Seal `json:"seals" doc:"as they were made; the last one can be downloaded, and has all that those before it had"`
	Key     string `json:"key" doc:"that this server's archives can be verified with: cumbre verify --key KEY FILE"`
	MaySeal bool   `json:"maySeal" doc:"one can be made now"`
	Why     string `json:"why,omitempty" doc:"why not: the code of the problem that it would be answered with" example:"archive-early"`
	Ticket  string `json:"ticket,omitempty" doc:"in the place of a token in the address of the file, for an hour; absent: there is no archive"`
}

// Seal is one archive.
type Seal struct {
	Number  int      `json:"number" doc:"1 for the first"`
	At      string   `json:"at" doc:"RFC 3339"`
	ByName  string   `json:"byName,omitempty" doc:"who made it; absent: the administrator"`
	Leaves  int64    `json:"leaves" doc:"of its log"`
	Root    string   `json:"root" doc:"of its log, base64, as its head says it"`
	Key     string   `json:"key" doc:"that its head can be verified with"`
	SHA256  string   `json:"sha256" doc:"of the file, hexadecimal"`
	Bytes   int64    `json:"bytes"`
	Missing []string `json:"missing" doc:"documents and recordings whose content was lost before, by their names in the archive"`
	Failing []string `json:"failing" doc:"the checks of cumbre verify that what was sealed does not pass: content that was lost, a quotation that the record does not say" example:"[\"documents\"]"`
}
