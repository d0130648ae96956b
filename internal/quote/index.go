package quote

// Index is sources prepared for many quotations. It does not change and may be read from anywhere.
type Index struct {
	sources []Source
	texts   []text
	ids     map[string]int32
	lower   []int32 // by id: that of the word with a small first letter
}

// text is a Source as it is compared: its tokens over all pieces.
type text struct {
	tokens []token
	pieces []int32 // of each token
	ids    []int32 // of each token
	words  []int32 // how many words come before each token; one more at the end
}

// unknown is the id of a word that no source has.
const unknown = -1

// NewIndex prepares sources.
func NewIndex(sources []Source) *Index {
	x := &Index{sources: sources, ids: map[string]int32{}, texts: make([]text, 0, len(sources))}
	for _, s := range sources {
		x.texts = append(x.texts, x.scan(s))
	}
	return x
}

func (x *Index) scan(s Source) text {
	out := text{words: []int32{0}}
	for i, piece := range s.Pieces {
		for _, t := range scan(piece) {
			if t.kind == sic {
				continue // a remark about the record, not of it
			}
			out.tokens = append(out.tokens, t)
			out.pieces = append(out.pieces, int32(i))
			out.ids = append(out.ids, x.intern(t))
			words := out.words[len(out.words)-1]
			if t.counts() {
				words++
			}
			out.words = append(out.words, words)
		}
	}
	return out
}

// counts tells whether a token is something that was said: a note stands for what could not be written down.
func (t token) counts() bool { return t.kind == word || t.kind == bracket }

// key tells apart what is written alike and is of another kind.
func (t token) key() string {
	switch t.kind {
	case word:
		return t.text
	case point:
		return " " + t.text
	case bracket:
		return "[" + t.text
	default:
		return "…"
	}
}

func (x *Index) intern(t token) int32 {
	key := t.key()
	if id, known := x.ids[key]; known {
		return id
	}
	id := int32(len(x.ids))
	x.ids[key] = id
	x.lower = append(x.lower, id)
	if small := lowered(key); small != key {
		x.lower[id] = x.intern(token{kind: word, text: small})
	}
	return id
}

// find is the id of a quotation's token.
func (x *Index) find(key string) int32 {
	if id, known := x.ids[key]; known {
		return id
	}
	return unknown
}

// raw is the source's text of the tokens from a to b, b excluded, at most MaxRecordBytes of it.
func (x *Index) raw(source, a, b int) string {
	var out []byte
	t := &x.texts[source]
	for i := a; i < b; {
		first := i
		piece := x.sources[source].Pieces[t.pieces[i]]
		for i+1 < b && t.pieces[i+1] == t.pieces[first] {
			i++
		}
		if len(out) > 0 {
			out = append(out, ' ')
		}
		out = append(out, piece[t.tokens[first].start:t.tokens[i].end]...)
		i++
	}
	return shortened(string(out))
}

// shortened cuts a text of the source at a word's end.
func shortened(s string) string {
	if len(s) <= MaxRecordBytes {
		return s
	}
	end := 0
	for _, t := range scan(s[:MaxRecordBytes]) {
		if t.end < MaxRecordBytes-len("…") {
			end = t.end
		}
	}
	return s[:end] + "…"
}
