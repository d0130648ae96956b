package public

import (
	"strings"
)

// words are the page's own, in one language. Each {place} is there in every language.
type words struct {
	joint, readout, notAgreed, issued, superseded, supersedes, hash string
	delegations, statements, commitments, follow, feed, data, next  string
	due, dueNext, dueNever, vague, settled, open, disagree          string
	kept, underWay, notKept, silent, partners, paragraph            string
	history, languages, offered                                     string
}

func texts() map[string]words {
	return map[string]words{"es": spanish(), "en": english(), "fr": french(), "ar": arabic()}
}

func spanish() words {
	return words{
		joint: "Declaración conjunta", readout: "Nota de {delegation}", notAgreed: "Versión unilateral de {delegation}: las demás delegaciones no la han acordado.",
		issued: "Publicada el {day}", superseded: "Sustituida por una versión posterior", supersedes: "Corrige una versión anterior", hash: "SHA-256 del texto en todos sus idiomas",
		delegations: "Delegaciones", statements: "Declaraciones y notas", commitments: "Compromisos", follow: "Seguir", feed: "Canal Atom", data: "Datos (JSON)", next: "Próxima reunión: {day}",
		due: "Plazo: {day}", dueNext: "Plazo: la próxima reunión", dueNever: "Sin plazo", vague: "No dice quién o para cuándo", settled: "Cerrado por todas las delegaciones el {day}", open: "Abierto",
		disagree: "Las delegaciones no coinciden", kept: "cumplido", underWay: "en curso", notKept: "no cumplido", silent: "no se ha pronunciado", partners: "Con {names}", paragraph: "Párrafo {number}",
		history: "Qué dijo cada delegación", languages: "Idioma de la página", offered: "Texto en {language}",
	}
}

func english() words {
	return words{
		joint: "Joint statement", readout: "Readout by {delegation}", notAgreed: "{delegation}'s own account: the other delegations have not agreed to it.",
		issued: "Issued on {day}", superseded: "Superseded by a later version", supersedes: "Corrects an earlier version", hash: "SHA-256 of the text in all its languages",
		delegations: "Delegations", statements: "Statements and readouts", commitments: "Commitments", follow: "Follow", feed: "Atom feed", data: "Data (JSON)", next: "Next meeting: {day}",
		due: "Due {day}", dueNext: "Due at the next meeting", dueNever: "No due date", vague: "Does not say who or by when", settled: "Settled by all delegations on {day}", open: "Open",
		disagree: "The delegations disagree", kept: "kept", underWay: "under way", notKept: "not kept", silent: "has not said", partners: "With {names}", paragraph: "Paragraph {number}",
		history: "What each delegation has said", languages: "Language of this page", offered: "Text in {language}",
	}
}

func french() words {
	return words{
		joint: "Déclaration conjointe", readout: "Compte rendu de {delegation}", notAgreed: "Version unilatérale de {delegation} : les autres délégations ne l'ont pas approuvée.",
		issued: "Publiée le {day}", superseded: "Remplacée par une version ultérieure", supersedes: "Corrige une version antérieure", hash: "SHA-256 du texte dans toutes ses langues",
		delegations: "Délégations", statements: "Déclarations et comptes rendus", commitments: "Engagements", follow: "Suivre", feed: "Flux Atom", data: "Données (JSON)", next: "Prochaine réunion : {day}",
		due: "Échéance : {day}", dueNext: "Échéance : la prochaine réunion", dueNever: "Sans échéance", vague: "Ne dit pas qui, ou pour quand", settled: "Clos par toutes les délégations le {day}", open: "Ouvert",
		disagree: "Les délégations ne sont pas d'accord", kept: "tenu", underWay: "en cours", notKept: "non tenu", silent: "ne s'est pas prononcée", partners: "Avec {names}", paragraph: "Paragraphe {number}",
		history: "Ce que chaque délégation a dit", languages: "Langue de cette page", offered: "Texte en {language}",
	}
}

func arabic() words {
	return words{
		joint: "بيان مشترك", readout: "إحاطة من {delegation}", notAgreed: "رواية {delegation} وحدها: لم توافق عليها الوفود الأخرى.",
		issued: "صدر في {day}", superseded: "حلّت محلّه صيغة لاحقة", supersedes: "يصحّح صيغة سابقة", hash: "بصمة SHA-256 للنص بجميع لغاته",
		delegations: "الوفود", statements: "البيانات والإحاطات", commitments: "الالتزامات", follow: "المتابعة", feed: "موجز Atom", data: "البيانات (JSON)", next: "الاجتماع المقبل: {day}",
		due: "الأجل: {day}", dueNext: "الأجل: الاجتماع المقبل", dueNever: "بلا أجل", vague: "لا يحدّد من يلتزم أو متى", settled: "أقفلته جميع الوفود في {day}", open: "مفتوح",
		disagree: "الوفود غير متفقة", kept: "نُفِّذ", underWay: "قيد التنفيذ", notKept: "لم يُنفَّذ", silent: "لم يُبدِ رأيه", partners: "مع {names}", paragraph: "الفقرة {number}",
		history: "ما قاله كل وفد", languages: "لغة هذه الصفحة", offered: "النص بلغة {language}",
	}
}

// with puts a value into the place that a text has.
func with(text, place, value string) string { return strings.ReplaceAll(text, "{"+place+"}", value) }

// status names what became of a commitment.
func (w words) status(status int) string {
	switch {
	case status > 0:
		return w.kept
	case status < 0:
		return w.notKept
	default:
		return w.underWay
	}
}

// LanguageName is a language's name in itself, of those that are met most.
func LanguageName(tag string) string {
	names := map[string]string{
		"ar": "العربية", "de": "Deutsch", "en": "English", "es": "español", "fr": "français", "it": "italiano", "pt": "português", "ru": "русский", "zh": "中文",
		"nah": "nāhuatl", "qu": "runa simi", "gn": "avañe’ẽ",
	}
	base, _, _ := strings.Cut(tag, "-")
	if name, ok := names[base]; ok {
		return name
	}
	return tag
}
