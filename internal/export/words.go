package export

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// words are what a record says besides what was said, in one language.
type words struct {
	record, summary                                string // titles
	draft, version                                 string // which it is; version: with {n} and {date}
	date, languages, participants, agenda, minutes string
	interpreted, translated, prepared, machine     string
	original                                       string // what stands before words that are not there in the language wanted
	outside                                        string // heading of words at no agenda item
	participant                                    string // a speaker who may not be named
	onBehalf, unquoted                             string
	peopleWithheld, namesWithheld, wordsWithheld   string
	pageOf                                         string // of n and m
	comma                                          string // between the parts of a list
	undrawn                                        string // stands where characters have no glyph
	kinds                                          map[string]string
	roles, trust                                   map[string]string
}

// languages that have words; all others get English.
func wordsFor(language string) (tag string, w words) {
	switch primary, _, _ := strings.Cut(language, "-"); primary {
	case "es":
		return "es", spanish()
	case "fr":
		return "fr", french()
	case "ar":
		return "ar", arabic()
	default:
		return "en", english()
	}
}

func english() words {
	return words{
		draft: "Draft, not final: record keepers may still change every word.", version: "Version {n} of the official record, published on {date}.",
		record: "Verbatim record", summary: "Summary record", date: "Date", languages: "Languages", participants: "Participants", agenda: "Agenda", minutes: "min",
		interpreted: "(As interpreted.)", translated: "(Translation.)", prepared: "(Prepared text.)", machine: "(Written by speech recognition, not checked.)",
		original: "(As spoken.)", outside: "Outside the agenda", participant: "A participant", onBehalf: "on behalf of",
		unquoted:       "(These words may not be quoted.)",
		peopleWithheld: "Who took part is not told: the meeting was held, wholly or in part, under a rule that forbids it.",
		namesWithheld:  "Some speakers are not named: their words were spoken under a rule that forbids it. [N. N.] stands for a name.",
		wordsWithheld:  "Parts of the meeting were not for quotation or off the record. They are not in this document.",
		comma:          ", ", pageOf: "Page %d of %d", undrawn: "Some characters are not in this file’s fonts; their codes stand for them, as in [U+2605].",
		kinds: map[string]string{
			"opening": "Opening statement", "statement": "", "reply": "Right of reply", "point-of-order": "Point of order", "question": "Question",
			"answer": "Answer", "closing": "Closing statement",
		},
		roles: map[string]string{
			"organiser": "Organiser", "chair": "Chair", "delegate": "Delegate", "interpreter": "Interpreter", "technician": "Technician",
			"record-keeper": "Record keeper", "observer": "Observer", "press": "Press",
		},
		trust: map[string]string{"verified": "identity verified", "vouched": "vouched for by the delegation", "guest": "guest"},
	}
}

func spanish() words {
	return words{
		draft: "Borrador, no definitivo: la redacción de actas puede cambiar aún cada palabra.", version: "Versión {n} del acta oficial, publicada el {date}.",
		record: "Acta literal", summary: "Acta resumida", date: "Fecha", languages: "Idiomas", participants: "Participantes", agenda: "Orden del día", minutes: "min",
		interpreted: "(Según la interpretación.)", translated: "(Traducción.)", prepared: "(Texto preparado.)", machine: "(Escrito por reconocimiento de voz, sin revisar.)",
		original: "(Tal como se pronunció.)", outside: "Fuera del orden del día", participant: "Un participante", onBehalf: "en nombre de",
		unquoted:       "(Estas palabras no pueden citarse.)",
		peopleWithheld: "No se dice quiénes participaron: la reunión se celebró, en todo o en parte, bajo una regla que lo prohíbe.",
		namesWithheld:  "No se nombra a algunos oradores: hablaron bajo una regla que lo prohíbe. [N. N.] está en lugar de un nombre.",
		wordsWithheld:  "Partes de la reunión no podían citarse o no constan en acta. No figuran en este documento.",
		comma:          ", ", pageOf: "Página %d de %d", undrawn: "Las fuentes de este archivo no tienen algunos caracteres; en su lugar está su código, como en [U+2605].",
		kinds: map[string]string{
			"opening": "Declaración de apertura", "statement": "", "reply": "Derecho de réplica", "point-of-order": "Moción de orden", "question": "Pregunta",
			"answer": "Respuesta", "closing": "Declaración de clausura",
		},
		roles: map[string]string{
			"organiser": "Organización", "chair": "Presidencia", "delegate": "Delegado/a", "interpreter": "Intérprete", "technician": "Técnico/a",
			"record-keeper": "Redacción de actas", "observer": "Observador/a", "press": "Prensa",
		},
		trust: map[string]string{"verified": "identidad verificada", "vouched": "avalado/a por la delegación", "guest": "invitado/a"},
	}
}

