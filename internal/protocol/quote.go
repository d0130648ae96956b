package protocol

// Quotation is what a quotation is, held against what was said in the meeting.
type Quotation struct {
	Verdict string `json:"verdict" enum:"verbatim,elided,interpreted,translated,prepared,near-miss,not-found" doc:"verbatim: the speaker's words; elided: these, with words left out or replaced where the quotation says so; interpreted, translated: not the speaker's own words, and to be quoted \"as interpreted\" only; prepared: of a text deposited beforehand, not found in what was said; near-miss: what is most like it differs"`
	// Matches is empty for not-found.
	Matches  []QuotationMatch `json:"matches" doc:"the best first, at most 5; of near-miss the closest passage only"`
	Withheld bool             `json:"withheld" doc:"some of what was said may not be quoted: it was not searched"`
	Version  int              `json:"version" doc:"of the record, that it was held against; 0: the draft, which is not final"`
}

// QuotationMatch is a passage of the record.
type QuotationMatch struct {
	Intervention string         `json:"intervention,omitempty" doc:"absent: words outside of any"`
	First        string         `json:"first" doc:"segment with the passage's first word"`
	Last         string         `json:"last" doc:"segment with its last word"`
	Speaker      string         `json:"speaker,omitempty" doc:"name, where the regime allows it"`
	Function     string         `json:"function,omitempty"`
	Delegation   string         `json:"delegation,omitempty" doc:"name"`
	Label        string         `json:"label,omitempty" doc:"what the words are attributed to instead of the speaker"`
	Regime       string         `json:"regime" enum:"on-the-record,background,chatham-house,deep-background,off-the-record"`
	Item         string         `json:"item,omitempty" doc:"AgendaItem.id"`
	Language     string         `json:"language" doc:"of the words, BCP 47"`
	Origin       string         `json:"origin" enum:"floor,interpretation,translation,prepared"`
	Machine      bool           `json:"machine" doc:"the passage was written by speech recognition, wholly or in part, and nobody has mended it"`
	Start        string         `json:"start" doc:"RFC 3339: when the first segment began"`
	LeftOut      int            `json:"leftOut" doc:"words between the passage's first and last that the quotation does not have"`
	Runs         []QuotationRun `json:"runs" doc:"the quotation in stretches: their quote members, one after the other, are the quotation"`
}

// QuotationRun is a stretch of a quotation.
type QuotationRun struct {
	Kind   string `json:"kind" enum:"same,omission,interpolation,changed,added,missing" doc:"omission: a mark; interpolation: [words] of who quotes; missing: said, and left out without a mark"`
	Quote  string `json:"quote" doc:"of the quotation; empty for missing"`
	Record string `json:"record,omitempty" doc:"what was said in its place, or left out; at most 2000 bytes"`
	Words  int    `json:"words,omitempty" doc:"how many words that has"`
	Why    string `json:"why,omitempty" enum:"word,case,spelling,punctuation" doc:"of changed"`
}
