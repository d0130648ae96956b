package export

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// textWords are what a text's file says besides the text, in one language.
type textWords struct {
	kind, draftKind      string
	draft                string // with {date}
	adopted, rectified   string // with {date}; {n}, {date}, {paragraphs}
	copyOf, forParty     string // with {delegation}
	chair, someone       string // whom no delegation has sent; whom a regime forbids to name
	assented, silent     string // with {date}
	bracket, reservation string // with {delegation}
	alternative          string // with {delegation}
	colon                string // before a reason
	machine, missing     string
	unnamed              string
	comma, pageOf        string
	undrawn              string
	clause               func(languages []string) string
}

// textWordsFor has words for the languages that records have them for; all others get English.
func textWordsFor(language string) (tag string, w textWords) {
	tag, record := wordsFor(language)
	switch tag {
	case "es":
		w = spanishText()
	case "fr":
		w = frenchText()
	case "ar":
		w = arabicText()
	default:
		w = englishText()
	}
	w.comma, w.pageOf, w.undrawn = record.comma, record.pageOf, record.undrawn
	return tag, w
}

// names are the names of languages in a column's, as they stand within a sentence.
func (c column) names(of []string) []string {
	in := display.Languages(language.Make(c.tag))
	out := make([]string, 0, len(of))
	for _, tag := range of {
		name := in.Name(language.Make(tag))
		switch {
		case name == "":
			name = tag
		case c.tag == "ar" && tag == "en":
			name = "الإنكليزية" // as the United Nations write it
		}
		out = append(out, name)
	}
	return out
}

// joined is a list with a conjunction before its last part.
func joined(parts []string, comma, and string) string {
	last := len(parts) - 1
	if last < 1 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:last], comma) + and + parts[last]
}

// counted is a number up to ten as a word, from 2 on; beyond as digits.
func counted(n int, from2 ...string) string {
	if i := n - 2; i >= 0 && i < len(from2) {
		return from2[i]
	}
	return strconv.Itoa(n)
}

func englishText() textWords {
	return textWords{
		kind: "Joint text", draftKind: "Draft text",
		draft: "Draft under negotiation, adopted by nobody. As it was on {date}.", adopted: "Adopted on {date}.",
		rectified: "Version {n}, rectified on {date} (paragraphs: {paragraphs}).",
		copyOf:    "Copy of {delegation}", forParty: "For {delegation}:", chair: "the Chair", someone: "a delegation",
		assented: "Assent given on {date}", silent: "By silence: no objection until {date}",
		bracket: "Bracket asked for by {delegation}", reservation: "Reservation of {delegation}", alternative: "Alternative proposed by {delegation}", colon: ": ",
		machine: "(Machine translation, certified by nobody.)", missing: "(No words in this language yet.)",
		unnamed: "Persons, and who asked for what, are not named: the meeting was held, wholly or in part, under a rule that forbids it.",
		clause: func(languages []string) string {
			out := "Done in " + joined(languages, ", ", " and ")
			switch n := len(languages); n {
			case 1:
				return out + "."
			case 2:
				return out + ", both texts being equally authentic."
			default:
				return out + ", the " + counted(n, "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten") + " texts being equally authentic."
			}
		},
	}
}