func french() words {
	return words{
		draft: "Projet, non définitif : la rédaction du compte rendu peut encore en changer chaque mot.", version: "Version {n} du compte rendu officiel, publiée le {date}.",
		record: "Compte rendu in extenso", summary: "Compte rendu analytique", date: "Date", languages: "Langues", participants: "Participants", agenda: "Ordre du jour", minutes: "min",
		interpreted: "(Selon l’interprétation.)", translated: "(Traduction.)", prepared: "(Texte préparé.)", machine: "(Écrit par reconnaissance vocale, non relu.)",
		original: "(Tel que prononcé.)", outside: "Hors de l’ordre du jour", participant: "Un participant", onBehalf: "au nom de",
		unquoted:       "(Ces paroles ne peuvent être citées.)",
		peopleWithheld: "Les participants ne sont pas indiqués : la réunion s’est tenue, en tout ou en partie, sous une règle qui l’interdit.",
		namesWithheld:  "Certains orateurs ne sont pas nommés : ils ont parlé sous une règle qui l’interdit. [N. N.] tient lieu d’un nom.",
		wordsWithheld:  "Des parties de la réunion ne pouvaient être citées ou étaient confidentielles. Elles ne figurent pas dans ce document.",
		comma:          ", ", pageOf: "Page %d sur %d", undrawn: "Les polices de ce fichier n’ont pas certains caractères ; leur code les remplace, comme dans [U+2605].",
		kinds: map[string]string{
			"opening": "Déclaration liminaire", "statement": "", "reply": "Droit de réponse", "point-of-order": "Motion d’ordre", "question": "Question",
			"answer": "Réponse", "closing": "Déclaration de clôture",
		},
		roles: map[string]string{
			"organiser": "Organisation", "chair": "Présidence", "delegate": "Délégué(e)", "interpreter": "Interprète", "technician": "Technicien(ne)",
			"record-keeper": "Rédaction du compte rendu", "observer": "Observateur(trice)", "press": "Presse",
		},
		trust: map[string]string{"verified": "identité vérifiée", "vouched": "confirmé(e) par la délégation", "guest": "invité(e)"},
	}
}

func arabic() words {
	return words{
		draft: "مسودة غير نهائية: قد يغيّر محررو المحضر أي كلمة فيها.", version: "النسخة {n} من المحضر الرسمي، نُشرت في {date}.",
		record: "محضر حرفي", summary: "محضر موجز", date: "التاريخ", languages: "اللغات", participants: "المشاركون", agenda: "جدول الأعمال", minutes: "د",
		interpreted: "(وفقًا للترجمة الشفوية.)", translated: "(ترجمة.)", prepared: "(نص مُعدّ.)", machine: "(كُتب بالتعرّف على الكلام ولم يُراجع.)",
		original: "(كما قيل.)", outside: "خارج جدول الأعمال", participant: "أحد المشاركين", onBehalf: "باسم",
		unquoted:       "(لا يجوز الاستشهاد بهذا الكلام.)",
		peopleWithheld: "لا يُذكر من شارك: عُقد الاجتماع، كليًّا أو جزئيًّا، بموجب قاعدة تمنع ذلك.",
		namesWithheld:  "لا تُذكر أسماء بعض المتكلمين: تكلموا بموجب قاعدة تمنع ذلك. تحلّ [N. N.] محلّ اسم.",
		wordsWithheld:  "أجزاء من الاجتماع لم تكن للاستشهاد أو لم تكن للنشر. وهي ليست في هذه الوثيقة.",
		comma:          "، ", pageOf: "الصفحة %d من %d", undrawn: "لا تتضمن خطوط هذا الملف بعض الرموز؛ ويرد رمزها الرقمي في مكانها، كما في [U+2605].",
		kinds: map[string]string{
			"opening": "بيان افتتاحي", "statement": "", "reply": "حق الرد", "point-of-order": "نقطة نظام", "question": "سؤال",
			"answer": "جواب", "closing": "بيان ختامي",
		},
		roles: map[string]string{
			"organiser": "المنظِّم", "chair": "الرئاسة", "delegate": "مندوب", "interpreter": "مترجم شفوي", "technician": "فني",
			"record-keeper": "محرر المحضر", "observer": "مراقب", "press": "صحافة",
		},
		trust: map[string]string{"verified": "هوية موثّقة", "vouched": "بضمان الوفد", "guest": "ضيف"},
	}
}

// scriptDirection is that of a text's first letter (UAX #9, rule P2).
func scriptDirection(s string) string {
	for _, r := range s {
		if p, _ := bidi.LookupRune(r); p.Class() == bidi.R || p.Class() == bidi.AL {
			return "rtl"
		} else if p.Class() == bidi.L {
			return "ltr"
		}
	}
	return "ltr"
}
