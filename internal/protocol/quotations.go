package protocol

// KeptQuotations are the quotations of a meeting that somebody uses.
type KeptQuotations struct {
	Quotations []KeptQuotation `json:"quotations" doc:"as they were kept"`
	Version    int             `json:"version" doc:"the record's last one; 0: none is published"`
}

// KeptQuotation is one, and what the record says of it now.
type KeptQuotation struct {
	ID           string `json:"id" example:"q1"`
	Quotation    string `json:"quotation"`
	Use          string `json:"use,omitempty" doc:"where it is used"`
	By           string `json:"by,omitempty" doc:"participant who kept it; absent: the administrator"`
	ByName       string `json:"byName,omitempty"`
	At           string `json:"at" doc:"RFC 3339"`
	Speaker      string `json:"speaker,omitempty" doc:"name of whose words they are; it may not be for the outside"`
	Intervention string `json:"intervention,omitempty" doc:"absent: words outside of any"`
	Segment      string `json:"segment" doc:"where it begins, or began when it was kept"`
	Language     string `json:"language" doc:"of the words, BCP 47"`
	Origin       string `json:"origin" enum:"floor,interpretation,translation,prepared"`
	Verdict      string `json:"verdict" enum:"verbatim,elided,interpreted,translated,prepared" doc:"when it was kept"`
	Version      int    `json:"version,omitempty" doc:"the last one when it was kept, which had the words; absent: only the draft had them"`
	Now          string `json:"now" enum:"verbatim,elided,interpreted,translated,prepared,not-found" doc:"held against what is written now"`
	Published    string `json:"published,omitempty" enum:"verbatim,elided,interpreted,translated,prepared,not-found" doc:"held against the last version; absent: there is none"`
	Fails        bool   `json:"fails" doc:"the record does not say it any more, as it is written now"`
}

// QuotationCount counts them.
type QuotationCount struct {
	Kept    int `json:"kept"`
	Failing int `json:"failing" doc:"those that the record does not say any more"`
}