func spanishText() textWords {
	return textWords{
		kind: "Texto conjunto", draftKind: "Proyecto de texto",
		draft: "Proyecto en negociación, no aprobado. Tal como estaba el {date}.", adopted: "Aprobado el {date}.",
		rectified: "Versión {n}, rectificada el {date} (párrafos: {paragraphs}).",
		copyOf:    "Ejemplar de {delegation}", forParty: "Por {delegation}:", chair: "la Presidencia", someone: "una delegación",
		assented: "Asentimiento dado el {date}", silent: "Por silencio: sin objeciones hasta el {date}",
		bracket: "Corchetes solicitados por {delegation}", reservation: "Reserva de {delegation}", alternative: "Variante propuesta por {delegation}", colon: ": ",
		machine: "(Traducción automática, no certificada.)", missing: "(Aún sin texto en este idioma.)",
		unnamed: "No se nombra a las personas ni a quién pidió qué: la reunión se celebró, en todo o en parte, bajo una regla que lo prohíbe.",
		clause: func(languages []string) string {
			and := " y "
			if n := len(languages); n > 1 && (strings.HasPrefix(languages[n-1], "i") || strings.HasPrefix(languages[n-1], "hi")) {
				and = " e " // before the sound i
			}
			out := "Hecho en " + joined(languages, ", ", and)
			switch n := len(languages); n {
			case 1:
				return out + "."
			case 2:
				return out + ", siendo ambos textos igualmente auténticos."
			default:
				return out + ", siendo los " + counted(n, "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez") + " textos igualmente auténticos."
			}
		},
	}
}

func frenchText() textWords {
	return textWords{
		kind: "Texte commun", draftKind: "Projet de texte",
		draft: "Projet en négociation, non adopté. État au {date}.", adopted: "Adopté le {date}.",
		rectified: "Version {n}, rectifiée le {date} (paragraphes : {paragraphs}).",
		copyOf:    "Exemplaire de {delegation}", forParty: "Pour {delegation} :", chair: "La présidence", someone: "une délégation",
		assented: "Assentiment donné le {date}", silent: "Par procédure de silence : aucune objection jusqu’au {date}",
		bracket: "Crochets demandés par {delegation}", reservation: "Réserve de {delegation}", alternative: "Variante proposée par {delegation}", colon: " : ",
		machine: "(Traduction automatique, non certifiée.)", missing: "(Pas encore de texte dans cette langue.)",
		unnamed: "Ni les personnes ni les auteurs des demandes ne sont nommés : la réunion s’est tenue, en tout ou en partie, sous une règle qui l’interdit.",
		clause: func(languages []string) string {
			out := "Fait en " + joined(languages, ", en ", " et en ")
			switch n := len(languages); n {
			case 1:
				return out + "."
			default:
				return out + ", les " + counted(n, "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix") + " textes faisant également foi."
			}
		},
	}
}

func arabicText() textWords {
	return textWords{
		kind: "نص مشترك", draftKind: "مشروع نص",
		draft: "مشروع قيد التفاوض، لم يُعتمد. كما كان في {date}.", adopted: "اعتُمد في {date}.",
		rectified: "النسخة {n}، صُوّبت في {date} (الفقرات: {paragraphs}).",
		copyOf:    "نسخة {delegation}", forParty: "عن {delegation}:", chair: "الرئاسة", someone: "أحد الوفود",
		assented: "أُعطي القبول في {date}", silent: "بإجراء الصمت: لا اعتراض حتى {date}",
		bracket: "أقواس بطلب من {delegation}", reservation: "تحفّظ {delegation}", alternative: "بديل اقترحه {delegation}", colon: ": ",
		machine: "(ترجمة آلية غير مُصدَّق عليها.)", missing: "(لا نص بهذه اللغة بعد.)",
		unnamed: "لا تُذكر أسماء الأشخاص ولا من طلب ماذا: عُقد الاجتماع، كليًّا أو جزئيًّا، بموجب قاعدة تمنع ذلك.",
		clause: func(languages []string) string {
			list := joined(languages, " و", " و")
			switch n := len(languages); {
			case n == 1:
				return "حُرّر باللغة " + list + "."
			case n == 2:
				return "حُرّر باللغتين " + list + "، والنصان متساويان في الحجية."
			case n <= 10:
				return "حُرّر باللغات " + list + "، والنصوص " + counted(n, "", "الثلاثة", "الأربعة", "الخمسة", "الستة", "السبعة", "الثمانية", "التسعة", "العشرة") + " متساوية في الحجية."
			default:
				return "حُرّر باللغات " + list + "، والنصوص جميعها متساوية في الحجية."
			}
		},
	}
}
